"""The rows of procrastinate that carry our jobs to a worker: brought, given back and let go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache

from procrastinate import App, SyncPsycopgConnector
from procrastinate.tasks import configure_task
from sqlalchemy import Connection, select, text, update

from core.engine import Again, Verdict
from core.ports.engine import Priority
from storage.job_rows import CHUNK, READY, Claimed, claimed_of
from storage.tables.jobs import jobs

TASK = "goodstanding"
# Changes have a queue of their own: there are workers that leave them to others.
CHANGES, ALL_ELSE = "changes", "all_else"

# One statement gives back both rows, ours locked first, as settling does. It waits for nobody: who
# forgets a dead worker locks its carriers too, in an order of its own.
TAKE_OVER = text("""
    WITH lost AS (
        SELECT carrier.id AS carrier, job.id AS number
        FROM procrastinate_jobs AS carrier
        JOIN jobs AS job ON job.id = (carrier.args ->> 'number')::bigint
        LEFT JOIN procrastinate_workers AS worker ON worker.id = carrier.worker_id
        WHERE carrier.status = 'doing' AND (
            worker.id IS NULL
            OR worker.last_heartbeat < now() - make_interval(secs => :patience)
            OR carrier.id = ANY (:forgotten)
        )
        FOR UPDATE OF job, carrier SKIP LOCKED
    ), freed AS (
        UPDATE jobs SET status = 'ready', lease_owner = NULL
        FROM lost WHERE jobs.id = lost.number AND jobs.status IN ('ready', 'running')
        RETURNING lost.carrier
    )
    SELECT procrastinate_retry_job_v2(carrier, now(), NULL, NULL, NULL) FROM freed
""")
FETCHED = text(
    "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND worker_id = ANY (:workers)"
)
SWEEPING = text("SELECT pg_try_advisory_xact_lock(:number)")
SWEEPER = 0x600D57A4E

BEGIN = text("""
    UPDATE jobs SET status = 'running', attempts = attempts + 1, lease_owner = :owner
    WHERE id = :number AND status IN ('ready', 'running')
    RETURNING id, kind, payload, attempts, failures
""").columns(jobs.c.id, jobs.c.kind, jobs.c.payload, jobs.c.attempts, jobs.c.failures)
AGAIN = text("""
    SELECT procrastinate_retry_job_v2(
        :carrier, now() + make_interval(secs => :seconds), NULL, NULL, NULL
    )
""")
LET_GO = text("SELECT procrastinate_finish_job_v1(:carrier, 'succeeded', true)")
# Procrastinate tells its workers of new jobs only; the next of a lane is due without being new.
TELL_WORKERS = text("""
    SELECT pg_notify(channel, '{"type": "job_inserted", "job_id": 0}')
    FROM unnest(ARRAY['procrastinate_any_queue_v1', 'procrastinate_queue_v1#all_else']) AS channel
""")


@cache
def _app() -> App:
    """Only for bringing jobs on a connection of ours; it opens none of its own."""
    return App(connector=SyncPsycopgConnector())


def bring(connection: Connection, number: int, lane: str | None, priority: int) -> None:
    """In the transaction of the caller. Of two priorities the lower number goes first."""
    configure_task(
        name=TASK,
        queue=CHANGES if priority == Priority.CHANGE else ALL_ELSE,
        job_manager=_app().job_manager,
        lock=lane,
        priority=-priority,
        connection=connection.connection.driver_connection,
    ).defer(number=number)


def bring_due(connection: Connection, now: datetime) -> int:
    """Bring what was waiting for its time. A row without `run_at` was brought."""
    due = select(jobs.c.id, jobs.c.priority).where(READY, jobs.c.run_at <= now)
    ordered = due.order_by(jobs.c.run_at, jobs.c.id).limit(CHUNK)
    rows = connection.execute(ordered.with_for_update(skip_locked=True)).all()
    brought = [row.id for row in rows]
    connection.execute(update(jobs).where(jobs.c.id.in_(brought)).values(run_at=None))
    for row in rows:
        bring(connection, row.id, None, row.priority)
    return len(rows)


def begin(connection: Connection, carrier: int, number: int, owner: str) -> Claimed | None:
    """The job that was carried here; none if it is over, and then its carrier goes, too."""
    row = connection.execute(BEGIN, {"number": number, "owner": owner}).one_or_none()
    if row is None:
        connection.execute(LET_GO, {"carrier": carrier})
        return None
    return claimed_of(row, carrier)


def settle(connection: Connection, claimed: Claimed, verdict: Verdict) -> None:
    """What follows for the carrier, in the transaction that settles the job."""
    if isinstance(verdict, Again):
        again = {"carrier": claimed.carrier, "seconds": verdict.seconds}
        connection.execute(AGAIN, again)
    else:
        connection.execute(LET_GO, {"carrier": claimed.carrier})
    connection.execute(TELL_WORKERS)


def fetched_by(connection: Connection, workers: Collection[int]) -> set[int]:
    """The carriers that these workers have fetched and not let go."""
    return set(connection.scalars(FETCHED, {"workers": list(workers)}))


def take_over(connection: Connection, patience: float, forgotten: Collection[int]) -> int:
    """Give back the jobs of workers that are dead, and those that a worker forgot; one at a time
    of all processes does."""
    if not connection.scalar(SWEEPING, {"number": SWEEPER}):
        return 0
    values = {"patience": patience, "forgotten": list(forgotten)}
    return len(connection.execute(TAKE_OVER, values).all())
