"""Every fault that the stand-in knows: what is on the card once it is over, by call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from core.domain.plans import Reason
from sandbox.faults import KINDS
from tests.world import World

DONE = "is suspended"
SOON: dict[str, Any] = {"seconds": 0.1}


@dataclass(frozen=True)
class Case:
    """A fault on one call of a suspension, and the words on its card in the end."""

    kind: str
    says: tuple[str, ...]
    method: str = "PATCH"
    more: dict[str, Any] = field(default_factory=dict)


def case(kind: str, *says: str, method: str = "PATCH", **more: Any) -> Case:
    return Case(kind, says or (DONE,), method, more)


CASES = (
    # On the change: settled by reading, sent again only where it was not applied.
    case("timeout_before", **SOON),
    case("timeout_after", **SOON),
    case("reset_before"),
    case("reset_after"),
    case("slow", **SOON),
    case("status", status=503),
    case("status", "Partner Center refused to suspend", "800040", status=400, code="800040"),
    case("throttle", retry_after=1),
    case("truncated"),
    case("misdated"),
    case("stale_etag"),
    case("accepted_but_unchanged"),
    case("late", reads=1),
    case("accepted", reads=1),
    case("meanwhile", "was suspended already"),
    case("redirect"),
    # On the reads around it.
    case("pascal_case", method="GET"),
    case("numbers", method="GET"),
    case("odd_link", method="GET"),
    case("status", method="GET", status=500),
    case("throttle", method="GET", retry_after=1),
    case("truncated", method="GET"),
    case("redirect", method="GET"),
)


# On signing in, which comes first where the token has ended.
SIGN_IN = (
    case("timeout_before", method="POST", **SOON),
    case("timeout_after", method="POST", **SOON),
    case("reset_before", method="POST"),
    case("reset_after", method="POST"),
    case("slow", method="POST", **SOON),
    case("status", method="POST", status=503),
    case("throttle", method="POST", retry_after=1),
    case("truncated", method="POST"),
)


def named(one: Case) -> str:
    return f"{one.method}-{one.kind}-{one.more.get('code') or one.more.get('status') or ''}"


@pytest.mark.parametrize("one", CASES, ids=named)
def test_the_card_says_what_became_of_it(world: World, one: Case) -> None:
    world.faults.partner_center(one.kind, one.method, **one.more)
    plan = world.suspended("contoso", "Exchange", reason=Reason.MISUSE)
    assert world.faults.fired() >= (one.kind != "odd_link")
    for words in one.says:
        assert words in world.card_text(plan)


@pytest.mark.parametrize("one", SIGN_IN, ids=named)
def test_a_sign_in_that_fails_holds_a_suspension_up_and_no_more(world: World, one: Case) -> None:
    expire = {"account": "main", "do": "expire"}
    world.driver.http.post("/sandbox/partner-center/tokens", json=expire).raise_for_status()
    world.faults.sign_in(one.kind, **one.more)
    plan = world.suspended("contoso", "Exchange", reason=Reason.MISUSE)
    assert world.faults.fired() == 1
    for words in one.says:
        assert words in world.card_text(plan)


def test_no_fault_of_the_stand_in_is_without_a_card() -> None:
    assert {one.kind for one in CASES} == set(KINDS["partner-center"])
    assert {one.kind for one in SIGN_IN} == set(KINDS["token"])
