"""A report over a small desk, whose numbers were worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from core.domain.case_sums import Age, spread
from core.domain.cases import Severity
from core.domain.customers import CustomerKey
from core.domain.errors import BadInput, NoRole
from core.domain.money import Money
from core.domain.plans import Reason
from core.domain.signals import KindPrecision, Observed, SignalKind
from core.domain.spending import Spending
from core.usecases import cases, paging, reports
from core.usecases.finding import find_customer
from core.usecases.signals import observe
from tests.a_case import CaseDesk, number
from tests.a_pager import PageDesk
from tests.office import AGENT, READER
from tests.world import AGENT as WORLDS_AGENT
from tests.world import World

MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk_with_pages(room: CaseDesk) -> PageDesk:
    return PageDesk(room.desk, room.database)


def test_what_a_desk_did_is_counted(desk_with_pages: PageDesk) -> None:
    room = desk_with_pages
    office = room.desk.office
    room.observe("burst")
    with room.desk.store.reading() as work:
        (case,) = work.cases.open_for(room.customer)
    one = room.page(case)
    room.pass_time(6 * MINUTE)
    paging.take(one.page_id, AGENT, office=office)
    room.pass_time(54 * MINUTE)
    room.close(case, "false_alarm")
    other = room.open()
    cases.grade(number(other), Severity.CRITICAL, AGENT, office=office)
    room.pass_time(timedelta(days=2))

    found = reports.ask("", "", AGENT, office=office)

    assert found.cases == 2
    assert found.open == {(Severity.CRITICAL, Age.WEEK): 1}
    assert found.to_response == spread([6 * MINUTE], 1)
    assert (found.to_contain.count, found.to_contain.missing) == (0, 1)
    assert found.precision == (KindPrecision(SignalKind.SEAT_BURST, 0, 1, 0),)
    assert (found.pages.to_take, found.pages.open) == (spread([6 * MINUTE]), 1)
    assert (found.loss.suffered, found.loss.unknown) == ((), 1)
    earlier = reports.ask("2026-10-01", "2026-10-11", AGENT, office=office)
    assert (earlier.cases, earlier.open, earlier.precision) == (0, {}, ())


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param("2026-10-01", "2026-10-05", ("2026-09-30T22", "2026-10-05T22"), id="days"),
        pytest.param("", "2026-10-05", ("2026-09-04T22", "2026-10-05T22"), id="the last thirty"),
        pytest.param("2026-10-01", "", ("2026-09-30T22", "2026-10-12T08"), id="until now"),
    ],
)
def test_days_are_ours(room: CaseDesk, first: str, last: str, expected: tuple[str, str]) -> None:
    begins, ends = reports.stretch(first, last, office=room.desk.office)
    at = tuple(datetime.fromisoformat(f"{hour}:00").replace(tzinfo=UTC) for hour in expected)
    assert (begins, ends) == at


@pytest.mark.parametrize(
    ("first", "last"),
    [("yesterday", ""), ("2026-10-05", "2026-10-01"), ("2026-12-01", ""), ("2016-10-05", "")],
)
def test_days_that_are_none_are_refused(room: CaseDesk, first: str, last: str) -> None:
    with pytest.raises(BadInput):
        reports.ask(first, last, AGENT, office=room.desk.office)


def test_a_report_is_for_whoever_may_see_cases(room: CaseDesk) -> None:
    with pytest.raises(NoRole):
        reports.ask("", "", READER, office=room.desk.office)


def spent(key: CustomerKey, first: date, last: date, abused: dict[date, int]) -> list[Spending]:
    """As Microsoft counts: what each month cost up to the end of a day; 100 EUR on any other."""
    found, total = [], 0
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        total = (0 if day.day == 1 else total) + abused.get(day, 100)
        end = datetime.combine(day + timedelta(days=1), time(), UTC)
        found.append(Spending(key, "plan", Money(Decimal(total), "EUR"), counted_at=end))
    return found


def test_what_a_night_of_fraud_cost_is_counted(world: World) -> None:
    """Since Saturday; a plan of two people ends it on Monday."""
    plan = world.suspended("contoso", "Exchange", reason=Reason.FRAUD)
    key, office, account = plan.content.customer, world.office, world.account(WORLDS_AGENT)
    assert key is not None and plan.content.case_id is not None
    saturday, sunday, monday = (date(2026, 10, day) for day in (10, 11, 12))
    with office.store() as work:
        abused = {saturday: 600, sunday: 1100, monday: 350}
        work.spend.note(spent(key, date(2026, 8, 1), monday, abused))
        case = work.cases.get(plan.content.case_id)
        work.commit()
    cases.began(number(case), datetime(2026, 10, 10, 2, tzinfo=UTC), account, office=office)

    found = reports.ask("2026-10-12", "", account, office=office)

    # 500, 1000 and 250 above the usual; the worse of the last two days once more.
    assert found.loss.suffered == (Money(Decimal(1750), "EUR"),)
    assert found.loss.avoided == (Money(Decimal(1000), "EUR"),)
    assert (found.loss.unknown, found.to_contain.count, found.to_contain.missing) == (0, 1, 0)
    assert (found.containments, found.alone) == ({"running": 1}, 0)


def test_what_a_customer_is_says_nothing_of_when_it_began(world: World) -> None:
    key, office = world.ask(lambda work: find_customer(work, "contoso").key), world.office
    seen = replace(office, clock=lambda: world.now - timedelta(days=20))
    for who, kind in ((seen, SignalKind.NO_AGREEMENT), (office, SignalKind.SECURITY_ALERT)):
        with who.store() as work:
            observe(work, Observed(key, kind, "k", 100), office=who)
            work.commit()
    world.suspended("contoso", "Exchange", reason=Reason.FRAUD)
    found = reports.ask("", "", world.account(WORLDS_AGENT), office=office)
    assert found.to_contain.median is not None
    assert found.to_contain.median < timedelta(days=1)
