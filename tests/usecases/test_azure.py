"""Azure: what runs beneath a plan goes first and comes back last, and nothing untrue is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.by_hand import Hands
from core.domain.customers import Generation, Subscription
from core.domain.errors import LostRace, NothingToDo
from core.domain.events import HandAsked, HandWaits
from core.domain.plans import By, Plan, PlanState, Reason, StepState
from core.usecases import by_hand
from sandbox.clock import as_text
from tests.world import AGENT, FIRST, World

LUMEN = "lumen"


@pytest.fixture(autouse=True)
def _quick(world: World) -> None:
    """An Azure subscription shows at the first read what became of it."""
    options = {"account": "main", "entitlement_reads": 0}
    world.driver.http.post("/sandbox/partner-center/options", json=options).raise_for_status()


def azure(world: World) -> list[Subscription]:
    key = world.customer(LUMEN).key
    known = world.ask(lambda work: work.customers.subscriptions(key))
    return [one for one in known if one.generation is Generation.AZURE]


def running(world: World) -> dict[str, str]:
    """Status by name of the Azure subscriptions, as Microsoft knows it."""
    told = {}
    for one in azure(world):
        path = f"/sandbox/partner-center/entitlements/{one.subscription_id}"
        told[one.name] = world.driver.http.get(path).json()["status"]
    return told


def in_portal(world: World, name: str, status: str) -> None:
    (one,) = (found for found in azure(world) if found.name == name)
    body = {"entitlement_id": one.subscription_id, "set": {"status": status}}
    world.driver.http.post("/sandbox/partner-center/portal", json=body).raise_for_status()


def later(world: World, minutes: int) -> None:
    world.move_clock(as_text(world.now + timedelta(minutes=minutes)))
    world.settled()


def unpaid(world: World) -> Plan:
    """An approved plan for money, in the customer's hours, with fresh books and a look at the
    bank."""
    plan = world.approved(LUMEN, "Azure plan")
    world.settled()
    opens = world.again(plan).waiting_until
    assert opens is not None
    world.move_clock(as_text(opens + timedelta(minutes=1)))
    world.take_in()
    world.check_bank(plan)
    world.settled()
    return plan


def asked(world: World, plan: Plan) -> list[str]:
    """What people were asked to do, in order."""
    events = world.ask(lambda work: work.events.of_plan(plan.plan_id))
    names = {line.subscription_id: line.name for line in plan.content.lines}
    return [names[r.event.subscription_id] for r in events if isinstance(r.event, HandAsked)]


def test_fraud_ends_what_runs_then_the_plan_and_all_comes_back(world: World) -> None:
    before = running(world)
    plan = world.suspended(LUMEN, "Azure plan", reason=Reason.FRAUD)

    assert plan.state is PlanState.FINISHED
    assert set(running(world).values()) == {"inactive"}
    assert world.statuses(LUMEN)["Azure plan"] == "suspended"
    sent = [r for r in world.requests() if r["path"].endswith("/cancel")]
    assert len(sent) == sum(status == "active" for status in before.values())

    world.reinstate(LUMEN)
    world.vote(world.plan(LUMEN), FIRST)
    world.settled()

    assert running(world) == before
    assert world.statuses(LUMEN)["Azure plan"] == "active"


def test_an_unpaid_azure_plan_is_asked_of_a_person_and_never_called_a_compromise(
    world: World,
) -> None:
    plan = unpaid(world)
    first, second = (line.name for line in plan.content.lines if line.by is By.PORTAL)
    assert asked(world, plan) == [first]
    assert world.again(plan).state is PlanState.EXECUTING

    in_portal(world, first, "inactive")
    by_hand.tell(plan.plan_id, "done", world.account(AGENT), office=world.office)
    world.settled()
    assert asked(world, plan) == [first, second]

    in_portal(world, second, "inactive")
    later(world, 6)

    assert world.again(plan).state is PlanState.FINISHED
    assert world.statuses(LUMEN)["Azure plan"] == "suspended"
    assert not [r for r in world.requests() if r["path"].endswith("/cancel")]


def test_a_word_is_not_enough_where_it_can_be_read(world: World) -> None:
    plan = unpaid(world)
    by_hand.tell(plan.plan_id, "", world.account(AGENT), office=world.office)
    world.settled()

    (waiting,) = (s for s in world.steps(plan) if s.state is StepState.INTENT)
    assert waiting.line.by is By.PORTAL
    assert world.again(plan).state is PlanState.EXECUTING


def test_whoever_was_asked_is_reminded_daily_and_not_for_ever(world: World) -> None:
    plan = unpaid(world)
    for _ in range(4):
        later(world, 24 * 60)

    told = world.ask(lambda work: work.events.of_plan(plan.plan_id))
    assert [r.event.days for r in told if isinstance(r.event, HandWaits)] == [1, 2]
    assert world.again(plan).state is PlanState.NEEDS_HUMAN
    assert {s.state for s in world.steps(plan)} == {StepState.CANCELLED}


def test_each_step_has_its_own_reminders(world: World) -> None:
    plan = unpaid(world)
    later(world, 2 * 24 * 60)
    world.take_in()
    world.check_bank(plan)
    first, second = (line for line in plan.content.lines if line.by is By.PORTAL)
    in_portal(world, first.name, "inactive")
    later(world, 6)
    assert asked(world, plan) == [first.name, second.name]
    later(world, 24 * 60)

    told = world.ask(lambda work: work.events.of_plan(plan.plan_id))
    waits = [r.event for r in told if isinstance(r.event, HandWaits)]
    assert [(w.subscription_id, w.days) for w in waits] == [
        (first.subscription_id, 2), (second.subscription_id, 1),
    ]  # fmt: skip


def test_a_plan_that_ended_while_it_was_looked_at_asks_nobody(world: World) -> None:
    plan = unpaid(world)
    world.pays(LUMEN)
    later(world, 6)
    ended, (step, *_) = world.again(plan), world.steps(plan)
    hands = Hands(world.office, world.installation.desk.center or pytest.fail("no center"))
    hands.ask(plan, step, {})
    hands.look(plan, step)
    assert world.again(plan) == ended


def test_who_pays_is_not_cut_off_by_hand_either(world: World) -> None:
    plan = unpaid(world)
    world.pays(LUMEN)
    later(world, 6)

    ended = world.again(plan)
    assert ended.state in {PlanState.WITHDRAWN, PlanState.PARTIAL}
    assert {s.state for s in world.steps(plan)} == {StepState.CANCELLED}
    with pytest.raises(LostRace):
        by_hand.tell(plan.plan_id, "", world.account(AGENT), office=world.office)


def test_nobody_is_asked_by_a_plan_that_the_desk_carries_out(world: World) -> None:
    plan = world.file("contoso", "Exchange")
    with pytest.raises(NothingToDo):
        by_hand.tell(plan.plan_id, "", world.account(AGENT), office=world.office)
