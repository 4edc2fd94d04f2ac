"""What an installation can count of itself, read from its database whenever somebody asks."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.job_rows import READY
from storage.schema import WrongSchema, check
from storage.tables.books import IS_CURRENT, snapshots
from storage.tables.desk import freezes
from storage.tables.events import events
from storage.tables.jobs import jobs
from storage.tables.on_call import page_calls, pages
from storage.tables.plans import plans, steps
from storage.tables.readings import readings
from storage.tables.schedules import schedules, slots

OPEN = ("pending", "approved", "executing")
EARLIER = jobs.alias("earlier")
WAITS = (
    select(EARLIER.c.id)
    .where(
        EARLIER.c.lane == jobs.c.lane,
        EARLIER.c.id < jobs.c.id,
        EARLIER.c.status.in_(["ready", "running"]),
    )
    .exists()
)
DUE = select(jobs.c.id, jobs.c.attempts).where(
    READY,
    or_(jobs.c.run_at.is_(None), jobs.c.run_at <= bindparam("now")),
    jobs.c.retry_at <= bindparam("machine"),
    or_(jobs.c.lane.is_(None), ~WAITS),
)
IN_USE = schedules.c.removed_at.is_(None)
Counted = dict[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts by what is no secret: kinds, states and sources, never names or ids."""

    events: Counted
    jobs: Counted
    plans: Counted
    steps: Counted
    frozen: bool
    pages: Counted
    books_as_of: dict[str, datetime]
    books_read_at: dict[str, datetime]
    books_troubles: Counted
    digests_posted_at: dict[str, datetime]
    digests_due: tuple[datetime, ...]


class Trail:
    """The audit trail only grows, by one number after the other: what was counted once stays
    counted, and each look adds what is new. A new process begins with one look at all of it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._counted: Counter[tuple[str, ...]] = Counter()
        self._last = 0

    def count(self, connection: Connection) -> Counted:
        """By kind, in the view that this connection has; an older view than the last one adds
        nothing."""
        last = connection.scalar(select(func.max(events.c.seq))) or 0
        with self._guard:
            if last > self._last:
                new = events.c.seq > self._last if self._last else None
                self._counted.update(_counted(connection, events.c.kind, among=new))
                self._last = last
            return dict(self._counted)


class Counting:
    """Reads only, and blocks nobody."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._trail = Trail()

    def trouble(self) -> str:
        """Why this database cannot be worked with, or nothing."""
        try:
            check(self._database)
        except DBAPIError as error:
            return str(error.orig)
        except (OSError, WrongSchema) as error:
            return str(error)
        return ""

    def figures(self) -> Figures:
        with self._database.reading() as connection:
            frozen = select(func.count()).where(freezes.c.lifted_at.is_(None))
            books = select(snapshots.c.source, snapshots.c.as_of).where(
                IS_CURRENT, snapshots.c.as_of.is_not(None)
            )
            return Figures(
                events=self._trail.count(connection),
                jobs=_counted(connection, jobs.c.kind, jobs.c.status),
                plans=_counted(
                    connection, plans.c.action, plans.c.state, among=plans.c.state.in_(OPEN)
                ),
                steps=_counted(connection, steps.c.verb, steps.c.state),
                frozen=bool(connection.scalar(frozen)),
                pages=_pages(connection),
                books_as_of={row.source: row.as_of for row in connection.execute(books)},
                books_read_at=_read_at(connection),
                books_troubles=_counted(
                    connection, readings.c.source, among=readings.c.trouble.is_not(None)
                ),
                digests_posted_at=_posted_at(connection),
                digests_due=_digests_due(connection),
            )

    def due(self, now: datetime) -> set[tuple[int, int]]:
        """Jobs that somebody should be doing now, each with its attempt. One that waits for the
        one before it in its lane is not among them."""
        asked = {"now": now, "machine": time.time()}
        with self._database.reading() as connection:
            return {(row.id, row.attempts) for row in connection.execute(DUE, asked)}

    def given_up(self, since: datetime) -> int:
        """How many jobs died from that moment on."""
        dead = select(func.count()).where(jobs.c.status == "dead", jobs.c.finished_at >= since)
        with self._database.reading() as connection:
            return connection.scalar(dead) or 0


def _read_at(connection: Connection) -> dict[str, datetime]:
    found = select(readings.c.source, readings.c.read_at).where(readings.c.read_at.is_not(None))
    return {row.source: row.read_at for row in connection.execute(found)}


def _posted_at(connection: Connection) -> dict[str, datetime]:
    """When the last digest of each schedule went out, by its number."""
    newest = func.max(slots.c.posted_at).label("at")
    of = slots.c.schedule_id == schedules.c.schedule_id
    found = select(schedules.c.number, newest).join(slots, of).where(IN_USE)
    posted = found.where(slots.c.posted_at.is_not(None)).group_by(schedules.c.number)
    return {str(row.number): row.at for row in connection.execute(posted)}


def _digests_due(connection: Connection) -> tuple[datetime, ...]:
    """Slots that wait to be claimed, or to go out."""
    of = slots.c.schedule_id == schedules.c.schedule_id
    waiting = slots.c.state.in_(["queued", "posting"])
    claimed = select(slots.c.at).join(schedules, of).where(IN_USE, waiting)
    coming = select(schedules.c.next_at).where(IN_USE)
    return tuple(connection.scalars(claimed)) + tuple(connection.scalars(coming))


def _pages(connection: Connection) -> Counted:
    """Those that nobody has taken, by whether Slack took any message of them."""
    sent = select(page_calls.c.page_id).where(
        page_calls.c.page_id == pages.c.page_id, page_calls.c.sent_at.is_not(None)
    )
    begun = select(func.count()).where(pages.c.ended_at.is_(None), pages.c.step > 0)
    reached = connection.scalar(begun.where(sent.exists())) or 0
    unheard = connection.scalar(begun.where(~sent.exists())) or 0
    return {("yes",): reached, ("no",): unheard}


def _counted(
    connection: Connection, *by: ColumnElement[str], among: ColumnElement[bool] | None = None
) -> Counted:
    found = select(*by, func.count()).group_by(*by)
    rows = connection.execute(found if among is None else found.where(among))
    return {tuple(map(str, row[:-1])): int(row[-1]) for row in rows}
