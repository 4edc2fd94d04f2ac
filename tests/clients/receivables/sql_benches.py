"""A ledger in a database: on PostgreSQL under the SELECT of the documentation, and on SQLite."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url, text

from clients.receivables_sql import SqlBooks
from core.domain.exposure import Category, Kind, Status
from core.domain.secret import Secret
from core.ports.records import SheetRow
from tests.clients.receivables.bench import Room, Trouble
from tests.postgres import Server
from tests.tree import ROOT

READER, PASSWORD = "ledger_reader", "sql-password-7713"
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
PATIENCE = 0.5

KINDS = {
    Kind.INVOICE: "IN",
    Kind.CREDIT_NOTE: "CN",
    Kind.PAYMENT_UNAPPLIED: "PY",
    Kind.FINANCE_CHARGE: "FC",
}
BLOCKED = {
    Status.DRAFT: "DRAFT",
    Status.WRITTEN_OFF: "WROTE_OFF",
    Status.DISPUTED: "DISPUTE",
    Status.ON_HOLD: "HOLD",
}
SEGMENTS = {Category.CLOUD: "", Category.FEE: "FEE", Category.OTHER: "OTHER"}

TABLES = (
    "CREATE TABLE customers (customer_no text PRIMARY KEY, name text, microsoft_tenant text,"
    " billing_email text)",
    "CREATE TABLE ledger_entries (entry_no integer PRIMARY KEY, document_no text,"
    " customer_no text, entry_type text, posted_on date, due_on date, currency text,"
    " amount {money}, remaining {money}, blocked text, segment text, closed_on date)",
)
EMPTY = ("DELETE FROM ledger_entries", "DELETE FROM customers")
CUSTOMER = (
    "INSERT INTO customers VALUES (:no, :name, :tenant, :email)"
    " ON CONFLICT (customer_no) DO NOTHING"
)
ENTRY = (
    "INSERT INTO ledger_entries VALUES (:id, :number, :customer, :kind, :issued, :due, :currency,"
    " :total, :open, :blocked, :segment, {closed}) ON CONFLICT (entry_no) DO UPDATE SET"
    " remaining = excluded.remaining, blocked = excluded.blocked, closed_on = excluded.closed_on"
)
# SQLite has no decimals: this ledger writes amounts as text.
ON_SQLITE = """
-- One row for each document; 'a;b' and :c are no part of it.
WITH known AS (SELECT * FROM ledger_entries WHERE document_no LIKE 'R-%')
SELECT e.entry_no AS document_id, e.document_no AS document_number, e.customer_no AS customer_ref,
  c.name AS customer_name, c.microsoft_tenant AS tenant_id, c.billing_email,
  CASE e.entry_type WHEN 'IN' THEN 'invoice' WHEN 'CN' THEN 'credit_note'
    WHEN 'PY' THEN 'payment_unapplied' ELSE 'finance_charge' END AS document_type,
  e.posted_on AS issue_date, e.due_on AS due_date, e.currency,
  e.amount AS total_amount, e.remaining AS open_amount,
  CASE WHEN e.blocked = 'DRAFT' THEN 'draft' WHEN e.blocked = 'WROTE_OFF' THEN 'written_off'
    WHEN e.closed_on IS NOT NULL THEN 'closed' WHEN e.blocked = 'DISPUTE' THEN 'disputed'
    WHEN e.blocked = 'HOLD' THEN 'on_hold'
    WHEN e.entry_type = 'IN' AND e.remaining <> e.amount THEN 'partially_paid'
    ELSE 'open' END AS status,
  lower(coalesce(nullif(e.segment, ''), 'cloud')) AS category
