"""How a case goes: what signals make of it, who hears of its clocks, what waiting puts off."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from core.domain.case_clocks import ClockName
from core.domain.case_errors import (
    AlreadyWaiting,
    NotADate,
    NotWaiting,
)
from core.domain.cases import Case, Severity
from core.domain.errors import ReasonMissing
from core.domain.events import (
    AbuseDated,
    CaseGoesOn,
    CaseRated,
    CaseReminded,
)
from core.domain.money import Money
from core.domain.paging import Why
from core.usecases import case_waits, cases
from core.usecases.case_view import NextStep
from core.usecases.reconciling import reconcile
from tests.a_case import CaseDesk, number
from tests.office import ADMIN, AGENT, APPROVER

H, D = timedelta(hours=1), timedelta(days=1)


def reminded(room: CaseDesk, case: Case, clock: ClockName) -> list[str]:
    found = room.events(case, CaseReminded)
    return [one.rung for one in found if one.clock == clock]


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
    with room.desk.store.reading() as work:
        (paged,) = work.pages.open_of(case.case_id)
    assert (paged.why, paged.opened_at) == (Why.UNANSWERED, case.opened_at + H / 2)
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
    with room.desk.store.reading() as work:
        assert work.pages.open_of(case.case_id) == []
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
    room.pass_time(H * 3 / 4)
    reminders = len(room.events(case, CaseReminded))
    room.close(case, "false_alarm")
    with room.desk.store.reading() as work:
        assert work.pages.open_of(case.case_id) == []
    room.pass_time(70 * D)
    assert len(room.events(case, CaseReminded)) == reminders == 1


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
