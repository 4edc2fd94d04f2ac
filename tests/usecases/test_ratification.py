"""What one person did alone: in the morning others agree, refuse, or say nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from core.domain import paging
from core.domain.alerts import AlertStatus
from core.domain.approvals import Choice
from core.domain.containment import State
from core.domain.customers import Generation
from core.domain.errors import SelfApproval
from core.domain.events import (
    ContainmentAsked,
    ContainmentOver,
    RatificationDue,
    RolledBack,
    StaysUnratified,
)
from core.domain.money import Money
from core.domain.plans import AUTOMATIC, PlanState
from core.domain.spending import Spending
from core.gate import Verdict, Why
from core.usecases import containing, reinstatement, voting
from core.usecases.break_glass import Wish
from tests.an_emergency import NIGHT, OTHER, THIRD_ONE, Emergency
from tests.office import AGENT, APPROVER

RATIFY_BY, DECIDE_BY = NIGHT + timedelta(hours=8), NIGHT + timedelta(hours=12)
HOUR = timedelta(hours=1)


def test_ratified_it_is_a_containment_as_any_other(night: Emergency) -> None:
    plan = night.carried_out(night.breaks())
    (asked,) = night.ratifying()
    with pytest.raises(SelfApproval):
        night.votes(asked, APPROVER)
    night.votes(asked, OTHER)
    one = night.contained(plan)
    assert (one.state, one.until, one.next_at) == (State.RUNNING, NIGHT + 72 * HOUR, one.until)
    night.at(DECIDE_BY)
    assert night.told(StaysUnratified) == night.told(RolledBack) == []
    night.at(one.until)
    (told,) = night.told(ContainmentAsked)
    assert isinstance(told, ContainmentAsked)


def test_nobody_by_the_first_deadline_is_called_for_once(night: Emergency) -> None:
    night.carried_out(night.breaks())
    night.at(RATIFY_BY - timedelta(seconds=1))
    assert night.told(RatificationDue) == []
    night.at(RATIFY_BY)
    night.at(RATIFY_BY + HOUR)
    assert len(night.told(RatificationDue)) == 1
    assert len(night.ratifying()) == 1


def test_an_attack_that_goes_on_stays_contained_and_calls_every_hour(night: Emergency) -> None:
    plan = night.carried_out(night.breaks())
    for hours in range(12, 16):
        night.at(NIGHT + hours * HOUR)
    told = night.told(StaysUnratified)
    assert len(told) == 4
    assert all(isinstance(one, StaysUnratified) and one.alert for one in told)
    assert night.contained(plan).state is State.UNRATIFIED
    assert night.lifting() == []
    assert {one.why for one in night.pages()} == {paging.Why.UNRATIFIED}
    assert len(night.pages()) == 4
    night.votes(night.ratifying()[0], OTHER)
    night.at(NIGHT + 17 * HOUR)
    assert len(night.told(StaysUnratified)) == 4


def test_whatever_alert_of_this_customer_is_active_keeps_it(night: Emergency) -> None:
    """Whoever is inside goes on from one subscription to the next."""
    plan = night.carried_out(night.breaks())
    night.alerted(AlertStatus.RESOLVED)
    night.alerted(subscription_id=night.could()[-1].subscription_id, alert_id="alert-8")
    night.at(DECIDE_BY)
    assert night.contained(plan).state is State.UNRATIFIED
    assert len(night.told(StaysUnratified)) == 1


def test_what_somebody_called_fraud_at_microsoft_is_not_over(night: Emergency) -> None:
    night.carried_out(night.breaks())
    night.alerted(AlertStatus.RESOLVED, resolution="fraud")
    night.at(DECIDE_BY)
    assert len(night.told(StaysUnratified)) == 1 and night.lifting() == []


def test_a_reference_that_the_desk_cannot_see_stays_contained(night: Emergency) -> None:
    night.alerted(AlertStatus.RESOLVED)
    night.carried_out(night.breaks(night.wish(alert="MS-1", link="TrackingID#1")))
    night.at(DECIDE_BY)
    assert len(night.told(StaysUnratified)) == 1


def test_a_quiet_one_is_rolled_back_without_votes(night: Emergency) -> None:
    plan = night.carried_out(night.breaks())
    night.alerted(AlertStatus.RESOLVED)
    night.at(DECIDE_BY - timedelta(seconds=1))
    assert night.lifting() == []
    night.at(DECIDE_BY)
    (lifting,) = night.lifting()
    assert (lifting.state, lifting.content.filed_by) == (PlanState.APPROVED, AUTOMATIC)
    assert lifting.content.subject == plan.plan_id
    assert night.ruling(lifting) == (Verdict.GO, Why.NONE)
    assert night.contained(plan).state is State.UNDOING
    assert night.ratifying() == []
    night.carried_out(lifting)
    one = night.contained(plan)
    assert (one.state, one.ended_why) == (State.OVER, "rolled_back")
    assert len(night.told(RolledBack)) == 1
    night.alerted()
    night.breaks()


def test_only_what_that_plan_changed_is_rolled_back(night: Emergency) -> None:
    """One is suspended already, by somebody else's plan."""
    first, second = night.could()[:2]
    ours = night.carried_out(night.breaks(night.wish(subscription_ids=(first.subscription_id,))))
    theirs = (second.subscription_id,)
    other = night.carried_out(night.breaks(night.wish(subscription_ids=theirs), OTHER))
    (asked,) = [p for p in night.ratifying() if p.content.subject == other.plan_id]
    night.votes(asked, THIRD_ONE)
    night.alerted(AlertStatus.RESOLVED)
    night.at(DECIDE_BY)
    (lifting,) = night.lifting()
    assert {line.subscription_id for line in lifting.content.lines} == {first.subscription_id}
    assert night.contained(ours).state is State.UNDOING
    assert night.contained(other).state is State.RUNNING


