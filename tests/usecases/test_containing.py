"""Cut off for fraud or misuse: nothing ends by itself, and nobody forgets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core import containments
from core.domain.containment import State, concerns
from core.domain.containment_errors import BadHours, ContainmentSettled, NotAContainment
from core.domain.errors import NoRole, ReasonMissing
from core.domain.events import ContainmentAsked, ContainmentKept, ContainmentOver
from core.domain.plans import Plan, PlanState, Reason
from core.domain.remaining import Remaining
from core.ports.engine import Job
from core.usecases import (
    case_delegates,
    case_merging,
    cases,
    containing,
    containment_answers,
    reinstatement,
    suspension,
)
from core.usecases.case_delegates import Wanted
from core.usecases.containment_view import to_tell
from core.usecases.reconciling import reconcile
from tests.an_emergency import OTHER, THIRD_ONE, Emergency
from tests.office import AGENT, MONDAY, READER, Desk

HOUR = timedelta(hours=1)
END = MONDAY + 72 * HOUR


@pytest.fixture
def day(desk: Desk) -> Emergency:
    return Emergency(desk)


def agreed(day: Emergency, reason: Reason = Reason.FRAUD, count: int = 1) -> Plan:
    """Two people agreed to suspend this."""
    chosen = tuple(one.subscription_id for one in day.could()[:count])
    wish = suspension.Wish(day.key, chosen, reason, "Mining since midnight")
    plan = suspension.ask(wish, AGENT, office=day.desk.office)
    day.votes(plan, OTHER)
    return day.votes(plan, THIRD_ONE)


def asked(day: Emergency) -> list[ContainmentAsked]:
    return [one for one in day.told(ContainmentAsked) if isinstance(one, ContainmentAsked)]


@pytest.mark.parametrize("reason", [Reason.FRAUD, Reason.MISUSE])
def test_what_was_suspended_is_contained_for_a_while(day: Emergency, reason: Reason) -> None:
    plan = day.carried_out(agreed(day, reason))
    one = day.contained(plan)
    assert (one.state, one.reason, one.until, one.next_at) == (State.RUNNING, reason, END, END)
    assert not one.is_alone
    containing.follow(plan.plan_id, office=day.desk.office)
    assert day.contained(plan) == one


def test_done_in_part_is_contained_as_well_and_nothing_done_is_not(day: Emergency) -> None:
    part = day.carried_out(agreed(day, count=2), steps=1)
    assert part.state is PlanState.PARTIAL
    assert day.contained(part).state is State.RUNNING


def test_nothing_done_is_nothing_contained(day: Emergency) -> None:
    plan = day.carried_out(agreed(day), steps=0)
    with day.desk.store.reading() as work:
        assert work.containments.of_plan(plan.plan_id) is None


def test_a_debt_is_no_containment(day: Emergency) -> None:
    plan = day.carried_out(agreed(day))
    content = replace(plan.content, reason=Reason.NON_PAYMENT)
    assert not concerns(content)


def test_at_its_end_the_owner_is_asked_then_everybody_and_it_stays(day: Emergency) -> None:
    plan = day.carried_out(agreed(day))
    day.at(END - timedelta(seconds=1))
    assert asked(day) == []
    for hours in (0, 4, 8, 12):
        day.at(END + hours * HOUR)
    owner = day.contained(plan).requester
    assert [one.asked for one in asked(day)] == [1, 2, 3, 4]
    assert [one.called for one in asked(day)[:2]] == [(owner,), (owner,)]
    assert all(owner in one.called and len(one.called) > 1 for one in asked(day)[2:])
    assert day.contained(plan).state is State.RUNNING
    assert day.lifting() == []


def test_whatever_was_missed_is_said_once(day: Emergency) -> None:
    day.carried_out(agreed(day))
    day.at(END + timedelta(days=20))
    day.at(END + timedelta(days=20))
    assert [one.asked for one in asked(day)] == [1]


def test_the_owner_of_the_case_is_asked(day: Emergency) -> None:
    plan = day.carried_out(agreed(day))
    with day.desk.store.reading() as work:
        number = work.cases.get(plan.content.case_id or "").number
        park = work.people.by_account(OTHER)
    cases.assign(str(number), OTHER, AGENT, office=day.desk.office)
    day.at(END)
    assert park is not None
    assert [one.called for one in asked(day)] == [(park.person_id,)]


def test_whoever_acts_for_the_owner_on_that_day_is_asked(day: Emergency) -> None:
    plan, office = day.carried_out(agreed(day)), day.desk.office
    with day.desk.store.reading() as work:
        number = str(work.cases.get(plan.content.case_id or "").number)
        park = work.people.by_account(OTHER)
    cases.assign(number, AGENT, AGENT, office=office)
    case_delegates.delegate(Wanted(OTHER, END.date(), END.date()), AGENT, office=office)
    day.at(END)
    assert park is not None
    assert [one.called for one in asked(day)] == [(park.person_id,)]


def test_where_a_case_was_merged_its_questions_go_on_in_the_other(day: Emergency) -> None:
    plan, office = day.carried_out(agreed(day)), day.desk.office
    other = cases.open_by_hand(day.key, Reason.MISUSE, "The same", AGENT, office=office)
    with day.desk.store.reading() as work:
        first = work.cases.get(plan.content.case_id or "")
    case_merging.merge(str(first.number), str(other.number), AGENT, office=office)
    cases.assign(str(other.number), OTHER, AGENT, office=office)
    containment_id = day.contained(plan).containment_id
    containment_answers.keep(containment_id, "Still mining", "72", AGENT, office=office)
    with day.desk.store.reading() as work:
        assert "Still mining" in [note.text for note in work.cases.notes(other.case_id)]
    day.at(END)
    (told,) = asked(day)
    assert told.case_id == other.case_id
    one = day.contained(plan)
    assert one.state is State.RUNNING
    shown = containment_answers.look(one.containment_id, AGENT, office=office)
    assert shown.case is not None and shown.case.case_id == other.case_id


# Answers


def test_it_is_kept_on_with_a_reason_and_asked_about_again(day: Emergency) -> None:
    plan = day.carried_out(agreed(day))
    day.at(END)
    one = day.contained(plan)
    kept = containment_answers.keep(
        one.containment_id, " Still mining ", "24", AGENT, office=day.desk.office
    )
    assert (kept.until, kept.asked, kept.kept) == (END + 24 * HOUR, 0, 1)
    day.at(END + 23 * HOUR)
    assert len(asked(day)) == 1
    day.at(END + 24 * HOUR)
    assert [one.asked for one in asked(day)] == [1, 1]
    (told,) = day.told(ContainmentKept)
    with day.desk.store.reading() as work:
        notes = work.cases.notes(kept.case_id)
    assert isinstance(told, ContainmentKept) and "Still mining" in [n.text for n in notes]


@pytest.mark.parametrize("hours", ["0", "721", "-1", "", "two", "1.5", "٣", "9999"])
def test_for_1_to_720_hours(day: Emergency, hours: str) -> None:
    one = day.contained(day.carried_out(agreed(day)))
    with pytest.raises(BadHours):
        containment_answers.keep(one.containment_id, "why", hours, AGENT, office=day.desk.office)


def test_not_without_a_reason_nor_by_anybody(day: Emergency) -> None:
    one = day.contained(day.carried_out(agreed(day)))
    with pytest.raises(ReasonMissing):
        containment_answers.keep(one.containment_id, "  ", "1", AGENT, office=day.desk.office)
    with pytest.raises(NoRole):
        containment_answers.keep(one.containment_id, "why", "1", READER, office=day.desk.office)


def test_lifted_it_is_over(day: Emergency) -> None:
    plan = day.carried_out(agreed(day))
    chosen = tuple(line.subscription_id for line in plan.content.lines)
    lifting = reinstatement.ask(
        reinstatement.Wish(day.key, chosen, "false alarm"), AGENT, office=day.desk.office
    )
    day.carried_out(day.votes(lifting, OTHER))
    one = day.contained(plan)
    assert (one.state, one.ended_why, one.next_at) == (State.OVER, "lifted", None)
    with pytest.raises(ContainmentSettled):
        containment_answers.keep(one.containment_id, "why", "1", AGENT, office=day.desk.office)


def test_lifted_by_others_it_is_over_when_somebody_would_be_asked(day: Emergency) -> None:
    plan = day.carried_out(agreed(day))
    with day.desk.store() as work:
        for line in plan.content.lines:
            work.customers.lift_suspension(day.key, line.subscription_id, day.desk.now)
        work.commit()
    day.at(END)
    assert asked(day) == []
    assert [type(one) for one in day.told(ContainmentOver)] == [ContainmentOver]


# From a case


def test_a_case_offers_what_can_be_contained_and_says_what_is_left(day: Emergency) -> None:
    office = day.desk.office
    case = cases.open_by_hand(day.key, Reason.MISUSE, "Spam", AGENT, office=office)
    offer = containment_answers.offer(f"#{case.number}", AGENT, office=office)
    assert (offer.case.case_id, offer.hours) == (case.case_id, 72)
    assert offer.suspension.choices
    assert offer.left[:2] == (Remaining.ADMINISTRATORS, Remaining.SESSIONS)


def test_not_from_a_case_about_money(day: Emergency) -> None:
    office = day.desk.office
    case = cases.open_by_hand(day.key, Reason.NON_PAYMENT, "", AGENT, office=office)
    with pytest.raises(NotAContainment):
        containment_answers.offer(str(case.number), AGENT, office=office)


# Lists, and jobs that were lost


def test_a_digest_tells_what_ends_within_a_day(day: Emergency) -> None:
    day.carried_out(agreed(day))
    office = day.desk.office
    for hours, told in ((47, 0), (48, 1), (90, 1)):
        day.desk.now = MONDAY + hours * HOUR
        with day.desk.store.reading() as work:
            assert len(to_tell(work, office=office)) == told


def has_job(day: Emergency, key: str) -> bool:
    with day.desk.store() as work:
        return not work.jobs.enqueue(Job("any", key))


def test_a_containment_gets_its_questions_back(day: Emergency) -> None:
    plan = day.over(agreed(day))
    reason = plan.content.reason
    assert reason is not None
    one = containments.fresh(plan, day.key, reason, 72, day.desk.now)
    with day.desk.store() as work:
        work.containments.add(one)
        work.commit()
    key = f"containment:{one.containment_id}:{END.isoformat()}"
    assert not has_job(day, key)
    reconcile(office=day.desk.office)
    assert has_job(day, key)
    day.desk.now = END + HOUR
    reconcile(office=day.desk.office)
    assert has_job(day, f"containment:{one.containment_id}:{day.desk.now:%Y-%m-%dT%H}")


def test_what_is_off_for_fraud_is_contained_even_where_its_job_was_lost(day: Emergency) -> None:
    plan = day.over(agreed(day))
    key = f"contained:{plan.plan_id}:{day.desk.now:%Y-%m-%dT%H}"
    reconcile(office=day.desk.office)
    assert has_job(day, key)
    containing.follow(plan.plan_id, office=day.desk.office)
    day.desk.now += HOUR
    reconcile(office=day.desk.office)
    assert not has_job(day, f"contained:{plan.plan_id}:{day.desk.now:%Y-%m-%dT%H}")
