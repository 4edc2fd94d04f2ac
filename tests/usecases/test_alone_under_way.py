"""What one person began alone is carried out soon or not at all."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from core.by_hand import Hands
from core.domain.approvals import Choice
from core.domain.errors import PlanOver
from core.domain.event import Route
from core.domain.partners import Partner, Tier
from core.domain.people import Role
from core.domain.plans import Plan, PlanState, Reason, Step, StepState
from core.gate import Verdict, Why, judge
from core.gathering import gather
from core.ledger import stand_back
from core.ports.outside import PartnerCenter
from core.recording import halt_plan
from core.usecases import by_hand, containing, reinstatement, suspension, voting
from tests.an_emergency import NIGHT, OTHER, THIRD_ONE, Emergency
from tests.builders import an_attempt
from tests.office import AGENT, APPROVER

NOTHING_CAN_BE_READ = cast(PartnerCenter, None)


def half_done(night: Emergency) -> Plan:
    """The first of two is off; then whoever began it may do so no more."""
    plan = night.breaks(night.wish(2))
    with night.desk.store() as work:
        work.plans.move(work.plans.hold(plan.plan_id), PlanState.EXECUTING)
        night._take(work, plan, work.plans.steps(plan.plan_id)[0])
        for role in (Role.APPROVER, Role.ADMINISTRATOR):
            others = [p.person_id for p in work.people.with_role(role)]
            work.people.set_role(role, [p for p in others if p != plan.content.requester])
        work.commit()
    return plan


def looked_at(night: Emergency, plan: Plan) -> Plan:
    """As the executor does before its next step."""
    with night.desk.store() as work:
        held, now, office = work.plans.hold(plan.plan_id), night.desk.now, night.desk.office
        ruling = judge(gather(work, held, now=now, office=office))
        stand_back(work, held, ruling, office.stamp(now, "", Route.AUTOMATION))
        work.commit()
    containing.follow(plan.plan_id, office=night.desk.office)
    return night.again(plan)


def test_it_does_not_wait_forever_in_the_way_of_others(night: Emergency) -> None:
    plan = half_done(night)
    night.votes(night.ratifying()[0], OTHER)
    assert night.ruling(plan) == (Verdict.WAIT, Why.VOTES)
    assert looked_at(night, plan).state is PlanState.EXECUTING
    night.desk.now = plan.content.expires_at
    before = night.again(plan).turn
    voting.expire(plan.plan_id, office=night.desk.office)
    assert night.again(plan).turn == before + 1
    ended = looked_at(night, plan)
    assert (ended.state, ended.ended_why) == (PlanState.PARTIAL, "expired")
    chosen = (plan.content.lines[0].subscription_id,)
    wish = reinstatement.Wish(night.key, chosen, "a false alarm")
    assert reinstatement.ask(wish, AGENT, office=night.desk.office).state is PlanState.PENDING


def test_what_a_provider_was_asked_for_in_time_is_waited_for(night: Emergency) -> None:
    key, desk = night.key, night.desk
    bought = {key.account: Partner(key.account, tier=Tier.RESELLER, provider="Nord Cloud")}
    desk.office = replace(desk.office, partners=bought)
    plan = night.breaks()
    hands = Hands(desk.office, NOTHING_CAN_BE_READ)
    hands.ask(plan, only_step(night, plan), {})
    desk.now = plan.content.expires_at
    hands.look(night.again(plan), only_step(night, plan))
    assert only_step(night, plan).state is StepState.INTENT
    by_hand.tell(plan.plan_id, "Ticket 4711", APPROVER, office=desk.office)
    assert only_step(night, plan).state is StepState.CONFIRMED


def only_step(night: Emergency, plan: Plan) -> Step:
    with night.desk.store.reading() as work:
        (step,) = work.plans.steps(plan.plan_id)
    return step


@pytest.mark.parametrize("choice", Choice)
def test_a_late_vote_ends_nothing_that_is_under_way(night: Emergency, choice: Choice) -> None:
    """Only the executor knows what is in flight; a containment waits until it has settled that."""
    wish = suspension.Wish(night.key, night.wish().subscription_ids, Reason.FRAUD, "Mining")
    plan = suspension.ask(wish, AGENT, office=night.desk.office)
    night.votes(plan, OTHER)
    night.votes(plan, THIRD_ONE)
    with night.desk.store() as work:
        work.plans.move(work.plans.hold(plan.plan_id), PlanState.EXECUTING)
        begun = work.plans.begin(an_attempt(work.plans.steps(plan.plan_id)[0]))
        work.plans.sent(begun)
        work.plans.settle(begun, StepState.UNKNOWN, "no answer")
        held = work.plans.hold(plan.plan_id)
        halt_plan(work, held, night.desk.office.stamp(NIGHT, "", Route.AUTOMATION))
        work.commit()
    assert night.ruling(plan) == (Verdict.END, Why.CONTAINMENT)
    with pytest.raises(PlanOver):
        night.votes(plan, APPROVER, choice)
    assert night.again(plan).state is PlanState.EXECUTING


def test_whoever_refuses_stops_the_next_step_before_anybody_sees_what_comes_of_it(
    night: Emergency,
) -> None:
    plan = night.breaks(night.wish(2))
    (asked,) = night.ratifying()
    assert night.ruling(plan) == (Verdict.GO, Why.NONE)
    ballot = voting.Ballot(asked.plan_id, asked.hash, Choice.REJECT, reason="Not an attack")
    voting.vote(ballot, OTHER, office=night.desk.office)
    assert night.ruling(plan) == (Verdict.WAIT, Why.VOTES)
