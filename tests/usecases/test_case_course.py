"""How a case goes: who hears of its clocks, what waiting puts off, who acts, what is merged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.domain.case_clocks import ClockName
from core.domain.case_errors import (
    AlreadyWaiting,
    DelegateUnfit,
    EvidenceMissing,
    Fault,
    Hindrance,
    ItemsUndone,
    NotADate,
    NotMergeable,
    NotWaiting,
    OutcomeMissing,
    UnknownItem,
)
from core.domain.cases import Case, CaseState, Outcome, Severity
from core.domain.errors import CaseOver, NoRole, ReasonMissing, UnknownCase
from core.domain.events import (
    AbuseDated,
    CaseClosed,
    CaseGoesOn,
    CaseMerged,
    CaseRated,
    CaseReminded,
    CaseTookIn,
    ItemTicked,
)
from core.domain.money import Money
from core.domain.plans import Reason
from core.domain.signals import Label
from core.usecases import case_closing, case_delegates, case_items, case_merging, case_waits, cases
from core.usecases.case_closing import Ending
from core.usecases.case_course import delegates_of, keepers_of
from core.usecases.case_delegates import Wanted
from core.usecases.case_view import Filter, NextStep, listed
from core.usecases.reconciling import reconcile
from storage.database import open_database
from tests.a_case import CaseDesk
from tests.installation import DATABASE
from tests.office import ADMIN, AGENT, APPROVER, READER, Desk

H, D = timedelta(hours=1), timedelta(days=1)
LINK = "https://desk.example/p1"
NEEDED = ("contained", "customer_called", "admins_reset", "mfa_on", "rogue_removed", "refund_asked")


@pytest.fixture
def room(desk: Desk, tmp_path: Path) -> Iterator[CaseDesk]:
    database = open_database(f"sqlite:///{tmp_path / DATABASE}")
    yield CaseDesk(desk, database)
    database.close()


def reminded(room: CaseDesk, case: Case, clock: ClockName) -> list[str]:
    found = room.events(case, CaseReminded)
    return [one.rung for one in found if one.clock == clock]


def number(case: Case) -> str:
    return str(case.number)


# What a signal does to a case


def test_a_signal_makes_a_case_only_worse_and_its_abuse_only_earlier(room: CaseDesk) -> None:
    began = room.desk.now - 3 * D
    case = room.signalled(Severity.MEDIUM, first_abuse=began)
    assert (case.opened_by, case.severity, case.first_abuse) == ("", Severity.MEDIUM, began)
    for severity, first_abuse in (
        (Severity.LOW, began + D),
        (Severity.CRITICAL, began - D),
        (Severity.HIGH, None),
        (Severity.HIGH, room.desk.now + D),
    ):
        again = room.signalled(severity, first_abuse=first_abuse)
        assert again.case_id == case.case_id
    assert (again.severity, again.first_abuse) == (Severity.CRITICAL, began - D)
    rated = [(one.before, one.severity) for one in room.events(case, CaseRated)]
    assert rated == [("medium", "critical")]
    assert [one.began for one in room.events(case, AbuseDated)] == [began, began - D]


def test_a_person_may_rate_a_case_down(room: CaseDesk) -> None:
    case = room.signalled(Severity.CRITICAL)
    rated = cases.grade(number(case), Severity.LOW, AGENT, office=room.desk.office)
    assert rated.severity is Severity.LOW == room.again(case).severity


# Its clocks


def test_nobody_answers_and_one_after_another_hears_of_it(room: CaseDesk) -> None:
    case = room.signalled(Severity.HIGH)
    room.pass_time(29 * H / 60)
    assert reminded(room, case, ClockName.RESPONSE) == []
    room.pass_time(2 * H)
    # Nobody has it: whoever is on call hears in place of an owner.
    assert reminded(room, case, ClockName.RESPONSE) == ["on_call", "on_call", "administrators"]
    room.pass_time(2 * D)
    later = reminded(room, case, ClockName.RESPONSE)[3:]
    assert later == ["administrators", "administrators"]
    last = room.events(case, CaseReminded)[-1]
    assert room.person(ADMIN) in last.called


def test_whoever_takes_it_stops_the_first_clock(room: CaseDesk) -> None:
    case = room.signalled(Severity.HIGH)
    room.pass_time(H / 4)
    cases.assign(number(case), AGENT, AGENT, office=room.desk.office)
    assert room.again(case).responded_at == room.desk.now
    room.pass_time(D / 2)
    assert reminded(room, case, ClockName.RESPONSE) == []


def test_a_case_that_gets_worse_is_heard_of_sooner(room: CaseDesk) -> None:
    case = room.signalled(Severity.LOW)
    room.pass_time(2 * H)
    assert reminded(room, case, ClockName.RESPONSE) == []
    room.signalled(Severity.CRITICAL)
    room.pass_time(H / 60)
    # It should have been answered long ago: the last of all hears at once, and nobody before.
    assert reminded(room, case, ClockName.RESPONSE) == ["administrators"]


def test_money_an_hour_has_everybody_hear_sooner(room: CaseDesk) -> None:
    case = room.signalled(Severity.HIGH)
    room.observe("a", per_hour=Money(Decimal(5000), "EUR"))
    assert room.view(case).is_costly
    room.pass_time(H)
    assert reminded(room, case, ClockName.RESPONSE) == ["on_call", "on_call", "administrators"]


@pytest.mark.parametrize(
    ("per_hour", "costly"),
    [
        pytest.param(Money(Decimal("0.50"), "EUR"), False, id="less than the floor"),
        pytest.param(Money(Decimal(0), "EUR"), False, id="nothing"),
        pytest.param(Money(Decimal("0.50"), "XAF"), True, id="in a currency without a floor"),
    ],
)
def test_what_is_much_an_hour(room: CaseDesk, per_hour: Money, costly: bool) -> None:
    case = room.signalled(Severity.HIGH)
    room.observe("a", per_hour=per_hour)
    assert room.view(case).is_costly is costly
    assert room.again(case).per_hour == per_hour


def test_a_word_a_day_is_asked_of_the_owner_first(room: CaseDesk) -> None:
    case = room.open()
    cases.assign(number(case), AGENT, AGENT, office=room.desk.office)
    room.pass_time(21 * H)
    (first,) = room.events(case, CaseReminded)
    assert (first.rung, first.called) == ("owner", (room.person(AGENT),))
    cases.note(number(case), "They look into it", AGENT, office=room.desk.office)
    room.pass_time(19 * H)
    assert len(room.events(case, CaseReminded)) == 1
    room.pass_time(6 * H)
    assert reminded(room, case, ClockName.STATUS) == ["owner", "owner", "on_call"]


def test_a_refund_is_heard_of_until_somebody_asked_for_it(room: CaseDesk) -> None:
    case = room.signalled(Severity.HIGH, first_abuse=room.desk.now - 40 * D)
    cases.assign(number(case), AGENT, AGENT, office=room.desk.office)
    room.pass_time(10 * D)
    assert reminded(room, case, ClockName.REFUND) == ["owner"]
    room.tick_all(case, "refund_asked")
    room.pass_time(20 * D)
    assert reminded(room, case, ClockName.REFUND) == ["owner"]


def test_a_lost_refund_is_not_spoken_of_for_ever(room: CaseDesk) -> None:
    case = room.signalled(Severity.HIGH, first_abuse=room.desk.now - 59 * D)
    room.pass_time(20 * D)
    assert reminded(room, case, ClockName.REFUND) == ["administrators"] * 2


def test_a_closed_case_is_heard_of_no_more(room: CaseDesk) -> None:
    case = room.signalled(Severity.HIGH)
    room.close(case, "false_alarm")
    room.pass_time(70 * D)
    assert room.events(case, CaseReminded) == []


def test_a_case_out_of_a_backup_gets_its_alarms_again(room: CaseDesk) -> None:
    case = room.signalled(Severity.HIGH)
    with room.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM jobs")
        connection.commit()
    reconcile(office=room.desk.office)
    room.pass_time(H)
    assert reminded(room, case, ClockName.RESPONSE) == ["on_call", "on_call"]


# Waiting


def test_waiting_puts_off_the_daily_word_and_nothing_else(room: CaseDesk) -> None:
    case = room.signalled(Severity.HIGH)
    until = room.desk.office.today(room.desk.now) + 3 * D
    begun = case_waits.wait(number(case), until, "their host", AGENT, office=room.desk.office)
    # Offices open at nine in Berlin.
    assert begun.until.isoformat() == "2026-10-15T07:00:00+00:00"
    room.pass_time(2 * D)
    assert reminded(room, case, ClockName.STATUS) == []
    view = room.view(case)
    assert view.wait == begun and view.next_step is NextStep.WAIT
    room.pass_time(D)
    assert [one.wait_id for one in room.events(case, CaseGoesOn)] == [begun.wait_id]
    room.pass_time(D)
    assert reminded(room, case, ClockName.STATUS)[:2] == ["on_call", "on_call"]


def test_what_is_waited_for_may_come_sooner(room: CaseDesk) -> None:
    case, office = room.open(), room.desk.office
    day = office.today(room.desk.now) + 9 * D
    case_waits.wait(number(case), day, "their host", AGENT, office=office)
    with pytest.raises(AlreadyWaiting):
        case_waits.wait(number(case), day, "more", AGENT, office=office)
    room.pass_time(5 * H)
    case_waits.go_on(number(case), APPROVER, office=office)
    with pytest.raises(NotWaiting):
        case_waits.go_on(number(case), APPROVER, office=office)
    room.pass_time(23 * H)
    assert reminded(room, case, ClockName.STATUS) == ["owner"]
    room.pass_time(10 * D)
    assert len(room.events(case, CaseGoesOn)) == 1


@pytest.mark.parametrize(
    ("days", "why", "refusal"),
    [
        pytest.param(0, "why", NotADate, id="today"),
        pytest.param(31, "why", NotADate, id="too far"),
        pytest.param(30, " ", ReasonMissing, id="for nothing"),
    ],
)
def test_nobody_waits_for_ever_or_for_nothing(
    room: CaseDesk, days: int, why: str, refusal: type[Exception]
) -> None:
    case, office = room.open(), room.desk.office
    day = office.today(room.desk.now) + days * D
    with pytest.raises(refusal):
        case_waits.wait(number(case), day, why, AGENT, office=office)


# The checklist


@pytest.mark.parametrize(
    ("item", "evidence", "refusal"),
    [
        pytest.param("mfa_on", "Seen with their administrator", None, id="a note"),
        pytest.param("mfa-on", LINK, None, id="a link, and the name as people type it"),
        pytest.param("mfa_on", "ok", EvidenceMissing, id="a note that says nothing"),
        pytest.param("logs_kept", "in the safe", EvidenceMissing, id="a link is needed"),
        pytest.param("contained", "0" * 8, EvidenceMissing, id="a plan of somebody else"),
        pytest.param("contained", LINK, None, id="a cut made elsewhere"),
        pytest.param("ticket_opened", "2610120040001234", None, id="Microsoft's number"),
        pytest.param("ticket_opened", "sent!", EvidenceMissing, id="no number"),
        pytest.param("customer_told", "12 October, by courier", None, id="a letter"),
        pytest.param("made_up", LINK, UnknownItem, id="an item that is none"),
    ],
)
def test_an_item_is_ticked_off_with_what_shows_it(
    room: CaseDesk, item: str, evidence: str, refusal: type[Exception] | None
) -> None:
    case, office = room.open(), room.desk.office
    if refusal is not None:
        with pytest.raises(refusal):
            case_items.check(number(case), item, evidence, AGENT, office=office)
        assert room.events(case, ItemTicked) == []
        return
    case_items.check(number(case), item, evidence, AGENT, office=office)
    (told,) = room.events(case, ItemTicked)
    assert told.item == item.replace("-", "_") and evidence not in str(told)
    assert room.again(case).responded_at == room.desk.now


# The end


def test_a_case_ends_as_what_its_kind_may_be(room: CaseDesk) -> None:
    case = room.open()
    for outcome in ("", "paid", "merged", "nonsense"):
        with pytest.raises(OutcomeMissing) as refusal:
            room.close(case, outcome)
        assert "merged" not in str(refusal.value.facts["outcomes"])
    with pytest.raises(ItemsUndone) as undone:
        room.close(case, "confirmed_fraud")
    named = undone.value.facts["items"]
    assert isinstance(named, list) and [item.item_id for item in named] == list(NEEDED)
    room.tick_all(case, *NEEDED)
    closed = room.close(case, "Confirmed-Fraud")
    assert closed.outcome is Outcome.CONFIRMED_FRAUD and closed == room.again(case)
    assert room.events(case, CaseClosed)[0].outcome == "confirmed_fraud"
    with pytest.raises(CaseOver):
        room.tick_all(case, "logs_kept")


@pytest.mark.parametrize(
    ("outcome", "label"),
    [("false_alarm", Label.FALSE), ("unproven", Label.UNKNOWN), ("confirmed_fraud", Label.TRUE)],
)
def test_its_signals_were_what_the_outcome_says_unless_somebody_says_otherwise(
    room: CaseDesk, outcome: str, label: Label
) -> None:
    usual, other = room.observe("a"), room.observe("b")
    (line,) = listed(AGENT, Filter(), office=room.desk.office)
    room.tick_all(line.case, *NEEDED)
    odd = Label.TRUE if label is Label.FALSE else Label.FALSE
    ending = Ending(outcome, "Told them", {other: odd})
    case_closing.close(number(line.case), ending, AGENT, office=room.desk.office)
    with room.desk.store.reading() as work:
        assert work.signals.get(usual).label is label
        assert work.signals.get(other).label is odd
        assert work.signals.get(usual).is_judged()


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
            acting = delegates_of(work, agent, today + days * D)
            assert acting == ({approver} if keeper == approver else set())
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


def test_a_merged_case_loses_nothing(room: CaseDesk) -> None:
    office, began = room.desk.office, room.desk.now - 30 * D
    fraud = room.signalled(Severity.MEDIUM)
    signal = room.observe("fraud")
    misuse = room.signalled(Severity.CRITICAL, kind=Reason.MISUSE, first_abuse=began)
    cases.note(number(misuse), "Mining pools", AGENT, office=office)
    cases.assign(number(misuse), AGENT, AGENT, office=office)
    room.tick_all(misuse, "customer_called")
    before = {one.case_id: room.view(one) for one in (fraud, misuse)}

    gone, joined = case_merging.merge(number(misuse), number(fraud), AGENT, office=office)

    assert (gone.state, gone.outcome) == (CaseState.CLOSED, Outcome.MERGED)
    assert gone.merged_into == fraud.case_id and gone == room.again(misuse)
    assert (joined.severity, joined.first_abuse) == (Severity.CRITICAL, began)
    assert joined.owner == room.person(AGENT)
    after = room.view(fraud)
    for view in before.values():
        assert set(view.notes) <= set(after.notes)
        assert {one.seq for one in view.events} <= {one.seq for one in after.events}
        assert {s.signal_id for s in view.linked.signals} <= {
            s.signal_id for s in after.linked.signals
        }
    assert signal in {one.signal_id for one in after.linked.signals}
    assert [item.item_id for item, tick in after.items if tick] == ["customer_called"]
    assert [one.number for one in after.linked.merged] == [misuse.number]
    assert room.events(misuse, CaseMerged)[0].number == fraud.number
    assert room.events(fraud, CaseTookIn)[0].number == misuse.number
    room.close(fraud, "false_alarm")
    with room.desk.store.reading() as work:
        assert all(one.is_judged() for one in work.signals.of_customer(room.customer))


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
