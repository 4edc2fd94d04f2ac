"""Fill a new database with made-up customers and their books, the ways that databases have for a
lot. What people agree on is written by the use cases, as it is by people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Table, insert

from bench.made.owners import ACCOUNT, AS_OF, BOOKS, SHOP, Owner
from bench.made.papers import BOOKS_EACH, Paper, number_of, papers
from core.domain.calendar import Place
from core.domain.credit_advice import Paid, paid_of
from core.domain.exposure import Presence, Status
from core.domain.money import Money
from core.domain.partners import Partner
from core.domain.policy import Policy
from core.domain.policy_file import read_policy
from core.ports.office import Office
from core.ports.records import RowProblem, SheetRow, Snapshot
from storage.database import Database
from storage.database_postgres import PostgresDatabase
from storage.database_sqlite import SqliteDatabase
from storage.repositories.book_rows import (
    DIGEST,
    KEY,
    LOOKS,
    VERSION,
    bad_row,
    debtor_row,
    snapshot_row,
    version_row,
)
from storage.repositories.customer_rows import customer_row, subscription_row
from storage.repositories.name_parts import keep_parts
from storage.sql import pour
from storage.tables.books import bad_rows, debtors, documents, snapshots
from storage.tables.credits import paid_documents
from storage.tables.customers import customers, registrations, subscriptions
from storage.tables.mapping import account_facts
from storage.unit_of_work import SqlStore

NOW = AS_OF + timedelta(minutes=95)
POLICY = Path(__file__).parents[2] / "bot" / "policy.toml"
FLOORS = 'floors = { EUR = "50", USD = "50", CNY = "350", KRW = "70000" }'
# Whoever bills in more currencies than the shipped policy knows has floors for them.
MORE_FLOORS = FLOORS[:-2] + (
    ', GBP = "45", CHF = "50", JPY = "8000", PLN = "200", KWD = "15.000", TND = "150.000" }'
)
PRESENCE = VERSION.index("presence")
COLUMNS = (*KEY, "since", "until", "digest", *LOOKS)
PAID = tuple(column.name for column in paid_documents.c)
AT_ONCE = 500
T = TypeVar("T")


def policy() -> Policy:
    text = POLICY.read_text(encoding="utf-8")
    assert FLOORS in text
    return read_policy(text.replace(FLOORS, MORE_FLOORS))


def office_on(database: Database) -> Office:
    """On the morning on which the newest books came."""
    place = Place("DE", "Europe/Berlin")
    partners = {ACCOUNT: Partner(ACCOUNT)}
    return Office(SqlStore(database), lambda: NOW, place, lambda: "", partners)


def pour_in(database: Database, count: int, seed: int) -> None:
    """`count` customers and everything that is known of them, in one transaction."""
    with _unhurried(database) as connection:
        tally = Tally()
        for numbers in parts(range(count), AT_ONCE):
            some = [Owner(number, seed) for number in numbers]
            _write_customers(connection, some)
            _write_books(connection, some, tally)
        _write_snapshots(connection, tally, count)
        connection.commit()
    if isinstance(database, PostgresDatabase):
        _vacuum(database)


@dataclass(slots=True)
class Tally:
    """What the newest books of a source hold."""

    customers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    open: dict[str, dict[str, Money]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, paper: Paper) -> None:
        doc = paper.row.document
        if paper.missing:
            return
        self.customers[doc.source].add(doc.customer_ref)
        sums, code = self.open[doc.source], doc.open.currency
        if doc.status is not Status.CLOSED:
            sums[code] = sums[code] + doc.open if code in sums else doc.open


# Rows


def _write_customers(connection: Connection, some: Sequence[Owner]) -> None:
    known = [one.customer() for one in some]
    rows = [customer_row(one) for one in known]
    keep_parts(connection, rows)
    _add(connection, customers, rows)
    numbers = (
        {"account": c.key.account, "tenant_id": c.key.tenant_id, "number": c.registration}
        for c in known
        if c.registration
    )
    _add(connection, registrations, numbers)
    used = (subscription_row(one) for owner in some for one in owner.subscriptions())
    _add(connection, subscriptions, used)
    _add(connection, debtors, (debtor_row(one) for owner in some for one in owner.debtors()))
    _add(connection, account_facts, (row for owner in some for row in _facts(owner)))


def _facts(owner: Owner) -> Iterator[dict[str, object]]:
    said = owner.said()
    for source in owner.sources:
        yield {
            "source": source,
            "customer_ref": owner.ref,
            "domains": " ".join(said.domains),
            "registration": said.registration,
            "payer_ref": said.payer_ref,
        }


def _write_books(connection: Connection, some: Sequence[Owner], tally: Tally) -> None:
    versions, paid = list[tuple[object, ...]](), list[tuple[object, ...]]()
    for owner in some:
        for paper in papers(owner):
            tally.add(paper)
            versions += _versions(paper)
            if (how := paid_of(paper.row.document)) is not None:
                paid.append(_paid(how))
    pour(connection, documents, COLUMNS, versions)
    pour(connection, paid_documents, PAID, paid)


def _versions(paper: Paper) -> Iterator[tuple[object, ...]]:
    """The version that stands is the last."""
    first = number_of(paper.row.document.source, 0)
    if paper.before is not None:
        yield _version(first, paper.before, paper.since)
    found = list(_version(paper.since, paper.row, None))
    if paper.missing:
        # The place of `until` moves all that stands behind it.
        found[DIGEST + 1], found[PRESENCE + 1] = 0, Presence.MISSING.value
    yield tuple(found)


def _version(since: int, row: SheetRow, until: int | None) -> tuple[object, ...]:
    values = version_row(since, row)
    return (*values[:DIGEST], until, *values[DIGEST:])


def _paid(paid: Paid) -> tuple[object, ...]:
    return (
        paid.source, paid.document_id, paid.customer_ref, paid.total.plain(), paid.total.currency,
        paid.issued.isoformat(), paid.due.isoformat(), paid.paid_on.isoformat(),
        paid.payment_method, paid.at_latest,
    )  # fmt: skip


def _write_snapshots(connection: Connection, tally: Tally, count: int) -> None:
    """In the order of their numbers, which the database gives them."""
    found = [
        (source, place, _snapshot(source, place, tally))
        for place in range(BOOKS_EACH)
        for source in (BOOKS, SHOP)
    ]
    for source, place, snapshot in found:
        added = connection.execute(insert(snapshots), snapshot_row(snapshot))
        assert added.inserted_primary_key == (number_of(source, place),)
    newest = next(one for source, _, one in reversed(found) if source == BOOKS)
    bad = (
        RowProblem(line, f"C{line:07d}", "bad_date", {"value": "31.02.2026"})
        for line in range(0, count, 1000)
    )
    _add(connection, bad_rows, (bad_row(newest.snapshot_id, one) for one in bad))


def _snapshot(source: str, place: int, tally: Tally) -> Snapshot:
    weeks = BOOKS_EACH - 1 - place
    as_of = AS_OF - timedelta(weeks=weeks)
    return Snapshot(
        snapshot_id=f"00000000-0000-4000-8000-{number_of(source, place):012d}",
        source=source,
        as_of=as_of,
        file_name=f"{source}-{as_of:%Y-%m-%d}.csv",
        sha256=f"{number_of(source, place):064x}",
        state="past" if weeks else "current",
        taken_at=as_of + timedelta(minutes=10),
        customers=len(tally.customers[source]),
        totals=tuple(tally.open[source].values()),
    )


# Databases


def _add(connection: Connection, table: Table, rows: Iterable[Mapping[str, object]]) -> None:
    if found := [dict(row) for row in rows]:
        connection.execute(insert(table), found)


@contextmanager
def _unhurried(database: Database) -> Iterator[Connection]:
    """A file that is thrown away if this fails need not be safe before it is whole."""
    if isinstance(database, SqliteDatabase):
        with database.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA synchronous = OFF")
            driver.execute("PRAGMA cache_size = -400000")
    with database.transaction() as connection:
        yield connection


def _vacuum(database: PostgresDatabase) -> None:
    """What a server does by itself within minutes of such a change."""
    with database.bookkeeping() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        connection.rollback()
        driver.autocommit = True
        driver.execute("VACUUM ANALYZE")
        driver.autocommit = False


def parts(found: Sequence[T], size: int) -> Iterator[list[T]]:
    them = iter(found)
    while part := list(islice(them, size)):
        yield part


Progress = Callable[[int], None]
