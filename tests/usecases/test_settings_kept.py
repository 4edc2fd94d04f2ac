"""End-of-term settings are put back as they were before all of it, however often it was cut off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.domain.changes import Finding
from core.domain.customers import ReadBack
from core.domain.event import Route
from core.domain.plans import Plan, PlanState, Reason, StepState, Verb
from core.ledger import Outcomes
from core.recording import end_plan
from core.usecases import reinstatement, suspension
from tests.an_emergency import OTHER, THIRD_ONE, Emergency
from tests.builders import an_attempt
from tests.office import AGENT, Desk

STATUS = {Verb.SUSPEND: "suspended", Verb.REACTIVATE: "active"}


@pytest.fixture
def day(desk: Desk) -> Emergency:
    return Emergency(desk)


def cut_off(day: Emergency, *, renews: bool) -> Plan:
    chosen = tuple(one.subscription_id for one in day.could()[:1])
    wish = suspension.Wish(day.key, chosen, Reason.FRAUD, "Mining")
    plan = suspension.ask(wish, AGENT, office=day.desk.office)
    day.votes(plan, OTHER)
    return sent(day, day.votes(plan, THIRD_ONE), 1, renews=renews)


def lifted(day: Emergency, plan: Plan, steps: int) -> Plan:
    chosen = tuple(line.subscription_id for line in plan.content.lines)
    wish = reinstatement.Wish(day.key, chosen, "a false alarm")
    lifting = reinstatement.ask(wish, AGENT, office=day.desk.office)
    return sent(day, day.votes(lifting, OTHER), steps, renews=False)


def sent(day: Emergency, plan: Plan, count: int, *, renews: bool) -> Plan:
    """So many of its steps were done, and the others called off."""
    outcomes = Outcomes(day.desk.office)
    with day.desk.store() as work:
        plan = work.plans.move(work.plans.hold(plan.plan_id), PlanState.EXECUTING)
        known = {one.subscription_id: one for one in work.customers.subscriptions(day.key)}
        steps = work.plans.steps(plan.plan_id)
        for step in steps[:count]:
            one, verb = known[step.line.subscription_id], step.line.verb
            read = ReadBack(replace(one, status=STATUS.get(verb, "active")), {})
            begun = work.plans.begin(an_attempt(step, before={"autoRenewEnabled": renews}))
            outcomes.settle(work, plan, begun, Finding(StepState.CONFIRMED, ""), read)
        for step in steps[count:]:
            work.plans.settle(step, StepState.CANCELLED, "containment")
        state = PlanState.FINISHED if count == len(steps) else PlanState.PARTIAL
        now, office = day.desk.now, day.desk.office
        end_plan(work, plan, state, "", office.stamp(now, "", Route.AUTOMATION))
        work.commit()
    return plan


@pytest.mark.parametrize(
    ("steps", "renews"),
    [
        pytest.param(1, True, id="on again, and cut off before its settings were put back"),
        pytest.param(2, False, id="put back, and switched off by a person since"),
        pytest.param(0, False, id="on again by a person, who switched it off"),
    ],
)
def test_a_renewal_is_as_it_was(day: Emergency, steps: int, renews: bool) -> None:
    first = cut_off(day, renews=True)
    lifted(day, first, steps)
    one = first.content.lines[0].subscription_id
    with day.desk.store() as work:
        known = {found.subscription_id: found for found in work.customers.subscriptions(day.key)}
        work.customers.save_subscription(replace(known[one], status="active"))
        work.commit()
    second = cut_off(day, renews=False)
    with day.desk.store.reading() as work:
        last = work.customers.last_suspension(day.key, one)
    assert last is not None and last.plan_id == second.plan_id
    assert last.before["autoRenewEnabled"] is renews