def test_whoever_refuses_has_it_decided_at_once(night: Emergency) -> None:
    plan = night.carried_out(night.breaks())
    night.alerted(AlertStatus.RESOLVED)
    night.votes(night.ratifying()[0], OTHER, Choice.REJECT)
    assert night.contained(plan).state is State.UNDOING
    assert len(night.lifting()) == 1


def test_a_refusal_does_not_lift_what_is_still_under_attack(night: Emergency) -> None:
    plan = night.carried_out(night.breaks())
    night.votes(night.ratifying()[0], OTHER, Choice.REJECT)
    assert night.contained(plan).state is State.UNRATIFIED
    assert len(night.told(StaysUnratified)) == 1
    assert len(night.ratifying()) == 1
    night.alerted(AlertStatus.RESOLVED)
    night.at(NIGHT + HOUR)
    assert night.contained(plan).state is State.UNDOING


def test_a_refusal_while_it_is_under_way_ends_it_first(night: Emergency) -> None:
    plan = night.breaks()
    night.alerted(AlertStatus.RESOLVED)
    night.votes(night.ratifying()[0], OTHER, Choice.REJECT)
    ended = night.again(plan)
    assert (ended.state, ended.ended_why) == (PlanState.WITHDRAWN, "unratified")
    containing.follow(plan.plan_id, office=night.desk.office)
    assert night.contained(plan).state is State.OVER
    assert night.ratifying() == night.lifting() == []


def test_nothing_done_is_nothing_to_ratify(night: Emergency) -> None:
    plan = night.carried_out(night.breaks(), steps=0)
    one = night.contained(plan)
    assert (one.state, one.ended_why) == (State.OVER, "nothing_done")
    assert night.ratifying() == []
    night.breaks()


def test_lifted_by_people_there_is_nothing_to_ratify(night: Emergency) -> None:
    plan = night.carried_out(night.breaks())
    wish = reinstatement.Wish(night.key, night.wish().subscription_ids, "a false alarm")
    asked = reinstatement.ask(wish, AGENT, office=night.desk.office)
    night.votes(asked, OTHER)
    night.carried_out(asked)
    one = night.contained(plan)
    assert (one.state, one.ended_why) == (State.OVER, "lifted")
    assert night.ratifying() == []
    assert [type(told) for told in night.told(ContainmentOver)] == [ContainmentOver]


