"""The embedded engine: jobs are rows beside what caused them, threads of this process do them."""

from __future__ import annotations

import logging
import os
import threading
import time
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from core.engine import Failed, Result, hands_for_changes
from core.ports.engine import Handler, Job
from core.ports.outside import Clock
from storage import job_rows
from storage.database_sqlite import SqliteDatabase
from storage.deliveries import Delay, Deliveries, News, OnDead, idle
from storage.job_rows import Claimed
from storage.process_lock import ProcessLock

log = logging.getLogger(__name__)

LONGEST_SLEEP = 1.0


class SqliteJobs:
    """Jobs written in the transaction of the change that causes them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def in_lane(self, lane: str) -> int:
        return job_rows.in_lane(self._connection, lane)

    def enqueue(self, job: Job) -> bool:
        """False if the key was ever used."""
        return job_rows.write(self._connection, job) is not None


class SqliteEngine:
    """One process, some threads. Its lock on the file proves that no other process works."""

    def __init__(
        self,
        database: SqliteDatabase,
        clock: Clock,
        *,
        threads: int = 4,
        lease: float = 30.0,
        drain: float = 20.0,
        delay: Delay | None = None,
        on_dead: OnDead | None = None,
    ) -> None:
        self._database = database
        self._size = threads
        self._lease = lease
        self._drain = drain
        self._hand = Deliveries(database, clock, delay=delay, on_dead=on_dead)
        self._owner = str(os.getpid())
        self._lock = ProcessLock(database.path)
        self._threads: list[threading.Thread] = []
        self._news = News()
        self._looking = threading.Lock()
        # What was told when a thread found nothing to do, and until when that holds (monotonic).
        self._nothing = (-1, 0.0)
        self._stopping = False
        # Re-entrant, because a signal may stop an engine that is being stopped.
        self._ending = threading.RLock()

    def handler(self, kind: str, handle: Handler, *, max_attempts: int, timeout: float) -> None:
        self._hand.handler(kind, handle, max_attempts=max_attempts, timeout=timeout)

    # Life

    def run(self) -> None:
        """Work until stop() is called."""
        self.start()
        self._news.wait_until(lambda: self._stopping)
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
        self._stopping = True
        self.wake()
        deadline = time.monotonic() + self._drain
        others = [thread for thread in self._threads if thread is not threading.current_thread()]
        for thread in others:
            thread.join(max(0.0, deadline - time.monotonic()))
        with self._ending:
            if not any(thread.is_alive() for thread in self._threads):
                self._threads = []
                self._lock.release()

    def wake(self) -> None:
        self._news.tell()

    # Questions

    def counts(self) -> dict[str, int]:
        """How many jobs have each status."""
        return self._hand.counts()

    def idle(self, within: float) -> bool:
        """Wait until nothing runs, is due or waits for a further attempt; false if that took
        longer."""
        return idle(self._hand.busy, self._news, within=within, look_every=LONGEST_SLEEP)

    def tidy(self, before: datetime) -> int:
        return self._hand.tidy(before)

    # Work

    def _work(self) -> None:
        while not self._stopping:
            seen = self._news.count
            try:
                pause = self._next(seen)
            except OperationalError:
                log.exception("the database did not answer; a job that was done may come again")
                pause = LONGEST_SLEEP
            if pause > 0:
                self._news.wait(seen, pause)

    def _next(self, seen: int) -> float:
        """Do one job; how long to wait if none is due. All threads are woken by what is told, and
        one that found nothing has found it for the others."""
        with self._looking:
            told, until = self._nothing
            if told == seen and (pause := until - time.monotonic()) > 0:
                return pause
            claimed = self._claim()
            if not isinstance(claimed, Claimed):
                self._nothing = seen, time.monotonic() + claimed
                return claimed
        self._hand.carry_out(claimed)
        self.wake()
        return 0.0

    def _claim(self) -> Claimed | float:
        """A job, or the seconds until one may be due."""
        moment = self._hand.moment()
        with self._database.transaction() as connection:
            until = moment.machine + self._lease
            hands = hands_for_changes(self._size)
            claimed = job_rows.claim(connection, moment, self._owner, until, hands)
            if claimed is None:
                return job_rows.seconds_to_next(connection, moment, LONGEST_SLEEP)
            connection.commit()
        return claimed

    # Leases

    def _keep_leases(self) -> None:
        while not self._stopping:
            try:
                self._extend_leases()
                self._end_leases()
            except OperationalError:
                log.exception("the database did not answer; leases were not kept")
            self._news.wait_until(lambda: self._stopping, self._lease / 3)

    def _extend_leases(self) -> None:
        """Of handlers that work no longer than their timeout allows."""
        if held := self._hand.in_time():
            with self._database.transaction() as connection:
                job_rows.extend(connection, held, time.time() + self._lease)
                connection.commit()

    def _end_leases(self) -> None:
        with self._database.reading() as connection:
            lost = job_rows.overdue(connection, time.time())
        for claimed in lost:
            log.error("job %s did not end within its timeout", claimed.delivery.kind)
            self._settle(claimed, Failed("did not end within its timeout"))

    def _settle(self, claimed: Claimed, result: Result) -> None:
        self._hand.settle(claimed, result)
        self.wake()
