"""The database file: its owner's only, written to in turn, read without waiting."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from core.ports.boundary import transaction_open

SETTINGS = (
    "PRAGMA busy_timeout = 5000",
    # An acknowledged click survives a power cut.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
)


class NestedTransaction(RuntimeError):
    """A thread that holds a transaction asked for another one and would wait for itself."""


class Turns:
    """A lock that is handed on in order of asking; SQLite's own lock goes to whoever is lucky."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False
        self._holder: int | None = None

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def __enter__(self) -> None:
        if self._holder == threading.get_ident():
            raise NestedTransaction("this thread holds a transaction already")
        with self._guard:
            turn = threading.Lock()
            turn.acquire()
            if self._taken:
                self._waiting.append(turn)
            else:
                turn.release()
                self._taken = True
        turn.acquire()
        self._holder = threading.get_ident()

    def __exit__(self, *_: object) -> None:
        self._holder = None
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class Database:
    """One SQLite file, with connections that write and connections that cannot."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = _engine(path, begin="BEGIN IMMEDIATE")
        self._readers = _engine(path, begin="BEGIN", also="PRAGMA query_only = ON")
        self._turns = Turns()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Holds the write lock from the first line; rolls back what was not committed."""
        with self._turns, transaction_open(), self.engine.connect() as connection:
            connection.begin()
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view that cannot write, waits for nobody and blocks nobody."""
        with self._readers.connect() as connection:
            connection.begin()
            yield connection

    def close(self) -> None:
        self._readers.dispose()
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Opens, or creates, the file that a URL such as `sqlite:///goodstanding.db` names."""
    scheme, separator, rest = url.partition("://")
    if scheme != "sqlite":
        # Only the scheme is shown: the rest may hold a password.
        shown = scheme if separator else "what was given"
        raise ValueError(f"{shown} is not sqlite:///<path>; PostgreSQL comes with a later version")
    if not rest.startswith("/") or rest in {"/", "/:memory:"}:
        raise ValueError("the database is a file: write sqlite:///<path>")
    path = Path(rest[1:]).absolute()
    _keep_private(path)
    return Database(path)


def _keep_private(path: Path) -> None:
    """SQLite gives the files that it puts beside this one the same mode."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        if file.exists():
            file.chmod(0o600)


def _engine(path: Path, *, begin: str, also: str = "") -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        # The driver would begin late and deferred, and two that read before they write both win.
        connect_args={"isolation_level": None},
        max_overflow=-1,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        for setting in SETTINGS:
            connection.execute(setting)
        mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise OSError(f"{path} lies where SQLite cannot share memory (journal mode {mode})")
        if also:
            connection.execute(also)

    @event.listens_for(engine, "begin")
    def begin_now(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
