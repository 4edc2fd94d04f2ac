"""The embedded engine: jobs are rows beside what caused them, threads of this process do them."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import OperationalError

from core.engine import Dead, Failed, Record, Result, backoff, run_delivery, verdict
from core.ports.engine import Delivery, Handler, Job
from core.ports.outside import Clock
from storage import job_rows
from storage.database import Database
from storage.job_rows import Claimed, Moment
from storage.process_lock import ProcessLock
from storage.tables.jobs import jobs, jobs_history

log = logging.getLogger(__name__)

LONGEST_SLEEP = 1.0


class SqliteJobs:
    """Jobs written in the transaction of the change that causes them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def enqueue(self, job: Job) -> bool:
        """False if the key was ever used."""
        if job.run_at is not None and job.lane is not None:
            raise ValueError(f"{job.kind}: a scheduled job enqueues its lane's job when it is due")
        finished = select(jobs_history.c.key).where(jobs_history.c.key == job.key)
        if self._connection.scalar(finished) is not None:
            return False
        written = insert(jobs).values(
            kind=job.kind,
            key=job.key,
            payload=dict(job.payload),
            priority=int(job.priority),
            lane=job.lane,
            run_at=job.run_at,
            status="ready",
        )
        once = written.on_conflict_do_nothing(index_elements=["key"]).returning(jobs.c.id)
        return self._connection.scalar(once) is not None


@dataclass(frozen=True, slots=True)
class Route:
    """Who does jobs of one kind, how often, and for how many seconds each is waited for."""

    handle: Handler
    max_attempts: int
    timeout: float


def _nobody(delivery: Delivery) -> None:
    raise LookupError(f"nobody does jobs of the kind {delivery.kind}")


# A version that knows the kind may be started within the next minutes.
UNKNOWN_KIND = Route(_nobody, max_attempts=10, timeout=60)


