"""A SQLite file: its owner's only, written to in turn, read without waiting."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import LRUCache

from core.ports.boundary import transaction_open
from storage.turns import Turns

SETTINGS = (
    "PRAGMA busy_timeout = 5000",
    # An acknowledged click survives a power cut.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    # What was erased is not left in the file.
    "PRAGMA secure_delete = ON",
)

# What was compiled for one connection of this process is right for every other: those that write
# and those that read send the same statements.
COMPILED: LRUCache[Any, Any] = LRUCache(1000)


class SqliteDatabase:
    """One SQLite file, with connections that write and connections that cannot."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = _engine(path)
        self._readers = _engine(path, also="PRAGMA query_only = ON")
        self._turns = Turns()

    @property
    def home(self) -> Path:
        return self.path.parent

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Holds the write lock from the first line."""
        with self._turns, transaction_open(), self.engine.connect() as connection:
            _begin(connection, "BEGIN IMMEDIATE")
            yield connection

    # There is one write lock, whoever writes.
    bookkeeping = transaction

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._readers.connect() as connection:
            _begin(connection, "BEGIN")
            yield connection

    def scrub(self) -> bool:
        """What was there before is still in the journal: have all of it in the file, and none
        left."""
        with self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def close(self) -> None:
        self._readers.dispose()
        self.engine.dispose()


def open_sqlite(rest: str) -> SqliteDatabase:
    """Opens, or creates, the file of a URL such as `sqlite:///goodstanding.db`."""
    if not rest.startswith("/") or rest in {"/", "/:memory:"}:
        raise ValueError("the database is a file: write sqlite:///<path>")
    path = Path(rest[1:]).absolute()
    _keep_private(path)
    return SqliteDatabase(path)


def _keep_private(path: Path) -> None:
    """SQLite gives the files that it puts beside this one the same mode."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        if file.exists():
            file.chmod(0o600)


@cache
def _dialect() -> Dialect:
    """Statements are compiled for a dialect, so everybody has this one. It is complete as soon as
    somebody connected with it."""
    with create_engine("sqlite://").connect() as connection:
        return connection.dialect


def _begin(connection: Connection, word: str) -> None:
    """Said here: whoever listened for a beginning would be looked for at every statement."""
    connection.begin()
    connection.exec_driver_sql(word)


def _engine(path: Path, *, also: str = "") -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        # The driver would begin late and deferred, and two that read before they write both win.
        connect_args={"isolation_level": None},
        max_overflow=-1,
        # What a row holds is no matter for a log.
        hide_parameters=True,
    )
    engine.dialect = _dialect()
    engine.update_execution_options(compiled_cache=COMPILED)

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        for setting in SETTINGS:
            connection.execute(setting)
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise OSError(f"{path} lies where SQLite cannot share memory (journal mode {mode})")
        if also:
            connection.execute(also)

    return engine
