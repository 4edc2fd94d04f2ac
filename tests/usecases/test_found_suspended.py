"""A containment is of what the desk keeps off itself: not of what others suspended, nor of what
nobody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast
from uuid import uuid4

from core.by_hand import Hands
from core.domain.alerts import AlertStatus
from core.domain.containment import State
from core.domain.customers import Suspension
from core.domain.event import Route
from core.domain.partners import Partner, Tier
from core.domain.plans import Attempt, Plan, PlanState, Reason, StepState
from core.domain.plans import StepState as S
from core.ports.outside import PartnerCenter
from core.recording import end_plan
from core.usecases import containing, suspension
from tests.an_emergency import NIGHT, OTHER, THIRD_ONE, Emergency
from tests.builders import a_plan
from tests.office import AGENT

DECIDE_BY = NIGHT + timedelta(hours=12)
NOTHING_CAN_BE_READ = cast(PartnerCenter, None)


def ended(night: Emergency, plan: Plan, *found: StepState) -> None:
    """Each step came to that, and nothing was remembered as ours."""
    with night.desk.store() as work:
        plan = work.plans.move(work.plans.hold(plan.plan_id), PlanState.EXECUTING)
        for step, state in zip(work.plans.steps(plan.plan_id), found, strict=True):
            if state is S.REVIEW:
                ids = str(uuid4()), str(uuid4())
                begun = work.plans.begin(Attempt(step, 1, *ids, "etag", {}, NIGHT))
                work.plans.sent(begun)
                step = work.plans.settle(begun, S.UNKNOWN, "no answer")
            work.plans.settle(step, state, "")
        end = PlanState.NEEDS_HUMAN if S.REVIEW in found else PlanState.FINISHED
        end_plan(work, plan, end, "", night.desk.office.stamp(NIGHT, "", Route.AUTOMATION))
        work.commit()
    containing.follow(plan.plan_id, office=night.desk.office)


def test_what_others_suspended_is_not_contained_by_finding_it_so(night: Emergency) -> None:
    chosen = night.wish().subscription_ids
    wish = suspension.Wish(night.key, chosen, Reason.FRAUD, "Mining since midnight")
    plan = suspension.ask(wish, AGENT, office=night.desk.office)
    night.votes(plan, OTHER)
    ended(night, night.votes(plan, THIRD_ONE), S.ALREADY)
    with night.desk.store.reading() as work:
        assert work.containments.of_plan(plan.plan_id) is None


def test_alone_there_is_nothing_to_ratify_then(night: Emergency) -> None:
    plan = night.breaks()
    ended(night, plan, S.ALREADY)
    one = night.contained(plan)
    assert (one.state, one.ended_why) == (State.OVER, "nothing_done")
    assert night.ratifying() == []


def test_what_nobody_knows_is_not_called_nothing(night: Emergency) -> None:
    plan = night.breaks()
    ended(night, plan, S.REVIEW)
    one = night.contained(plan)
    assert (one.state, one.ended_why) == (State.OVER, "unclear")


def test_nor_what_a_provider_may_have_done(night: Emergency) -> None:
    """It was asked, and nobody said what came of it."""
    key = night.key
    bought = {key.account: Partner(key.account, tier=Tier.RESELLER, provider="Nord Cloud")}
    night.desk.office = replace(night.desk.office, partners=bought)
    plan = night.breaks()
    with night.desk.store() as work:
        work.plans.move(work.plans.hold(plan.plan_id), PlanState.EXECUTING)
        (step,) = work.plans.steps(plan.plan_id)
        ids = str(uuid4()), str(uuid4())
        asked = work.plans.begin(Attempt(step, 1, *ids, "", {}, NIGHT))
        work.plans.sent(asked)
        work.commit()
    night.at(DECIDE_BY)
    Hands(night.desk.office, NOTHING_CAN_BE_READ).look(night.again(plan), asked)
    containing.follow(plan.plan_id, office=night.desk.office)
    assert night.again(plan).state is PlanState.WITHDRAWN
    assert night.contained(plan).ended_why == "unclear"


def test_what_two_agreed_on_for_a_debt_rests_on_the_debt_again(night: Emergency) -> None:
    """Found suspended by one person alone it was kept off for fraud, and nobody ratified that."""
    plan = night.breaks(night.wish(2))
    ours, theirs = (line.subscription_id for line in plan.content.lines)
    unpaid = a_plan(state=PlanState.FINISHED, customer=night.key)
    with night.desk.store() as work:
        work.plans.add(unpaid, [])
        work.customers.add_suspension(
            Suspension(str(uuid4()), night.key, theirs, unpaid.plan_id, "non-payment", {}, NIGHT)
        )
        work.customers.keep_suspended(night.key, theirs, "fraud")
        work.commit()
    night.carried_out(plan, steps=1)
    night.alerted(AlertStatus.RESOLVED)
    night.at(DECIDE_BY)
    (lifting,) = night.lifting()
    assert {line.subscription_id for line in lifting.content.lines} == {ours}
    with night.desk.store.reading() as work:
        found = {s.subscription_id: s.reason for s in work.customers.open_suspensions(night.key)}
    assert found == {ours: "fraud", theirs: "non-payment"}
    night.carried_out(lifting)
    assert night.contained(plan).state is State.OVER