FROM known e JOIN customers c USING (customer_no); -- the end
"""


class SqlBench:
    """What both databases have in common; `url` is the reader's, `_run` the ledger's own hand."""

    pause = 0.0
    marks = False
    secrets: Sequence[str] = ()
    unknown_id = "99"

    def __init__(self, url: str, query: str, folder: Path) -> None:
        self._url, self._query, self._folder = url, query, folder

    def clock(self) -> datetime:
        return NOW

    def told(self, truth: SheetRow) -> SheetRow:
        number = str(entry_no(truth))
        return replace(truth, document=replace(truth.document, document_id=number))

    def fill(self, truths: Sequence[SheetRow]) -> None:
        self._run([(statement, {}) for statement in EMPTY])
        for truth in truths:
            self.change(truth)

    def change(self, truth: SheetRow) -> None:
        closed = "CURRENT_DATE" if truth.document.status is Status.CLOSED else "NULL"
        self._run([(CUSTOMER, customer(truth)), (ENTRY.format(closed=closed), entry(truth))])

    def adapter(self, page_size: int = 100) -> SqlBooks:
        return SqlBooks(
            Secret(self._url),
            self._query,
            self._folder,
            source="books",
            clock=self.clock,
            page_size=page_size,
            patience=PATIENCE,
        )

    def _run(self, statements: Sequence[tuple[str, Mapping[str, object]]]) -> None:
        raise NotImplementedError


def entry_no(truth: SheetRow) -> int:
    return int(truth.document.document_id.removeprefix("D"))


def customer(truth: SheetRow) -> dict[str, object]:
    return {
        "no": truth.document.customer_ref,
        "name": truth.customer_name,
        "tenant": truth.tenant_id,
        "email": truth.billing_email,
    }


def entry(truth: SheetRow) -> dict[str, object]:
    document = truth.document
    return {
        "id": entry_no(truth),
        "number": document.number,
        "customer": document.customer_ref,
        "kind": KINDS[document.kind],
        "issued": document.issued.isoformat(),
        "due": document.due.isoformat() if document.due else None,
        "currency": document.total.currency,
        "total": document.total.plain(),
        "open": document.open.plain(),
        "blocked": BLOCKED.get(document.status, ""),
        "segment": SEGMENTS[document.category],
    }


class SqliteBench(SqlBench):
    troubles = frozenset({Trouble.BROKEN, Trouble.CUT, Trouble.NONSENSE, Trouble.KEPT_OUT})

    def __init__(self, folder: Path) -> None:
        self._file, self._aside = folder / "led ger.db", folder / "aside.db"
        super().__init__(f"sqlite:///{self._file}", ON_SQLITE, folder / "fetched")
        self._locked: sqlite3.Connection | None = None
        self._run([(statement.format(money="text"), {}) for statement in TABLES])

    def disturb(self, trouble: Trouble) -> None:
        if trouble is Trouble.BROKEN:
            self._locked = sqlite3.connect(self._file, isolation_level=None)
            self._locked.execute("BEGIN EXCLUSIVE")
            return
        self._file.rename(self._aside)
        whole = self._aside.read_bytes()
        if trouble is Trouble.CUT:
            self._file.write_bytes(whole[: len(whole) // 2])
        if trouble is Trouble.NONSENSE:
            self._file.write_bytes(b"<!doctype html><title>Sign in</title>" * 100)

    def calm(self) -> None:
        if self._locked is not None:
            self._locked.close()
            self._locked = None
        if self._aside.exists():
            self._aside.rename(self._file)

    def _run(self, statements: Sequence[tuple[str, Mapping[str, object]]]) -> None:
        with closing(sqlite3.connect(self._file)) as connection, connection:
            for statement, values in statements:
                connection.execute(statement, dict(values))


class PostgresBench(SqlBench):
    troubles = frozenset({Trouble.BROKEN, Trouble.KEPT_OUT})
    secrets = (PASSWORD,)

    def __init__(self, owner: URL, folder: Path) -> None:
        reader = owner.set(drivername="postgresql", username=READER, password=PASSWORD)
        url = reader.render_as_string(hide_password=False)
        super().__init__(url, documented(), folder / "fetched")
        self._engine = create_engine(owner)
        self._locked: Connection | None = None

    def disturb(self, trouble: Trouble) -> None:
        if trouble is Trouble.BROKEN:
            self._locked = self._engine.connect()
            self._locked.execute(text("LOCK TABLE ledger_entries IN ACCESS EXCLUSIVE MODE"))
        if trouble is Trouble.KEPT_OUT:
            self._run([(f"REVOKE SELECT ON ledger_entries FROM {READER}", {})])

    def calm(self) -> None:
        if self._locked is not None:
            self._locked.close()
            self._locked = None
        self._run([(f"GRANT SELECT ON ledger_entries, customers TO {READER}", {})])

    def close(self) -> None:
        self.calm()
        self._engine.dispose()

    def _run(self, statements: Sequence[tuple[str, Mapping[str, object]]]) -> None:
        with self._engine.begin() as connection:
            for statement, values in statements:
                connection.execute(text(statement), values)


def documented() -> str:
    """The SELECT that partners are shown."""
    page = (ROOT / "docs" / "sources-sql.md").read_text(encoding="utf-8")
    found = re.search(r"```sql\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1]


@contextmanager
def sqlite_ledger(room: Room) -> Iterator[SqliteBench]:
    bench = SqliteBench(room.folder)
    try:
        yield bench
    finally:
        bench.calm()


@contextmanager
def postgres_ledger(room: Room) -> Iterator[PostgresBench]:
    bench = PostgresBench(_ledger(room.server()), room.folder)
    try:
        yield bench
    finally:
        bench.close()


@cache
def _ledger(server: Server) -> URL:
    """One for all tests: each fills it anew."""
    owner = make_url(server.empty()).set(drivername="postgresql+psycopg")
    engine = create_engine(owner)
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(text(table.format(money="numeric(20, 5)")))
        connection.execute(text(f"CREATE ROLE {READER} LOGIN PASSWORD '{PASSWORD}'"))
        connection.execute(text(f"GRANT SELECT ON ledger_entries, customers TO {READER}"))
    engine.dispose()
    return owner
