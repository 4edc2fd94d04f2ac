"""From a SQLite file to PostgreSQL: all in one transaction, and the file is not run again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Integer, Table, func, insert, select, text, update

from core.ports.marks import LIES_AT
from storage import job_carriers
from storage.audit import Verdict, verify
from storage.database_postgres import PostgresDatabase
from storage.database_sqlite import SqliteDatabase
from storage.process_lock import ProcessLock
from storage.schema import mark_as_moved
from storage.tables.all import metadata
from storage.tables.desk import facts
from storage.tables.events import chain
from storage.tables.jobs import jobs

CHUNK = 2000
# Of a large desk the trail alone is verified for longer than anybody else may be silent.
NO_HURRY = text("SET LOCAL idle_in_transaction_session_timeout = 0")


class NotMoved(Exception):
    """Nothing was moved; the text says why."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How much was moved, and the audit trail as it was found there."""

    rows: int
    trail: Verdict


def move(source: SqliteDatabase, target: PostgresDatabase) -> Moved:
    """Both have the newest schema. Raises NotMoved, and AlreadyRunning while a desk runs on the
    file. Should it be cut off between the two commits, the target is complete, and the file only
    lacks its mark."""
    lock = ProcessLock(source.path)
    lock.acquire()
    try:
        with source.transaction() as old, target.transaction() as new:
            moved = _move(old, new)
            mark_as_moved(old)
            new.commit()
            old.commit()
    finally:
        lock.release()
    return moved


def _move(old: Connection, new: Connection) -> Moved:
    new.execute(NO_HURRY)
    _expect_empty(new)
    known = verify(old)
    if not known.holds():
        raise NotMoved(f"the chain of events is broken at {known.broken_at}: {known.why}")
    new.execute(chain.delete())
    rows = sum(_copy(table, old, new) for table in metadata.sorted_tables)
    # It lies elsewhere now, and that is as it should be.
    new.execute(facts.delete().where(facts.c.name == LIES_AT))
    for table in metadata.sorted_tables:
        _go_on_counting(table, new)
    _bring_jobs(new)
    found = verify(new)
    if found != known:
        raise NotMoved(f"the chain of events arrived as {found}")
    return Moved(rows, found)


def _expect_empty(new: Connection) -> None:
    for table in metadata.sorted_tables:
        rows = new.scalar(select(func.count()).select_from(table)) or 0
        if rows > (1 if table is chain else 0):
            raise NotMoved(f"the target is not empty: {table.name} has {rows} rows")


def _copy(table: Table, old: Connection, new: Connection) -> int:
    copied = 0
    for rows in _chunks(table, old):
        new.execute(insert(table), rows)
        copied += len(rows)
    return copied


def _chunks(table: Table, old: Connection) -> Iterator[list[dict[str, object]]]:
    found = old.execute(select(table).order_by(*table.primary_key))
    for part in found.partitions(CHUNK):
        yield [dict(row._mapping) for row in part]


def _go_on_counting(table: Table, new: Connection) -> None:
    """A number that PostgreSQL gives out follows those that SQLite gave."""
    column = table.autoincrement_column
    if column is None or not isinstance(column.type, Integer):
        return
    last = new.scalar(select(func.max(column)))
    if last is not None:
        sequence = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
        new.execute(sequence, {"table": table.name, "column": column.name, "last": last})


def _bring_jobs(new: Connection) -> None:
    """In the order in which they were written, so that lanes keep theirs. What was running was cut
    off; what waits for its time is brought then."""
    freed = {"status": "ready", "lease_owner": None, "lease_until": None}
    new.execute(update(jobs).where(jobs.c.status == "running").values(freed))
    ready = select(jobs).where(jobs.c.status == "ready", jobs.c.run_at.is_(None))
    for row in new.execute(ready.order_by(jobs.c.id)).all():
        job_carriers.bring(new, row.id, row.lane, row.priority)
