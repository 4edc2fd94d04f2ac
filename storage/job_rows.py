"""Rows of the jobs table: claimed, kept, settled and moved out of the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    Connection,
    Executable,
    Row,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    update,
)

from core.engine import Again, Dead, Done, Verdict
from core.ports.engine import Delivery, Job, Priority
from storage.sql import insert_of
from storage.tables.jobs import jobs, jobs_history
from storage.tables.metadata import UTCDateTime

STATUSES = ("ready", "running", "done", "dead")
CHUNK = 2000

# A status is a literal, never a parameter, which would hide the partial indexes: the claim would
# then read every finished row.
READY = jobs.c.status == literal_column("'ready'")
RUNNING = jobs.c.status == literal_column("'running'")
OVER = jobs.c.status.in_([literal_column("'done'"), literal_column("'dead'")])

CLAIM = """
    UPDATE jobs
    SET status = 'running', attempts = attempts + 1, lease_owner = :owner, lease_until = :until
    WHERE id IN (
        SELECT job.id FROM jobs AS job
        WHERE job.status = 'ready'
          AND (job.run_at IS NULL OR job.run_at <= :now)
          AND job.retry_at <= :machine
          AND (job.priority <> :change OR :hands > (
            SELECT count(*) FROM jobs AS busy
            WHERE busy.status = 'running' AND busy.priority = :change
          ))
          AND (job.lane IS NULL OR NOT EXISTS (
            SELECT 1 FROM jobs AS earlier
            WHERE earlier.lane = job.lane AND earlier.id < job.id
              AND earlier.status IN ('ready', 'running')
          ))
        ORDER BY job.priority, job.run_at, job.id
        LIMIT 1
    )
    RETURNING id, kind, payload, attempts, failures
"""
_CLAIM = (
    text(CLAIM)
    .bindparams(bindparam("now", type_=UTCDateTime))
    .columns(jobs.c.id, jobs.c.kind, jobs.c.payload, jobs.c.attempts, jobs.c.failures)
)
# Asked many times a second while jobs are done: making a statement takes longer than running it.
_NOW = bindparam("now", type_=jobs.c.run_at.type)
_IN_LANE = select(func.count()).where(jobs.c.lane == bindparam("lane"), READY | RUNNING)
_FINISHED = select(jobs_history.c.key).where(jobs_history.c.key == bindparam("key"))
_TAKE_BACK = delete(jobs).where(jobs.c.id == bindparam("held"))
_WAITING = select(
    select(func.min(jobs.c.run_at)).where(READY, jobs.c.run_at > _NOW).scalar_subquery(),
    select(func.min(jobs.c.retry_at))
    .where(READY, jobs.c.retry_at > bindparam("machine", type_=jobs.c.retry_at.type))
    .scalar_subquery(),
)
_DUE = and_(READY, or_(jobs.c.run_at.is_(None), jobs.c.run_at <= _NOW))
_HELD = and_(jobs.c.id == bindparam("held"), jobs.c.attempts == bindparam("attempt"), RUNNING)
_IS_HELD = select(jobs.c.id).where(_HELD)
_SETTLE = update(jobs).where(_HELD).returning(jobs.c.id)
_KEEP = update(jobs).where(_HELD)
_BUSY = select(
    or_(
        select(jobs.c.id).where(RUNNING).exists(),
        select(jobs.c.id).where(_DUE).exists(),
    )
)


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, on both clocks: business time, and seconds on the machine's."""

    business: datetime
    machine: float


@dataclass(frozen=True, slots=True)
class Claimed:
    """A running job; its attempt is the token without which nothing is settled. `carrier` is the
    number under which another engine brought it."""

    id: int
    failures: int
    delivery: Delivery
    carrier: int = 0

    @property
    def token(self) -> tuple[int, int]:
        return self.id, self.delivery.attempt


def write(connection: Connection, job: Job) -> int | None:
    """The number of a new job; none if its key was ever used."""
    if job.run_at is not None and job.lane is not None:
        raise ValueError(f"{job.kind}: a scheduled job enqueues its lane's job when it is due")
    values = {
        "kind": job.kind,
        "key": job.key,
        "payload": dict(job.payload),
        "priority": int(job.priority),
        "lane": job.lane,
        "run_at": job.run_at,
        "status": "ready",
    }
    number: int | None = connection.scalar(_written_once(connection.dialect.name), values)
    # Mostly it is there already. What is in the history is rare, and asked for after that.
    if number is None or connection.scalar(_FINISHED, {"key": job.key}) is None:
        return number
    connection.execute(_TAKE_BACK, {"held": number})
    return None


