"""How long a suspended subscription can be brought back, by how and where it is sold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from core.domain.clouds import Cloud
from core.domain.customers import Generation, Subscription
from core.domain.retention import retention
from tests.builders import CONTOSO

ON = date(2026, 10, 12)
TERM_END = datetime(2027, 3, 31, tzinfo=UTC)


def sub(generation: Generation) -> Subscription:
    return Subscription(CONTOSO, "s", "s", "s", "active", 10, generation, commitment_ends=TERM_END)


@pytest.mark.parametrize(
    ("generation", "cloud", "back_until", "gone_from"),
    [
        (Generation.NEW_COMMERCE, Cloud.GLOBAL, date(2027, 3, 30), date(2027, 3, 31)),
        (Generation.LEGACY, Cloud.GLOBAL, date(2027, 1, 9), date(2027, 1, 10)),
        (Generation.LEGACY, Cloud.CHINA, date(2026, 12, 10), date(2026, 12, 11)),
        (Generation.AZURE, Cloud.GLOBAL, date(2027, 1, 9), date(2027, 1, 10)),
        (Generation.UNKNOWN, Cloud.GLOBAL, None, None),
        (Generation.SOFTWARE, Cloud.GLOBAL, None, None),
    ],
)
def test_until_when_it_can_come_back(
    generation: Generation, cloud: Cloud, back_until: date | None, gone_from: date | None
) -> None:
    found = retention(sub(generation), cloud, ON)
    assert (found.back_until, found.gone_from) == (back_until, gone_from)
    assert found.keeps_data


def test_a_term_without_an_end_is_unknown_and_an_azure_plan_holds_no_data() -> None:
    endless = replace(sub(Generation.NEW_COMMERCE), commitment_ends=None)
    assert retention(endless, Cloud.GLOBAL, ON).gone_from is None
    assert not retention(sub(Generation.AZURE_PLAN), Cloud.GLOBAL, ON).keeps_data
