"""The engine's bindings, each behind what a test of the contract needs to do with it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.ports.engine import Delivery, Job, Jobs
from storage.database import Database, open_database
from storage.jobs_sqlite import SqliteEngine, SqliteJobs
from storage.tables.jobs import jobs, jobs_history
from storage.tables.metadata import metadata

ROOT = Path(__file__).parents[2]
MONDAY = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)
SOON = 10.0
QUICK_RETRY = 0.05


class Diary:
    """What handlers did, in order; tests wait for it instead of sleeping."""

    def __init__(self) -> None:
        self._written = threading.Condition()
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        with self._written:
            self.lines.append(line)
            self._written.notify_all()

    def wait_for(self, count: int) -> list[str]:
        with self._written:
            enough = self._written.wait_for(lambda: len(self.lines) >= count, timeout=SOON)
            assert enough, f"waited {SOON} s for {count} lines, found {self.lines}"
            return list(self.lines)


class Sqlite:
    """A database file with nothing but jobs in it, a business clock that stands, and an engine."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder}/desk.db"
        self.database = open_jobs(self.url)
        self.now = MONDAY
        self.dead: list[tuple[str, str]] = []
        self.engine = self.another_engine()

    def another_engine(
        self, *, threads: int = 4, lease: float = 0.3, drain: float = SOON
    ) -> SqliteEngine:
        return SqliteEngine(
            self.database,
            lambda: self.now,
            threads=threads,
            lease=lease,
            drain=drain,
            delay=lambda failures: QUICK_RETRY,
            on_dead=lambda delivery, why: self.dead.append((delivery.kind, why)),
        )

    def does(self, kind: str, handle: Callable[[Delivery], None], max_attempts: int = 3) -> None:
        self.engine.handler(kind, handle, max_attempts=max_attempts, timeout=SOON)

    @contextmanager
    def transaction(self) -> Iterator[tuple[Jobs, Callable[[], None]]]:
        """Where to enqueue, and how to commit."""
        with self.database.transaction() as connection:
            yield SqliteJobs(connection), connection.commit

    def enqueue(self, *several: Job) -> list[bool]:
        with self.transaction() as (queue, commit):
            written = [queue.enqueue(job) for job in several]
            commit()
        self.engine.wake()
        return written

    def move(self, by: timedelta) -> None:
        self.now += by
        self.engine.wake()

    def let_a_worker_die(self) -> None:
        """Another process claims the first job and dies in its middle, as by kill -9."""
        died = subprocess.run(
            [sys.executable, "-m", "tests.storage.worker_that_dies", self.url],
            cwd=ROOT,
            timeout=60,
            check=False,
        )
        assert died.returncode == -9

    def close(self) -> None:
        self.engine.stop()
        self.database.close()


def open_jobs(url: str) -> Database:
    database = open_database(url)
    with database.transaction() as connection:
        metadata.create_all(connection, tables=[jobs, jobs_history])
        connection.commit()
    return database


BINDINGS = {"sqlite": Sqlite}