@cache
def _written_once(dialect: str) -> Executable:
    written = insert_of(dialect, jobs)
    return written.on_conflict_do_nothing(index_elements=["key"]).returning(jobs.c.id)


def in_lane(connection: Connection, lane: str) -> int:
    return connection.scalar(_IN_LANE, {"lane": lane}) or 0


def claim(
    connection: Connection, moment: Moment, owner: str, until: float, hands: int
) -> Claimed | None:
    """Take the first job that is due and whose lane is free; a change while fewer than so many
    hands carry out changes."""
    values = {
        "now": moment.business,
        "machine": moment.machine,
        "owner": owner,
        "until": until,
        "hands": hands,
        "change": int(Priority.CHANGE),
    }
    row = connection.execute(_CLAIM, values).one_or_none()
    return None if row is None else claimed_of(row)


def claimed_of(row: Row[int, str, dict[str, str | int], int, int], carrier: int = 0) -> Claimed:
    number, kind, payload, attempt, failures = row
    return Claimed(number, failures, Delivery(kind, payload, attempt), carrier)


def seconds_to_next(connection: Connection, moment: Moment, at_most: float) -> float:
    """Until something that waits becomes due. What waits for its lane is told, not timed."""
    values = {"now": moment.business, "machine": moment.machine}
    run_at, retry_at = connection.execute(_WAITING, values).one()
    waits = [at_most]
    if run_at is not None:
        waits.append((run_at - moment.business).total_seconds())
    if retry_at is not None:
        waits.append(retry_at - moment.machine)
    return min(waits)


def settle(connection: Connection, claimed: Claimed, verdict: Verdict, moment: Moment) -> bool:
    """False if the lease was lost meanwhile: then nothing is changed."""
    values: dict[str, object] = {"lease_owner": None, "lease_until": None}
    match verdict:
        case Done():
            values |= {"status": "done", "error": None, "finished_at": moment.business}
        case Dead(why, _):
            values |= {"status": "dead", "error": why, "finished_at": moment.business}
        case Again(seconds, why, failures):
            values |= {"status": "ready", "error": why, "failures": failures}
            values |= {"retry_at": moment.machine + seconds}
    return connection.scalar(_SETTLE, values | _which(claimed)) is not None


def is_held(connection: Connection, claimed: Claimed) -> bool:
    return connection.scalar(_IS_HELD, _which(claimed)) is not None


def extend(connection: Connection, held: Iterable[Claimed], until: float) -> None:
    for claimed in held:
        connection.execute(_KEEP, {"lease_until": until} | _which(claimed))


def _which(claimed: Claimed) -> dict[str, object]:
    return {"held": claimed.id, "attempt": claimed.delivery.attempt}


def overdue(connection: Connection, machine: float) -> list[Claimed]:
    """Running jobs whose lease has run out."""
    found = select(jobs.c.id, jobs.c.kind, jobs.c.payload, jobs.c.attempts, jobs.c.failures).where(
        RUNNING, jobs.c.lease_until < machine
    )
    return [claimed_of(row) for row in connection.execute(found)]


def take_over(connection: Connection) -> int:
    """Whatever is running belonged to a process that is dead: due again at once."""
    freed = update(jobs).where(RUNNING).values(status="ready", lease_owner=None, lease_until=None)
    return len(connection.scalars(freed.returning(jobs.c.id)).all())


def busy(connection: Connection, now: datetime) -> bool:
    """Whether anything runs, is due, or waits for a further attempt."""
    return bool(connection.scalar(_BUSY, {"now": now}))


def counts(connection: Connection) -> dict[str, int]:
    counted = select(jobs.c.status, func.count()).group_by(jobs.c.status)
    return dict.fromkeys(STATUSES, 0) | {row[0]: row[1] for row in connection.execute(counted)}


def move_to_history(connection: Connection, before: datetime) -> int:
    """One chunk of what finished before that moment; keys stay known there."""
    names = [column.name for column in jobs_history.c]
    over = select(jobs.c.id).where(OVER, jobs.c.finished_at < before).limit(CHUNK)
    ids = connection.scalars(over).all()
    chosen = jobs.c.id.in_(ids)
    connection.execute(
        insert(jobs_history).from_select(names, select(*(jobs.c[n] for n in names)).where(chosen))
    )
    connection.execute(delete(jobs).where(chosen))
    return len(ids)