def test_nobody_is_called_about_what_others_lifted(night: Emergency) -> None:
    plan = night.carried_out(night.breaks())
    with night.desk.store() as work:
        for line in plan.content.lines:
            work.customers.lift_suspension(night.key, line.subscription_id, NIGHT)
        work.commit()
    night.at(DECIDE_BY)
    assert night.told(StaysUnratified) == []
    assert night.contained(plan).ended_why == "lifted"
    assert night.ratifying() == []


def test_a_reinstatement_that_was_decided_on_is_waited_for(night: Emergency) -> None:
    """The desk's own would be a second change of one customer."""
    night.carried_out(night.breaks())
    wish = reinstatement.Wish(night.key, night.wish().subscription_ids, "a false alarm")
    night.votes(reinstatement.ask(wish, AGENT, office=night.desk.office), OTHER)
    night.alerted(AlertStatus.RESOLVED)
    night.at(DECIDE_BY)
    (told,) = night.told(StaysUnratified)
    assert isinstance(told, StaysUnratified) and not (told.alert or told.spending)


def test_a_ratification_that_lapsed_is_asked_for_again(night: Emergency) -> None:
    night.carried_out(night.breaks())
    (asked,) = night.ratifying()
    night.at(asked.content.expires_at)
    voting.expire(asked.plan_id, office=night.desk.office)
    containing.follow(asked.plan_id, office=night.desk.office)
    (again,) = night.ratifying()
    assert again.plan_id != asked.plan_id


# Azure, where something is spent


@pytest.mark.parametrize(
    ("spent", "state"),
    [
        pytest.param("1210.00", State.UNDOING, id="fell"),
        pytest.param("1500.00", State.UNRATIFIED, id="did not fall"),
        pytest.param(None, State.UNRATIFIED, id="unknown"),
    ],
)
def test_azure_spending_has_to_fall_as_well(
    night: Emergency, spent: str | None, state: State
) -> None:
    counted(night, "1200.00", NIGHT - HOUR)
    azure = azure_wish(night)
    plan = night.carried_out(night.breaks(azure))
    night.alerted(AlertStatus.RESOLVED)
    if spent is not None:
        counted(night, spent, DECIDE_BY - HOUR)
    night.at(DECIDE_BY)
    assert night.contained(plan).state is state


def test_an_attack_that_is_over_is_rolled_back_whatever_it_cost(night: Emergency) -> None:
    """The first count after it began has all of the damage in it."""
    counted(night, "1200.00", NIGHT - HOUR)
    plan = night.carried_out(night.breaks(azure_wish(night)))
    night.alerted(AlertStatus.RESOLVED)
    counted(night, "9000.00", NIGHT + 23 * HOUR)
    night.at(NIGHT + 24 * HOUR)
    assert night.contained(plan).state is State.UNRATIFIED
    counted(night, "9000.00", NIGHT + 47 * HOUR)
    night.at(NIGHT + 48 * HOUR)
    assert night.contained(plan).state is State.UNDOING


def counted(night: Emergency, amount: str, at: datetime) -> None:
    found = Spending(night.key, "Contoso", Money(Decimal(amount), "EUR"), None, at)
    with night.desk.store() as work:
        work.bills.save_spending(night.key.account, [found])
        work.spend.note([found])
        work.commit()


def azure_wish(night: Emergency) -> Wish:
    """An Azure subscription of the customer, known since now."""
    with night.desk.store() as work:
        one = replace(
            night.could()[0], subscription_id="aaaaaaaa-0000-4000-8000-000000000009",
            generation=Generation.AZURE, parent_id="aaaaaaaa-0000-4000-8000-000000000001",
            name="Production",
        )  # fmt: skip
        work.customers.save_subscription(one)
        work.commit()
    return night.wish(subscription_ids=(one.subscription_id,))
