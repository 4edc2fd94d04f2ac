"""Containing fraud comes first: it halts what is being sent to the same customer, and follows."""

from __future__ import annotations

import pytest

from core.domain.errors import PlanAlreadyOpen
from core.domain.plans import Action, Plan, PlanState, Reason, StepState
from tests.world import FIRST, SECOND, World

BOTH = ("Exchange", "Business Premium")


def under_way(world: World, plan: Plan) -> bool:
    return any(step.state is StepState.UNKNOWN for step in world.steps(plan))


def contained(world: World) -> Plan:
    """A plan for fraud with both votes, filed while the other one is being sent."""
    plan = world.file("contoso", *BOTH, reason=Reason.FRAUD)
    world.vote(plan, FIRST)
    return world.vote(plan, SECOND)


def test_a_plan_that_has_sent_nothing_is_replaced(world: World) -> None:
    plan = world.file("contoso", "Exchange")
    fraud = world.file("contoso", "Exchange", reason=Reason.FRAUD)
    assert world.again(plan).state is PlanState.SUPERSEDED
    with pytest.raises(PlanAlreadyOpen):
        world.file("contoso", "Exchange")
    assert world.again(fraud).state is PlanState.PENDING


def test_what_is_being_sent_is_halted_at_its_next_step_and_the_containment_follows(
    world: World,
) -> None:
    world.faults.partner_center("late", reads=2)
    plan = world.approved("contoso", *BOTH)
    world.until(lambda: under_way(world, plan))
    fraud = contained(world)
    world.settled()
    ended = world.again(plan)
    assert (ended.state, ended.ended_why) == (PlanState.PARTIAL, "containment")
    states = [step.state for step in world.steps(plan)]
    assert states == [StepState.CONFIRMED, StepState.CANCELLED]
    assert world.again(fraud).state is PlanState.FINISHED
    states = [step.state for step in world.steps(fraud)]
    assert states == [StepState.ALREADY, StepState.CONFIRMED]
    assert len(world.sends()) == 2
    assert "fraud or misuse is contained first" in world.thread(plan)


def test_payment_lifts_nothing_that_a_containment_found_suspended(world: World) -> None:
    world.faults.partner_center("late", reads=2)
    plan = world.approved("contoso", *BOTH)
    world.until(lambda: under_way(world, plan))
    contained(world)
    world.settled()
    world.pays("contoso")
    world.settled()
    key = world.customer("contoso").key
    assert world.ask(lambda work: work.plans.of_customer(key, Action.REINSTATE)) == []
    ours = world.ask(lambda work: work.customers.open_suspensions(key))
    assert {one.reason for one in ours} == {Reason.FRAUD}
