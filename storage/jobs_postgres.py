"""The engine for several processes: procrastinate brings the jobs, our own rows decide on them."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

import psycopg
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import ProcrastinateException
from procrastinate.jobs import Job as Carrier
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.worker import Worker
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from core.engine import hands_for_changes
from core.ports.engine import Handler, Job
from core.ports.outside import Clock
from storage import job_carriers, job_rows
from storage.database_postgres import SETTINGS, PostgresDatabase
from storage.deliveries import Delay, Deliveries, News, OnDead, idle
from storage.job_carriers import ALL_ELSE, TASK
from storage.job_watch import Watch

log = logging.getLogger(__name__)

TICK = 1.0
# Connections of the workers besides those of our own transactions: for each one listens, one
# beats, two fetch.
CONNECTIONS = 8


class PostgresJobs:
    """Jobs written in the transaction of the change that causes them, and brought with it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def in_lane(self, lane: str) -> int:
        return job_rows.in_lane(self._connection, lane)

    def enqueue(self, job: Job) -> bool:
        """False if the key was ever used. What has to wait for business time is brought then."""
        number = job_rows.write(self._connection, job)
        if number is not None and job.run_at is None:
            job_carriers.bring(self._connection, number, job.lane, job.priority)
        return number is not None


class SettledByUs(JobManager):
    """Procrastinate would settle by number alone, also for a worker that lost the job meanwhile."""

    def finish_job(
        self, job: Carrier, status: Status, delete_job: bool
    ) -> Coroutine[Any, Any, None]:
        return asyncio.sleep(0)


class PostgresEngine:
    """One of any number of worker processes. A heart that does not beat for `patience` seconds
    belongs to a dead one, whose jobs are given back."""

    def __init__(
        self,
        database: PostgresDatabase,
        clock: Clock,
        *,
        threads: int = 4,
        heartbeat: float = 4.0,
        patience: float = 15.0,
        tick: float = TICK,
        drain: float = 20.0,
        delay: Delay | None = None,
        on_dead: OnDead | None = None,
    ) -> None:
        self._database = database
        self._size = threads
        self._heartbeat = heartbeat
        self._patience = patience
        self._tick = tick
        self._drain = drain
        self._hand = Deliveries(
            database, clock, delay=delay, on_dead=on_dead, also=job_carriers.settle
        )
        self._watch = Watch(database, clock, self._hand, patience=patience)
        self._owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._threads: list[threading.Thread] = []
        self._news = News()
        self._stopping = False
        self._workers: list[Worker] = []

    def handler(self, kind: str, handle: Handler, *, max_attempts: int, timeout: float) -> None:
        self._hand.handler(kind, handle, max_attempts=max_attempts, timeout=timeout)

    # Life

    def run(self) -> None:
        """Work until stop() is called."""
        self.start()
        self._news.wait_until(lambda: self._stopping)
        self.stop()

    def start(self) -> None:
        """What is due is brought before anything is fetched, so that the most urgent goes first."""
        if self._threads:
            raise RuntimeError("this engine was started already")
        self._stopping = False
        # It tells of every job that begins and ends, and of failures that are ours to tell.
        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        self._watch.bring_due()
        self._threads = [
            threading.Thread(target=target, name=name, daemon=True)
            for target, name in ((self._work, "jobs"), (self._watch_over, "jobs-watch"))
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Nothing new is begun; what is being done may finish, for as long as `drain` says."""
        self._stopping = True
        self.wake()
        deadline = time.monotonic() + self._drain
        for thread in tuple(self._threads):
            # A worker forgets that it was stopped while it starts, so it is told again.
            while thread.is_alive() and time.monotonic() < deadline:
                self._stop_workers()
                thread.join(0.1)
        if not any(thread.is_alive() for thread in self._threads):
            self._threads = []

    def _stop_workers(self) -> None:
        for worker in self._workers:
            worker.stop()  # type: ignore[no-untyped-call]  # they left it untyped

    def wake(self) -> None:
        """Business time was moved, or something was committed, of which PostgreSQL tells."""
        self._news.tell()

    # Questions

    def counts(self) -> dict[str, int]:
        """How many jobs have each status."""
        return self._hand.counts()

    def idle(self, within: float) -> bool:
        """Wait until nothing runs, is due or waits for a further attempt, in any process; false if
        that took longer."""
        return idle(self._hand.busy, self._news, within=within, look_every=0.05)

    def tidy(self, before: datetime) -> int:
        return self._hand.tidy(before)

    # Work

    def _work(self) -> None:
        """A worker ends with its connections; the next one finds the database again."""
        while not self._stopping:
            try:
                self._serve()
            except (ProcrastinateException, psycopg.Error, OSError):
                log.exception("the worker lost the database; a job that was done may come again")
            self._news.wait_until(lambda: self._stopping, self._tick)

    def _serve(self) -> None:
        connector = PsycopgConnector(
            conninfo=self._database.address,
            min_size=1,
            max_size=CONNECTIONS,
            kwargs=SETTINGS,
        )
        app = App(connector=connector)
        app.job_manager = SettledByUs(connector)
        app.task(name=TASK, pass_context=True)(self._deliver)
        with asyncio.Runner() as runner:
            runner.run(connector.open_async())
            try:
                self._workers = self._new_workers(app)
                _together(self._workers, runner)
            finally:
                self._workers = []
                runner.run(connector.close_async())

    def _new_workers(self, app: App) -> list[Worker]:
        """Of several hands one leaves changes to the others."""
        changes = hands_for_changes(self._size)
        workers = [self._new_worker(app, None, changes)]
        if changes < self._size:
            workers.append(self._new_worker(app, [ALL_ELSE], self._size - changes))
        return workers

    def _new_worker(self, app: App, queues: list[str] | None, hands: int) -> Worker:
        return Worker(
            app,
            queues=queues,
            concurrency=hands,
            install_signal_handlers=False,
            fetch_job_polling_interval=self._tick / 2,
            update_heartbeat_interval=self._heartbeat,
            stalled_worker_timeout=self._patience,
        )

    def _deliver(self, context: JobContext, number: int) -> None:
        carrier = context.job.id
        assert carrier is not None
        with self._watch.carrying(carrier):
            with self._database.bookkeeping() as connection:
                claimed = job_carriers.begin(connection, carrier, number, self._owner)
                connection.commit()
            if claimed is not None:
                self._hand.carry_out(claimed)
        self.wake()

    def _numbers(self) -> list[int]:
        found = (worker.worker_id for worker in tuple(self._workers))
        return [number for number in found if number is not None]

    def _watch_over(self) -> None:
        while not self._stopping:
            seen = self._news.count
            try:
                self._watch.look(self._numbers())
            except DBAPIError:
                log.exception("the database did not answer; jobs were not watched")
            self._news.wait(seen, self._tick)


def _together(workers: list[Worker], runner: asyncio.Runner) -> None:
    """None goes on where another one failed."""
    loop = runner.get_loop()
    running = [loop.create_task(worker.run()) for worker in workers]  # type: ignore[no-untyped-call]  # the same
    try:
        runner.run(asyncio.wait(running, return_when=asyncio.FIRST_EXCEPTION))
    finally:
        for one in running:
            one.cancel()
        runner.run(asyncio.wait(running))
    for one in running:
        if not one.cancelled():
            one.result()
