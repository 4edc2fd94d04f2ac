"""What is left to be done by hand: administrators always, the rest by what is suspended."""

from __future__ import annotations

import pytest

from core.domain.clouds import Cloud
from core.domain.customers import Generation, Subscription
from core.domain.remaining import Remaining, remaining
from tests.builders import CONTOSO

R = Remaining


def bought(name: str, kind: Generation, status: str = "active") -> Subscription:
    return Subscription(CONTOSO, name, name, name, status, 5, kind)


LICENCE = bought("exchange", Generation.NEW_COMMERCE)
PLAN, AZURE = bought("plan", Generation.AZURE_PLAN), bought("azure", Generation.AZURE)
OTHER = bought("other", Generation.AZURE)
GONE = bought("gone", Generation.AZURE, "suspended")


@pytest.mark.parametrize(
    ("contained", "known", "cloud", "left"),
    [
        pytest.param([LICENCE], [LICENCE, PLAN], Cloud.GLOBAL, [R.SESSIONS], id="seats"),
        pytest.param([], [LICENCE], Cloud.GLOBAL, [], id="nothing known"),
        pytest.param([AZURE], [AZURE, OTHER], Cloud.GLOBAL,
                     [R.AZURE_OTHERS, R.AZURE_RESOURCES, R.AZURE_ACCESS], id="one of two"),
        pytest.param([AZURE, PLAN], [AZURE, PLAN, GONE], Cloud.GLOBAL,
                     [R.AZURE_RESOURCES, R.AZURE_ACCESS], id="all of Azure"),
        pytest.param([LICENCE, AZURE, PLAN], [LICENCE, AZURE, PLAN], Cloud.GLOBAL,
                     [R.SESSIONS, R.AZURE_RESOURCES, R.AZURE_ACCESS], id="everything"),
        pytest.param([LICENCE], [LICENCE], Cloud.CHINA, [R.SESSIONS, R.OPERATOR], id="21Vianet"),
        pytest.param([bought("x", Generation.UNKNOWN)], [], Cloud.GLOBAL, [R.SESSIONS], id="?"),
    ],
)  # fmt: skip
def test_what_is_left(
    contained: list[Subscription], known: list[Subscription], cloud: Cloud, left: list[Remaining]
) -> None:
    assert remaining(contained, known, cloud) == (R.ADMINISTRATORS, *left)
