"""Partner Center misbehaves: what is sent again, what never is, and what people are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from core.domain.events import StepSettled
from core.domain.plans import Plan, PlanState, Reason, StepState
from sandbox.stories.driver import Json
from tests.world import World

EXCHANGE = "Exchange Online (Plan 1)"
DONE = f"{EXCHANGE} is suspended"
A_PERSON = "Look in Partner Center"


@dataclass(frozen=True)
class Case:
    """A fault on the change, how often the change is then sent, and whether by the same id."""

    kind: str
    sends: int
    more: dict[str, Any] = field(default_factory=dict)
    same_id: bool = False
    why: str = ""


UNKNOWN, NOT_SHOWN = "no answer", "no effect shows yet"
APPLIED_ONCE = {
    "timeout after applying": Case("timeout_after", 1, {"seconds": 0.1}, why=UNKNOWN),
    "reset after applying": Case("reset_after", 1, why=UNKNOWN),
    "truncated": Case("truncated", 1, why=UNKNOWN),
    "timeout before": Case("timeout_before", 2, {"seconds": 0.1}, same_id=True, why=UNKNOWN),
    "reset before": Case("reset_before", 2, same_id=True, why=UNKNOWN),
    "500": Case("status", 2, {"status": 500}, same_id=True, why=UNKNOWN),
    "503": Case("status", 2, {"status": 503}, same_id=True, why=UNKNOWN),
    "stale ETag": Case("stale_etag", 2, why="changed since it was read"),
    "throttled": Case("throttle", 2, {"retry_after": 1}, why="come back later"),
    "accepted but unchanged": Case("accepted_but_unchanged", 2, same_id=True, why=NOT_SHOWN),
}


def exactly_once(world: World, plan: Plan) -> None:
    """One accepted change for each subscription, and for no other."""
    changed = [change["subscription_id"] for change in world.changes()]
    assert sorted(changed) == sorted({step.line.subscription_id for step in world.steps(plan)})
    assert len(set(changed)) == len(changed)


def settled_steps(world: World, plan: Plan) -> list[StepSettled]:
    return [r.event for r in world.events(plan) if isinstance(r.event, StepSettled)]


def whys(world: World, plan: Plan) -> set[str]:
    return {event.why for event in settled_steps(world, plan)}


def states(world: World, plan: Plan) -> set[str]:
    return {event.state for event in settled_steps(world, plan)}


def request_ids(sends: list[Json]) -> list[str]:
    return [send["request_id"] for send in sends]


@pytest.mark.parametrize("name", APPLIED_ONCE)
def test_a_fault_never_makes_a_change_happen_twice(world: World, name: str) -> None:
    case = APPLIED_ONCE[name]
    world.faults.partner_center(case.kind, **case.more)
    plan = world.suspended("contoso", "Exchange")
    assert world.faults.fired() == 1
    assert plan.state is PlanState.FINISHED
    assert world.statuses("contoso")[EXCHANGE] == "suspended"
    exactly_once(world, plan)
    assert len(world.sends()) == case.sends
    assert len(set(request_ids(world.sends()))) == (1 if case.same_id else case.sends)
    assert case.why in whys(world, plan)
    assert ("not known whether" in world.thread(plan)) == (StepState.UNKNOWN in states(world, plan))
    assert DONE in world.card_text(plan)
    assert DONE in world.thread(plan)


@pytest.mark.parametrize("reads", [1, 2])
def test_a_change_that_shows_late_is_looked_for_again_and_sent_once(
    world: World, reads: int
) -> None:
    world.faults.partner_center("late", reads=reads)
    plan = world.suspended("contoso", "Exchange")
    assert plan.state is PlanState.FINISHED
    exactly_once(world, plan)
    assert len(world.sends()) == 1
    assert DONE in world.card_text(plan)


def test_the_rest_is_sent_after_the_first_was_read_back_and_smallest_first(world: World) -> None:
    plan = world.suspended("contoso", "Business Premium", "Exchange")
    assert plan.state is PlanState.FINISHED
    exactly_once(world, plan)
    assert [step.line.quantity for step in world.steps(plan)] == [10, 45]
    found = world.driver.http.get("/sandbox/partner-center/requests").json()
    mine = [r for r in found if "/subscriptions/" in r["path"] and r["method"] in ("GET", "PATCH")]
    first = next(i for i, r in enumerate(mine) if r["method"] == "PATCH")
    assert [r["method"] for r in mine[first : first + 4]] == ["PATCH", "GET", "GET", "PATCH"]
    assert all(send["left_out"] == [] for send in world.sends())


@pytest.mark.parametrize("code", ["800002", "27009"])
def test_a_refusal_stops_the_plan_and_a_person_looks(world: World, code: str) -> None:
    world.faults.partner_center("status", status=400, code=code)
    plan = world.suspended("contoso", "Business Premium", "Exchange")
    assert plan.state is PlanState.NEEDS_HUMAN
    assert [step.state for step in world.steps(plan)] == [StepState.REFUSED, StepState.CANCELLED]
    assert world.changes() == []
    assert len(world.sends()) == 1
    assert "STOPPED" in world.card_text(plan)
    assert f"Reason: {code}" in world.card_text(plan)
    assert A_PERSON in world.thread(plan)


def test_a_surprise_after_the_first_leaves_it_and_cancels_the_rest(world: World) -> None:
    world.faults.partner_center("status", status=400, code="800002", skip=1)
    plan = world.suspended("contoso", "Business Premium", "Exchange")
    assert plan.state is PlanState.PARTIAL
    assert [step.state for step in world.steps(plan)] == [StepState.CONFIRMED, StepState.REFUSED]
    assert "Done in part" in world.card_text(plan)
    assert "Steps done: 1 of 2" in world.thread(plan)


def held_send(world: World, kind: str = "slow") -> Plan:
    """An approved plan whose one change is on its way: Partner Center holds it for a second."""
    world.faults.partner_center(kind, seconds=1.0)
    plan = world.approved("contoso", "Exchange")
    world.until(lambda: world.faults.fired() == 1)
    return plan


def test_somebody_who_edits_in_the_portal_meanwhile_keeps_the_edit(world: World) -> None:
    plan = held_send(world)
    world.in_portal("contoso", "Exchange", quantity=12)
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED
    found = next(s for s in world.subscriptions("contoso") if s["offerName"] == EXCHANGE)
    assert (found["status"], found["quantity"]) == ("suspended", 12)
    assert len(world.changes()) == 1
    assert len(set(request_ids(world.sends()))) == len(world.sends()) == 2


def test_who_is_suspended_in_the_portal_meanwhile_is_not_suspended_by_us(world: World) -> None:
    plan = held_send(world)
    world.in_portal("contoso", "Exchange", status="suspended")
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED
    assert world.changes() == []
    assert states(world, plan) == {StepState.TODO, StepState.ALREADY}
    assert "No suspension of ours" in world.command("U0KANG", "/reinstate contoso")


def test_who_is_reactivated_in_the_portal_before_we_know_is_not_suspended_again(
    world: World,
) -> None:
    plan = held_send(world, "timeout_after")
    world.until(lambda: len(world.changes()) == 1)
    world.in_portal("contoso", "Exchange", status="active")
    world.settled()
    assert world.again(plan).state is PlanState.NEEDS_HUMAN
    assert world.statuses("contoso")[EXCHANGE] == "active"
    assert len(world.sends()) == 1
    assert A_PERSON in world.card_text(plan)
    assert "changed by somebody else meanwhile" in whys(world, plan)


def test_a_read_that_fails_once_is_asked_again_and_nothing_is_lost(world: World) -> None:
    world.faults.partner_center("status", "GET", status=503)
    plan = world.suspended("contoso", "Exchange", reason=Reason.FRAUD)
    assert plan.state is PlanState.FINISHED
    exactly_once(world, plan)


def test_slack_that_is_down_holds_up_the_telling_and_not_the_suspension(world: World) -> None:
    world.faults.slack("status", "chat.postMessage", status=503, times=3)
    world.faults.slack("ratelimited", "chat.update", retry_after=1, times=1)
    plan = world.suspended("contoso", "Exchange")
    assert plan.state is PlanState.FINISHED
    exactly_once(world, plan)
    assert DONE in world.card_text(plan)
    assert DONE in world.thread(plan)
