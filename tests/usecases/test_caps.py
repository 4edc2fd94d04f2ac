"""Caps: a plan fits whole, or is not filed; what no longer fits waits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.domain.errors import CapExceeded
from core.domain.plans import PlanState, Reason
from core.usecases import freezing
from tests.world import AGENT, FIRST, SECOND, World

WorldUnder = Callable[..., World]


def test_a_plan_that_is_larger_than_the_cap_is_not_filed(world_under: WorldUnder) -> None:
    world = world_under(per_plan=1)
    with pytest.raises(CapExceeded):
        world.file("contoso", "Exchange", "Business Premium")
    assert "more than the policy allows" in world.suspend("contoso", "Exchange", "Business Premium")
    assert world.ask(lambda work: work.plans.open()) == []
    assert world.suspended("contoso", "Exchange").state is PlanState.FINISHED


def test_a_customer_too_many_waits_until_there_is_room(world_under: WorldUnder) -> None:
    world = world_under(customers_per_hour=1)
    freezing.freeze("Checking", world.account(AGENT), office=world.office)
    first = world.approved("contoso", "Exchange", reason=Reason.FRAUD)
    second = world.approved("ostsee", "E5", reason=Reason.FRAUD)
    world.lift_freeze(FIRST, SECOND)
    world.settled()
    plans = [world.again(plan) for plan in (first, second)]
    assert sorted(plan.state for plan in plans) == [PlanState.APPROVED, PlanState.FINISHED]
    assert {plan.waiting_for for plan in plans} == {"", "cap"}
    assert len(world.sends()) == 1
    world.move_clock("2026-10-12T09:30:00Z")
    world.settled()
    assert {world.again(plan).state for plan in (first, second)} == {PlanState.FINISHED}
    assert len({change["customer_id"] for change in world.changes()}) == 2


def test_a_customer_too_many_is_refused_when_the_hour_is_full(world_under: WorldUnder) -> None:
    world = world_under(customers_per_hour=1)
    world.suspended("contoso", "Exchange")
    with pytest.raises(CapExceeded):
        world.file("ostsee", "E5")
