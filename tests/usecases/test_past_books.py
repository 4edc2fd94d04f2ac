"""How the books stood on a day stays as it was, and what changed is told by kind and currency."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from clients.receivables_csv import CsvSheet
from core.domain.book_changes import Change
from core.domain.errors import BadInput, LostRace, UnknownCustomer
from core.domain.events import Route
from core.domain.money import by_currency
from core.usecases import past_books
from core.usecases.overdue import read_overview
from core.usecases.receivables import Drop, Taken, take_in
from sandbox.data.receivables import disputed, paid, partly_paid, receivables, vanished, write_rows
from tests.office import Desk
from tests.usecases.newer_books import books

FIRST, SECOND = "2026-10-12", "2026-10-13"
A_DAY = timedelta(days=1)


@pytest.fixture
def moved_on(desk: Desk) -> Desk:
    """A day later some of Contoso's documents are paid, and one is contested."""
    desk.now += A_DAY
    books(
        desk,
        partly_paid("INV-20418", "100.00"),
        paid("INV-20466"),
        disputed("INV-20507", "50.00"),
        vanished("fabrikam"),
    )
    return desk


def test_the_books_of_today_are_what_the_list_of_overdue_says(desk: Desk) -> None:
    found = past_books.aging(FIRST, office=desk.office)
    with desk.store.reading() as work:
        now = read_overview(work, office=desk.office)
    assert (found.on, found.overdue) == (date(2026, 10, 12), now.totals)
    assert [row.name for row in found.rows if row.exposure.late()] and found.credits
    assert {row.name for row in found.rows} >= {row.name for row in now.rows}


def test_a_day_stays_as_it_was_whatever_comes_after(desk: Desk) -> None:
    before = past_books.aging(FIRST, office=desk.office)
    one = past_books.aging(FIRST, office=desk.office, customer="contoso")
    desk.now += A_DAY
    books(desk, partly_paid("INV-20418", "100.00"), vanished("fabrikam"))
    after = past_books.aging(FIRST, office=desk.office)
    assert (after.rows, after.overdue, after.buckets) == (
        *(before.rows, before.overdue, before.buckets),
    )
    (row,) = past_books.aging(FIRST, office=desk.office, customer="contoso").rows
    assert (row,) == one.rows
    (now,) = past_books.aging(SECOND, office=desk.office, customer="contoso").rows
    left = now.exposure.overdue()["EUR"]
    assert left.amount == row.exposure.overdue()["EUR"].amount - 100
    assert past_books.aging("2027-01-01", office=desk.office).snapshots != before.snapshots


def test_a_day_is_one_in_the_zone_of_the_desk(desk: Desk) -> None:
    """Just after midnight in Berlin it is still yesterday in UTC."""
    desk.now = desk.now.replace(hour=22, minute=10)
    books(desk, paid("INV-20466"))
    new = past_books.aging(SECOND, office=desk.office)
    old = past_books.aging(FIRST, office=desk.office)
    assert new.overdue != old.overdue


@pytest.mark.parametrize("first", ["", FIRST])
def test_what_changed_since_is_told_by_kind(moved_on: Desk, first: str) -> None:
    (found,) = past_books.compare(first, "", office=moved_on.office)
    assert found.was is not None
    told = {(one.change, one.document.number): one.amount.plain() for one in found.changes}
    assert told[Change.PARTLY_PAID, "INV-20418"] == "100.00"
    assert told[Change.DISPUTED, "INV-20507"] == "50.00"
    assert (Change.PAID, "INV-20466") in told
    assert Change.VANISHED not in found.sums(), "missing once is not gone"
    assert found.names["D10001"].startswith("Contoso")


def test_what_is_missing_twice_vanished(moved_on: Desk) -> None:
    moved_on.now += A_DAY
    books(moved_on, vanished("fabrikam"))
    (found,) = past_books.compare(FIRST, "", office=moved_on.office)
    gone = [one.document for one in found.changes if one.change is Change.VANISHED]
    assert {found.names[doc.customer_ref][:8] for doc in gone} == {"Fabrikam"}
    assert found.sums()[Change.VANISHED] == by_currency(doc.open for doc in gone)


Ask = Callable[[Desk], object]


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (lambda desk: past_books.aging("soon", office=desk.office), "is no day"),
        (lambda desk: past_books.aging("2026-01-01", office=desk.office), "are kept"),
        (lambda desk: past_books.compare(SECOND, FIRST, office=desk.office), "before the last"),
        (lambda desk: past_books.compare("2020-01-01", "", office=desk.office), "are kept"),
    ],
)
def test_days_that_no_books_are_of_are_refused(desk: Desk, ask: Ask, why: str) -> None:
    with pytest.raises(BadInput) as refused:
        ask(desk)
    assert why in str(refused.value.facts["problem"])


def test_somebody_unknown_has_no_past(desk: Desk) -> None:
    with pytest.raises(UnknownCustomer):
        past_books.aging(FIRST, office=desk.office, customer="nobody at all")


def test_an_import_that_begins_later_takes_the_place_of_one_that_is_not_through(
    desk: Desk, tmp_path: Path
) -> None:
    """What the slow one did meanwhile is undone: the books are those of the other."""
    file, later = tmp_path / "slow.csv", list[Taken]()

    def meanwhile(rows: int) -> None:
        if not later:
            later.append(books(desk, paid("INV-20466")))

    write_rows(file, receivables(as_of=desk.now - timedelta(minutes=5), changes=[paid("contoso")]))
    with pytest.raises(LostRace):
        take_in(
            CsvSheet(file, "Europe/Berlin"),
            office=desk.office,
            route=Route.CLI,
            drop=Drop.ACCEPT,
            progress=meanwhile,
        )
    (found,) = past_books.compare("", "", office=desk.office)
    assert found.now.snapshot_id == later[0].snapshot.snapshot_id
    assert [(one.change, one.document.number) for one in found.changes] == [
        (Change.PAID, "INV-20466")
    ]
