"""The cut window: a cut for money goes out on a business day, in the morning, never on an eve."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.domain.plans import PlanState
from tests.world import FIRST, SECOND, World

# Asked at, looks again at (both UTC), for a customer in Germany: 09:00-15:00 there.
CLOSED = {
    "evening": ("2026-10-12T16:00:00Z", "2026-10-13T07:00:00Z"),
    "Friday": ("2026-10-16T08:00:00Z", "2026-10-19T07:00:00Z"),
    "eve of a holiday": ("2026-12-24T09:00:00Z", "2026-12-28T08:00:00Z"),
}


@pytest.mark.parametrize("when", CLOSED)
def test_outside_the_window_an_approved_plan_waits_and_is_sent_inside_it(
    world: World, when: str
) -> None:
    asked, opens = CLOSED[when]
    world.move_clock(asked)
    world.take_in()
    plan = world.approved("contoso", "Exchange")
    world.settled()
    waiting = world.again(plan)
    assert (waiting.state, waiting.waiting_for) == (PlanState.APPROVED, "cut_window")
    assert waiting.waiting_until == datetime.fromisoformat(opens)
    assert "nobody is cut off outside business hours" in world.card_text(plan)
    assert "nobody is cut off outside business hours" in world.thread(plan)
    assert world.sends() == []
    world.move_clock(opens.replace("00:00Z", "30:00Z"))
    world.take_in()
    world.settled()
    world.check_bank(plan)
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED
    (change,) = world.changes()
    assert opens[:13] == change["at"][:13]


def test_books_of_yesterday_and_an_old_look_at_the_bank_make_it_wait(world: World) -> None:
    world.move_clock("2026-10-12T16:00:00Z")
    plan = world.approved("contoso", "Exchange")
    world.move_clock("2026-10-13T09:00:00Z")
    world.settled()
    assert world.again(plan).waiting_for == "books_stale"
    world.take_in()
    world.settled()
    assert world.again(plan).waiting_for == "bank_check"
    assert world.sends() == []


def test_an_approved_plan_that_waits_too_long_lapses_and_sends_nothing(world: World) -> None:
    world.move_clock("2026-10-12T16:00:00Z")
    plan = world.file("contoso", "Exchange")
    world.vote(plan, FIRST)
    world.vote(plan, SECOND)
    world.move_clock("2026-10-15T08:00:00Z")
    world.settled()
    assert world.again(plan).state is PlanState.EXPIRED
    assert world.sends() == []
