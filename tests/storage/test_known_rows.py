"""Rows that say what they said before are not judged again, and nothing differs by that."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

from clients.receivables_csv import CsvSheet
from core.domain.errors import ImportRefused
from core.domain.event import Route
from core.domain.policy_file import read_policy
from core.ports.outside import Known, nothing_known
from core.ports.records import KnownRow, RowProblem, SheetRow
from core.usecases import policies
from core.usecases.receivables import Drop, problems_of, take_in
from storage.database import Database
from storage.opening import open_migrated
from storage.tables.books import bad_rows, debtors, documents, snapshots
from storage.tables.credits import paid_documents
from storage.tables.mapping import account_facts
from storage.unit_of_work import SqlStore
from tests.clients.books import ZONE, row, text
from tests.office import Desk

POLICY = (Path(__file__).parents[2] / "bot" / "policy.toml").read_text(encoding="utf-8")
A_DAY = timedelta(days=1)
# Of so many some may be unreadable.
MANY = 400
TABLES = (documents, snapshots, bad_rows, debtors, paid_documents, account_facts)
# What differs from one database to the next, or is not what the rows say.
OWN = {"id", "digest", "snapshot_id"}
Row = dict[str, str]
Change = Callable[[Row], Row]
PAID = {"open_amount": "0", "status": "closed", "last_payment_amount": "100"}
CHANGES: dict[str, Change] = {
    "paid in part": lambda one: one | {"open_amount": "1.00", "status": "partially_paid"},
    "paid, with a day": lambda one: one | PAID | {"last_payment_date": "2026-10-01"},
    "closed, without a day": lambda one: one | PAID,
    "open again": lambda one: one | {"open_amount": "50", "status": "open"},
    "a payment is under way": lambda one: one | {"status": "pending"},
    "renamed": lambda one: one | {"customer_name": one["customer_name"] + "!"},
    "another address": lambda one: one | {"billing_email": "new@paying.example"},
    "another payer": lambda one: one | {"payer_ref": "D1", "registration_number": "HRB 7"},
    "unreadable": lambda one: one | {"due_date": "soon"},
    "another due date": lambda one: one | {"due_date": "2026-11-15"},
    # Nothing is made of these.
    "a note": lambda one: one | {"notes": "called"},
    "a long note": lambda one: one | {"notes": "called " * 60},
    "spelled otherwise": lambda one: one | {"total_amount": "100.00"},
}


class Heard(CsvSheet):
    """Counts the rows that were known."""

    known = 0

    def rows(self, known: Known = nothing_known) -> Iterator[SheetRow | KnownRow | RowProblem]:
        for one in super().rows(known):
            self.known += isinstance(one, KnownRow)
            yield one


class Judged(CsvSheet):
    """Has each row judged."""

    def rows(self, known: Known = nothing_known) -> Iterator[SheetRow | KnownRow | RowProblem]:
        return super().rows()


def office_on(store: SqlStore) -> Desk:
    desk = Desk(store)
    policies.begin(lambda: read_policy(POLICY), office=desk.office)
    return desk


def rows_in(database: Database, table: Table) -> list[tuple[Any, ...]]:
    columns = [column for column in table.c if column.name not in OWN]
    with database.reading() as connection:
        return sorted(map(tuple, connection.execute(select(*columns))), key=repr)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Database]:
    database = open_migrated(f"sqlite:///{tmp_path / 'other.db'}")
    yield database
    database.close()


@pytest.mark.parametrize("seed", range(2))
def test_nothing_differs_from_books_of_which_each_row_is_judged(
    desk: Database, store: SqlStore, other: Database, tmp_path: Path, seed: int
) -> None:
    dice, known = random.Random(seed), 0
    mine, theirs = office_on(store), office_on(SqlStore(other))
    books = {str(number): _owed(number) for number in range(MANY)}
    for day in range(6):
        now = mine.now + A_DAY
        mine.now = theirs.now = now
        told = [one | {"as_of": now.isoformat()} for one in books.values()]
        file = tmp_path / f"{day}.csv"
        file.write_text(text(*told), encoding="utf-8")
        heard = Heard(file, ZONE)
        for sheet, who in ((heard, mine), (Judged(file, ZONE), theirs)):
            take_in(sheet, office=who.office, route=Route.CLI, drop=Drop.ACCEPT)
        known += heard.known
        for table in TABLES:
            assert rows_in(desk, table) == rows_in(other, table), (day, table.name)
        books = _changed(books, dice)
    assert known > 5 * MANY / 2


def test_a_document_that_is_told_twice_is_refused_where_it_is_known(
    store: SqlStore, tmp_path: Path
) -> None:
    desk, file = office_on(store), tmp_path / "books.csv"
    told = [row(as_of="2026-10-01"), row(as_of="2026-10-01")]
    file.write_text(text(*told), encoding="utf-8")
    take_in(CsvSheet(file, ZONE), office=desk.office, route=Route.CLI)
    twice = [one | {"as_of": "2026-10-02", "document_id": "1"} for one in told]
    file.write_text(text(*twice), encoding="utf-8")
    with pytest.raises(ImportRefused) as refused:
        take_in(CsvSheet(file, ZONE), office=desk.office, route=Route.CLI)
    assert [one.problem for one in problems_of(refused.value)] == ["double_document"]


def _owed(number: int) -> Row:
    ref = f"D{number // 4}"
    return row(
        document_id=str(number), document_number=f"INV-{number}", customer_ref=ref, due_date=DUE,
        customer_name=f"Müller {ref} GmbH", total_amount="100", open_amount="100", status="open",
        billing_email=f"{ref}@paying.example" if number % 3 else "",
    )  # fmt: skip


DUE = "2026-09-15"


def _changed(books: dict[str, Row], dice: random.Random) -> dict[str, Row]:
    """A few rows are different, one is left out, and one comes that may have been there before;
    what was unreadable is mended."""
    mended = {"soon": {"due_date": DUE}}
    after = {id: one | mended.get(one["due_date"], {}) for id, one in books.items()}
    for id in dice.sample(sorted(after), 6):
        after[id] = CHANGES[dice.choice(sorted(CHANGES))](after[id])
    del after[dice.choice(sorted(after))]
    number = dice.randrange(MANY)
    return after | {str(number): _owed(number)}
