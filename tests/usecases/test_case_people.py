"""Who acts for whom in cases, which cases become one, and whose are listed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain.case_clocks import REFUND_WITHIN, ClockName, clocks_of
from core.domain.case_errors import (
    DelegateUnfit,
    Fault,
    Hindrance,
    NotMergeable,
)
from core.domain.cases import Case, CaseState, Outcome, Severity
from core.domain.errors import NoRole, UnknownCase
from core.domain.events import (
    CaseMerged,
    CaseTookIn,
)
from core.domain.plans import Reason
from core.usecases import case_delegates, case_merging, cases
from core.usecases.case_course import keepers_of
from core.usecases.case_delegates import Wanted
from core.usecases.case_view import Filter, listed
from tests.a_case import CaseDesk, number
from tests.office import ADMIN, AGENT, APPROVER, READER

H, D = timedelta(hours=1), timedelta(days=1)


# Who acts


def test_a_delegate_looks_after_it_on_those_days(room: CaseDesk) -> None:
    case, office = room.open(), room.desk.office
    cases.assign(number(case), AGENT, AGENT, office=office)
    today = office.today(room.desk.now)
    wanted = Wanted(APPROVER, today + D, today + 2 * D, number(case))
    case_delegates.delegate(wanted, AGENT, office=office)
    agent, approver = room.person(AGENT), room.person(APPROVER)
    expected = {0: agent, 1: approver, 2: approver, 3: agent}
    with room.desk.store.reading() as work:
        now = work.cases.get(case.case_id)
        for days, keeper in expected.items():
            assert keepers_of(work, now, today + days * D) == {keeper}
    room.desk.now += D
    assert [one.case for one in listed(APPROVER, Filter(mine=True), office=office)] == [now]
    assert listed(AGENT, Filter(mine=True), office=office) == []
    assert case_delegates.take_back(AGENT, office=office)
    assert [one.case for one in listed(AGENT, Filter(mine=True), office=office)] == [now]


def test_somebody_acts_in_all_cases_of_whoever_says_so(room: CaseDesk) -> None:
    case, office = room.open(Reason.MISUSE, account=APPROVER), room.desk.office
    today = office.today(room.desk.now)
    case_delegates.delegate(Wanted(AGENT, today, today), APPROVER, office=office)
    assert [one.case for one in listed(AGENT, Filter(mine=True), office=office)] == [case]


@pytest.mark.parametrize(
    ("days", "why"),
    [
        pytest.param((0, -1), Fault.ORDER, id="backwards"),
        pytest.param((-3, -1), Fault.OVER, id="in the past"),
        pytest.param((0, 92), Fault.LONG, id="for ever"),
    ],
)
def test_nobody_acts_on_days_that_are_none(
    room: CaseDesk, days: tuple[int, int], why: Fault
) -> None:
    office = room.desk.office
    today = office.today(room.desk.now)
    wanted = Wanted(APPROVER, today + days[0] * D, today + days[1] * D)
    with pytest.raises(DelegateUnfit) as refusal:
        case_delegates.delegate(wanted, AGENT, office=office)
    assert refusal.value.facts["why"] is why


def test_nobody_acts_for_oneself_twice_or_without_a_role(room: CaseDesk) -> None:
    case, office = room.signalled(), room.desk.office
    day = office.today(room.desk.now)

    def why(who: Wanted) -> object:
        with pytest.raises(DelegateUnfit) as refusal:
            case_delegates.delegate(who, AGENT, office=office)
        return refusal.value.facts["why"]

    assert why(Wanted(AGENT, day, day)) is Fault.ONESELF
    assert why(Wanted(APPROVER, day, day, number(case))) is Fault.NOBODY
    with pytest.raises(NoRole):
        case_delegates.delegate(Wanted(READER, day, day), AGENT, office=office)
    case_delegates.delegate(Wanted(APPROVER, day, day + 3 * D), AGENT, office=office)
    assert why(Wanted(ADMIN, day + D, day + 9 * D)) is Fault.TWICE
    case_delegates.delegate(Wanted(ADMIN, day + 4 * D, day + 9 * D), AGENT, office=office)


# Merging


def two_to_merge(room: CaseDesk) -> tuple[Case, Case]:
    """Each with something that must not be lost; the second is worse, older and has an owner."""
    office = room.desk.office
    fraud = room.signalled(Severity.MEDIUM)
    room.observe("fraud")
    began = room.desk.now - 30 * D
    misuse = room.signalled(Severity.CRITICAL, kind=Reason.MISUSE, first_abuse=began)
    cases.note(number(misuse), "Mining pools", AGENT, office=office)
    cases.assign(number(misuse), AGENT, AGENT, office=office)
    room.tick_all(misuse, "customer_called")
    return room.again(fraud), room.again(misuse)


def test_a_merged_case_loses_nothing(room: CaseDesk) -> None:
    fraud, misuse = two_to_merge(room)
    before = [room.view(fraud), room.view(misuse)]

    case_merging.merge(number(misuse), number(fraud), AGENT, office=room.desk.office)

    after = room.view(fraud)
    for view in before:
        assert set(view.notes) <= set(after.notes)
        assert {one.seq for one in view.events} <= {one.seq for one in after.events}
        mine = {one.signal_id for one in view.linked.signals}
        assert mine <= {one.signal_id for one in after.linked.signals}
    assert after.linked.signals
    assert [item.item_id for item, tick in after.items if tick] == ["customer_called"]
    assert [one.number for one in after.linked.merged] == [misuse.number]


def test_what_is_known_of_either_is_known_of_the_one_that_stays(room: CaseDesk) -> None:
    fraud, misuse = two_to_merge(room)

    gone, joined = case_merging.merge(number(misuse), number(fraud), AGENT, office=room.desk.office)

    assert (gone.state, gone.outcome) == (CaseState.CLOSED, Outcome.MERGED)
    assert gone.merged_into == fraud.case_id and gone == room.again(misuse)
    assert joined == room.again(fraud)
    assert (joined.severity, joined.first_abuse) == (Severity.CRITICAL, misuse.first_abuse)
    assert joined.owner == room.person(AGENT)
    assert room.events(misuse, CaseMerged)[0].number == fraud.number
    assert room.events(fraud, CaseTookIn)[0].number == misuse.number
    room.close(fraud, "false_alarm")
    with room.desk.store.reading() as work:
        assert all(one.is_judged() for one in work.signals.of_customer(room.customer))


@pytest.mark.parametrize("into_the_older", [False, True])
def test_the_refund_of_the_one_that_stays_is_never_due_later(
    room: CaseDesk, into_the_older: bool
) -> None:
    older = room.open(Reason.MISUSE)
    room.desk.now += 50 * D
    newer = room.signalled(first_abuse=room.desk.now - 2 * D)
    gone, into = (newer, older) if into_the_older else (older, newer)
    _, joined = case_merging.merge(number(gone), number(into), AGENT, office=room.desk.office)
    clocks = {one.name: one for one in clocks_of(joined, (), room.desk.now)}
    assert clocks[ClockName.REFUND].due == older.opened_at + REFUND_WITHIN


def test_what_stays_two_cases(room: CaseDesk) -> None:
    office = room.desk.office
    fraud, money = room.open(), room.open(Reason.NON_PAYMENT)
    with room.desk.store.reading() as work:
        others = [one for one in work.customers.all() if one.key != room.customer]
    other = cases.open_by_hand(others[0].key, Reason.MISUSE, "", AGENT, office=office)
    for into, why in (
        (fraud, Hindrance.SAME),
        (money, Hindrance.MONEY),
        (other, Hindrance.CUSTOMERS),
    ):
        with pytest.raises(NotMergeable) as refusal:
            case_merging.merge(number(fraud), number(into), AGENT, office=office)
        assert refusal.value.facts["why"] is why
        assert room.again(into).is_open()
    with pytest.raises(UnknownCase):
        case_merging.merge(number(fraud), "999", AGENT, office=office)


# The list


def test_the_list_begins_with_what_runs_out_next(room: CaseDesk) -> None:
    office = room.desk.office
    money = room.open(Reason.NON_PAYMENT)
    misuse, fraud = room.open(Reason.MISUSE), room.signalled(Severity.CRITICAL)

    def numbers(words: str) -> list[int]:
        return [one.case.number for one in listed(AGENT, Filter.of(words), office=office)]

    assert numbers("") == [fraud.number, misuse.number, money.number]
    assert numbers("mine") == [misuse.number, money.number]
    assert numbers("fraud") == [fraud.number]
    assert numbers("overdue") == []
    room.desk.now += H
    assert numbers("overdue") == [fraud.number]
    assert numbers("mine overdue misuse") == []
