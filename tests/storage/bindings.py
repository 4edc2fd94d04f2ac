"""The engine's bindings, each behind what a test of the contract needs to do with it."""

from __future__ import annotations

import subprocess
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.ports.engine import Delivery, Job, Jobs
from storage.database import open_database
from storage.database_postgres import PostgresDatabase
from storage.database_sqlite import SqliteDatabase
from storage.engines import WorkingEngine, jobs_of
from storage.jobs_postgres import PostgresEngine
from storage.jobs_sqlite import SqliteEngine

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


class Binding(ABC):
    """A database, a business clock that stands, and an engine of one binding."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.database = open_database(url)
        self.now = MONDAY
        self.dead: list[tuple[str, str]] = []
        self.engine = self.another_engine()

    @abstractmethod
    def another_engine(
        self, *, threads: int = 4, lease: float = 0.3, drain: float = SOON
    ) -> WorkingEngine:
        """One more, on the same database."""

    def does(self, kind: str, handle: Callable[[Delivery], None], max_attempts: int = 3) -> None:
        self.engine.handler(kind, handle, max_attempts=max_attempts, timeout=SOON)

    @contextmanager
    def transaction(self) -> Iterator[tuple[Jobs, Callable[[], None]]]:
        """Where to enqueue, and how to commit."""
        with self.database.transaction() as connection:
            yield jobs_of(connection), connection.commit

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

    def told_dead(self, delivery: Delivery, why: str) -> None:
        self.dead.append((delivery.kind, why))

    def close(self) -> None:
        self.engine.stop()
        self.database.close()


class Sqlite(Binding):
    """The embedded engine."""

    def another_engine(
        self, *, threads: int = 4, lease: float = 0.3, drain: float = SOON
    ) -> WorkingEngine:
        assert isinstance(self.database, SqliteDatabase)
        return SqliteEngine(
            self.database,
            lambda: self.now,
            threads=threads,
            lease=lease,
            drain=drain,
            delay=lambda failures: QUICK_RETRY,
            on_dead=self.told_dead,
        )


class Postgres(Binding):
    """The engine for several processes."""

    def another_engine(
        self, *, threads: int = 4, lease: float = 1.5, drain: float = SOON
    ) -> WorkingEngine:
        assert isinstance(self.database, PostgresDatabase)
        return PostgresEngine(
            self.database,
            lambda: self.now,
            threads=threads,
            heartbeat=lease / 5,
            patience=lease,
            tick=0.05,
            drain=drain,
            delay=lambda failures: QUICK_RETRY,
            on_dead=self.told_dead,
        )


BINDINGS: dict[str, type[Binding]] = {"sqlite": Sqlite, "postgresql": Postgres}


def binding_of(url: str) -> Binding:
    return BINDINGS[url.partition(":")[0]](url)
