"""The engine and the jobs that belong to a database; PostgreSQL's libraries are read on demand."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from core.ports.engine import Engine, Jobs
from core.ports.outside import Clock
from storage.database import Database
from storage.database_postgres import PostgresDatabase
from storage.database_sqlite import SqliteDatabase
from storage.deliveries import OnDead
from storage.jobs_sqlite import SqliteEngine, SqliteJobs


class WorkingEngine(Engine, Protocol):
    """An engine as the process that owns it sees it."""

    def start(self) -> None:
        """Work in the background until stop() is called."""

    def counts(self) -> dict[str, int]:
        """How many jobs have each status."""

    def idle(self, within: float) -> bool:
        """Wait until nothing runs, is due or waits for a further attempt; false if that took
        longer."""

    def tidy(self, before: datetime) -> int:
        """Move what finished before that moment to the history."""


def engine_of(database: Database, clock: Clock, on_dead: OnDead) -> WorkingEngine:
    """Nothing works before it is started; `on_dead` hears of jobs that are given up."""
    if isinstance(database, PostgresDatabase):
        from storage.jobs_postgres import PostgresEngine

        return PostgresEngine(database, clock, on_dead=on_dead)
    assert isinstance(database, SqliteDatabase)
    return SqliteEngine(database, clock, on_dead=on_dead)


def jobs_of(connection: Connection) -> Jobs:
    """Where jobs are written in the transaction of this connection."""
    if connection.dialect.name == "postgresql":
        from storage.jobs_postgres import PostgresJobs

        return PostgresJobs(connection)
    return SqliteJobs(connection)