class SqliteEngine:
    """One process, some threads. Its lock on the file proves that no other process works."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        threads: int = 4,
        lease: float = 30.0,
        drain: float = 20.0,
        delay: Callable[[int], float] | None = None,
        on_dead: Callable[[Delivery, str], None] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._size = threads
        self._lease = lease
        self._drain = drain
        self._delay = delay or partial(backoff, chance=Random())
        self._on_dead = on_dead
        self._routes: dict[str, Route] = {}
        self._owner = str(os.getpid())
        self._lock = ProcessLock(database.path)
        self._threads: list[threading.Thread] = []
        # Re-entrant, because stop() may be called by a signal that interrupts run().
        self._news = threading.Condition(threading.RLock())
        self._told = 0
        self._stopping = False
        self._held: dict[tuple[int, int], tuple[Claimed, float]] = {}

    def handler(self, kind: str, handle: Handler, *, max_attempts: int, timeout: float) -> None:
        if kind in self._routes:
            raise ValueError(f"{kind} has a handler already")
        self._routes[kind] = Route(handle, max_attempts, timeout)

    # Life

    def run(self) -> None:
        """Work until stop() is called."""
        self.start()
        with self._news:
            self._news.wait_for(lambda: self._stopping)
        self.stop()

    def start(self) -> None:
        """Raises AlreadyRunning; otherwise what a dead process left running is due again."""
        if self._threads:
            raise RuntimeError("this engine was started already")
        self._stopping = False
        self._lock.acquire()
        with self._database.transaction() as connection:
            taken = job_rows.take_over(connection)
            connection.commit()
        if taken:
            log.warning("%d jobs were cut off and will be done again", taken)
        workers = [(self._work, f"jobs-{number}") for number in range(self._size)]
        self._threads = [
            threading.Thread(target=target, name=name, daemon=True)
            for target, name in [*workers, (self._keep_leases, "leases")]
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Nothing new is begun; what is being done may finish, for as long as `drain` says."""
        with self._news:
            self._stopping = True
        self.wake()
        deadline = time.monotonic() + self._drain
        others = [thread for thread in self._threads if thread is not threading.current_thread()]
        for thread in others:
            thread.join(max(0.0, deadline - time.monotonic()))
        with self._news:
            if not any(thread.is_alive() for thread in self._threads):
                self._threads = []
                self._lock.release()

    def wake(self) -> None:
        with self._news:
            self._told += 1
            self._news.notify_all()

    # Questions

    def counts(self) -> dict[str, int]:
        """How many jobs have each status."""
        with self._database.reading() as connection:
            return job_rows.counts(connection)

    def idle(self, within: float) -> bool:
        """Wait until nothing runs, is due or waits for a further attempt; false if that took
        longer."""
        deadline = time.monotonic() + within
        while True:
            told = self._told
            if not self._busy():
                return True
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            self._sleep(min(left, LONGEST_SLEEP), told)

    def _busy(self) -> bool:
        now = self._clock()
        with self._database.reading() as connection:
            return job_rows.busy(connection, now)

    def tidy(self, before: datetime) -> int:
        """Move what finished before that moment to the history, in chunks that delay no click."""
        moved = 0
        while chunk := self._tidy_chunk(before):
            moved += chunk
        return moved

    def _tidy_chunk(self, before: datetime) -> int:
        with self._database.transaction() as connection:
            moved = job_rows.move_to_history(connection, before)
            connection.commit()
        return moved

    # Work

    def _work(self) -> None:
        while not self._stopping:
            told = self._told
            try:
                pause = self._next()
            except OperationalError:
                log.exception("the database did not answer; a job that was done may come again")
                pause = LONGEST_SLEEP
            if pause > 0:
                self._sleep(pause, told)

    def _sleep(self, seconds: float, told: int) -> None:
        """Until the time is up, or somebody told something that the caller has not seen."""
        with self._news:
            self._news.wait_for(lambda: self._told != told, timeout=seconds)

    def _next(self) -> float:
        """Do one job; how long to wait if none is due."""
        moment = self._moment()
        with self._database.transaction() as connection:
            until = moment.machine + self._lease
            claimed = job_rows.claim(connection, moment, self._owner, until)
            if claimed is None:
                return job_rows.seconds_to_next(connection, moment, LONGEST_SLEEP)
            connection.commit()
        self._do(claimed)
        return 0.0

    def _moment(self) -> Moment:
        return Moment(self._clock(), time.time())

    def _do(self, claimed: Claimed) -> None:
        route = self._route(claimed)
        with self._news:
            self._held[claimed.token] = claimed, time.monotonic() + route.timeout
        result = run_delivery(route.handle, claimed.delivery)
        with self._news:
            del self._held[claimed.token]
        self._settle(claimed, result)

    def _route(self, claimed: Claimed) -> Route:
        return self._routes.get(claimed.delivery.kind, UNKNOWN_KIND)

    def _settle(self, claimed: Claimed, result: Result) -> None:
        record = Record(
            claimed.delivery.attempt, claimed.failures, self._route(claimed).max_attempts
        )
        outcome = verdict(result, record, self._delay)
        if isinstance(outcome, Dead):
            self._bury(claimed, outcome)
        moment = self._moment()
        with self._database.transaction() as connection:
            kept = job_rows.settle(connection, claimed, outcome, moment)
            connection.commit()
        if not kept:
            kind, attempt = claimed.delivery.kind, claimed.delivery.attempt
            log.warning("job %s lost its lease in attempt %d: result dropped", kind, attempt)
        self.wake()

    def _bury(self, claimed: Claimed, dead: Dead) -> None:
        """Told before it is written, so that a death is told at least once."""
        with self._database.reading() as connection:
            if not job_rows.is_held(connection, claimed):
                return
        kind, attempt = claimed.delivery.kind, claimed.delivery.attempt
        log.error("job %s dies of attempt %d: %s", kind, attempt, dead.why, exc_info=dead.error)
        if tell := self._on_dead:
            run_delivery(lambda delivery: tell(delivery, dead.why), claimed.delivery)

    # Leases

    def _keep_leases(self) -> None:
        while not self._stopping:
            try:
                self._extend_leases()
                self._end_leases()
            except OperationalError:
                log.exception("the database did not answer; leases were not kept")
            with self._news:
                self._news.wait_for(lambda: self._stopping, timeout=self._lease / 3)

    def _extend_leases(self) -> None:
        """Of handlers that work no longer than their timeout allows."""
        now = time.monotonic()
        with self._news:
            held = [claimed for claimed, deadline in self._held.values() if deadline > now]
        if held:
            with self._database.transaction() as connection:
                job_rows.extend(connection, held, time.time() + self._lease)
                connection.commit()

    def _end_leases(self) -> None:
        """A handler cannot be stopped, but its job can be given to another."""
        with self._database.reading() as connection:
            lost = job_rows.overdue(connection, time.time())
        for claimed in lost:
            log.error("job %s did not end within its timeout", claimed.delivery.kind)
            self._settle(claimed, Failed("did not end within its timeout"))
