"""What one person did alone is rolled back as it was, whatever comes in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.alerts import AlertStatus
from core.domain.containment import State
from core.domain.errors import NotRequester, PlanAlreadyOpen
from core.domain.events import RolledBack, Route, StaysUnratified
from core.domain.partners import Partner, Tier
from core.domain.plans import By, Plan, PlanState, Reason, StepState, Verb
from core.domain.policy_file import read_policy
from core.gate import Verdict, Why, judge
from core.gathering import gather
from core.ledger import stand_back
from core.usecases import containing, suspension, voting
from tests.a_policy import put_in_force
from tests.an_emergency import ENABLED, NIGHT, OTHER, THIRD_ONE, Emergency
from tests.builders import an_attempt
from tests.office import APPROVER

DECIDE_BY = NIGHT + timedelta(hours=12)
HOUR = timedelta(hours=1)
# Of the shipped policy, for reinstating.
ROOM = "per_hour = 400"


def undoing(night: Emergency) -> tuple[Plan, Plan]:
    """What was done alone, and its roll-back, of which nothing was sent yet."""
    plan = night.carried_out(night.breaks())
    night.alerted(AlertStatus.RESOLVED)
    night.at(DECIDE_BY)
    (lifting,) = night.lifting()
    return plan, lifting


def test_settings_are_put_back_even_where_that_takes_longer_than_the_next_look(
    night: Emergency,
) -> None:
    plan, lifting = undoing(night)
    with night.desk.store() as work:
        work.plans.move(work.plans.hold(lifting.plan_id), PlanState.EXECUTING)
        first, second = work.plans.steps(lifting.plan_id)
        night._take(work, lifting, first)
        work.commit()
    assert (first.line.verb, second.line.verb) == (Verb.REACTIVATE, Verb.RESTORE)
    night.at(DECIDE_BY + HOUR)
    assert night.contained(plan).state is State.UNDOING
    assert night.ruling(lifting) == (Verdict.GO, Why.NONE)


def test_what_a_provider_gave_back_is_over(night: Emergency) -> None:
    """Nothing can be read there, so whoever asked the provider says so."""
    key = night.key
    bought = {key.account: Partner(key.account, tier=Tier.RESELLER, provider="Nord Cloud")}
    night.desk.office = replace(night.desk.office, partners=bought)
    plan, lifting = undoing(night)
    assert {line.by for line in (*plan.content.lines, *lifting.content.lines)} == {By.WORD}
    night.carried_out(lifting)
    one = night.contained(plan)
    assert (one.state, one.ended_why) == (State.OVER, "rolled_back")


def test_what_did_not_come_to_its_end_is_decided_anew(night: Emergency) -> None:
    """Should the attack be back by then it stays, and somebody is asked again."""
    plan, lifting = undoing(night)
    night.over(lifting, 0)
    night.alerted()
    night.at(DECIDE_BY + HOUR)
    assert night.contained(plan).state is State.UNRATIFIED
    assert len(night.told(StaysUnratified)) == len(night.ratifying()) == 1
    night.alerted(AlertStatus.RESOLVED)
    night.at(DECIDE_BY + 2 * HOUR)
    assert night.contained(plan).state is State.UNDOING
    again = night.lifting()[0]
    assert again.plan_id != lifting.plan_id
    assert night.ruling(again) == (Verdict.GO, Why.NONE)
    assert [one.by_plan for one in night.told(RolledBack) if isinstance(one, RolledBack)] == [
        lifting.plan_id, again.plan_id,
    ]  # fmt: skip


def test_whoever_acted_alone_does_not_take_the_roll_back_back(night: Emergency) -> None:
    plan, lifting = undoing(night)
    with pytest.raises(NotRequester):
        voting.withdraw(lifting.plan_id, APPROVER, office=night.desk.office)
    assert night.again(lifting).state is PlanState.APPROVED
    assert night.contained(plan).state is State.UNDOING


def asks_for_more(night: Emergency) -> Plan:
    """Somebody asks for another suspension, which waits for votes."""
    other = night.could()[-1].subscription_id
    wish = suspension.Wish(night.key, (other,), Reason.MISUSE, "That one, too")
    return suspension.ask(wish, APPROVER, office=night.desk.office)


def test_a_plan_that_waits_for_votes_does_not_put_the_roll_back_off(night: Emergency) -> None:
    plan = night.carried_out(night.breaks())
    other = asks_for_more(night)
    night.alerted(AlertStatus.RESOLVED)
    night.at(DECIDE_BY)
    ended = night.again(other)
    assert (ended.state, ended.ended_why) == (PlanState.SUPERSEDED, "rolled_back")
    assert night.contained(plan).state is State.UNDOING
    (lifting,) = night.lifting()
    assert night.ruling(lifting) == (Verdict.GO, Why.NONE)
    with pytest.raises(PlanAlreadyOpen):
        asks_for_more(night)


def test_a_plan_that_was_decided_on_is_waited_for_loudly(night: Emergency) -> None:
    plan = night.carried_out(night.breaks())
    other = asks_for_more(night)
    for voter in (OTHER, THIRD_ONE):
        night.votes(other, voter)
    night.alerted(AlertStatus.RESOLVED)
    for hours in range(2):
        night.at(DECIDE_BY + hours * HOUR)
    assert night.again(other).state is PlanState.APPROVED
    assert (len(night.told(StaysUnratified)), night.lifting()) == (2, [])
    assert night.contained(plan).state is State.UNRATIFIED


def test_a_new_attack_takes_the_place_of_the_roll_back_which_is_told(night: Emergency) -> None:
    plan, lifting = undoing(night)
    night.alerted(alert_id="alert-8")
    asks_for_more(night)
    assert night.again(lifting).state is PlanState.SUPERSEDED
    containing.follow(lifting.plan_id, office=night.desk.office)
    for hours in (1, 2):
        night.at(DECIDE_BY + hours * HOUR)
    assert len(night.told(StaysUnratified)) == 2
    assert night.contained(plan).state is State.UNRATIFIED


def test_a_roll_back_without_room_under_the_caps_is_filed_and_calls_every_hour(
    night: Emergency,
) -> None:
    plan = night.carried_out(night.breaks())
    put_in_force(night.desk.store, read_policy(ENABLED.text.replace(ROOM, "per_hour = 1")))
    night.alerted(AlertStatus.RESOLVED)
    night.at(DECIDE_BY)
    (lifting,) = night.lifting()
    with night.desk.store() as work:
        office, now = night.desk.office, night.desk.now
        held, stamp = work.plans.hold(lifting.plan_id), office.stamp(now, "", Route.AUTOMATION)
        stand_back(work, held, judge(gather(work, held, now=now, office=office)), stamp)
        work.commit()
    for hours in (1, 2):
        night.at(DECIDE_BY + hours * HOUR)
    told = [one.waits for one in night.told(StaysUnratified) if isinstance(one, StaysUnratified)]
    assert told == ["cap", "cap"]
    assert night.contained(plan).state is State.UNDOING


def test_an_attack_calls_every_hour_also_while_nobody_knows_what_was_done(
    night: Emergency,
) -> None:
    """Partner Center answered nothing, and answers nothing."""
    plan = night.breaks()
    with night.desk.store() as work:
        work.plans.move(work.plans.hold(plan.plan_id), PlanState.EXECUTING)
        (step,) = work.plans.steps(plan.plan_id)
        begun = work.plans.begin(an_attempt(step))
        work.plans.sent(begun)
        work.plans.settle(begun, StepState.UNKNOWN, "no answer")
        work.commit()
    night.at(DECIDE_BY)
    assert night.told(StaysUnratified) == []
    for minutes in (5, 65, 125):
        night.at(DECIDE_BY + timedelta(minutes=minutes))
    assert len(night.told(StaysUnratified)) == 3
    assert night.again(plan).halted
