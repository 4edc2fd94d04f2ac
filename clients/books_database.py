"""Another's database, read and never written: one transaction for one question."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from core.domain.secret import Secret
from core.faults import Way
from core.ports.boundary import outside
from core.ports.outside import Unreachable
from core.ports.receivables import SourceRefused

POSTGRES = {"connect_timeout": 10, "prepare_threshold": None, "application_name": "goodstanding"}
# PostgreSQL's library gives no code for what a server said before it let us in.
NOT_LET_IN = re.compile(
    "authentication failed|no pg_hba.conf entry|does not exist|not permitted to log in"
    "|permission denied|no password supplied|is not currently accepting"
)
# Another try may bring more: locked, stopped by us, or somebody was at the file just now.
PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
    }
)
# For somebody who writes, in seconds.
LOCK_WAIT = 5.0
LOOK_EVERY = 10_000
LONGEST_WHY = 300


@contextmanager
def reading(url: Secret, patience: float) -> Iterator[Connection]:
    """A transaction that cannot write, where the database knows such: PostgreSQL and SQLite.
    `patience` is for one statement, in seconds. Raises Unreachable and SourceRefused."""
    engine = _engine(_parsed(url), patience)
    try:
        with outside(Way.BOOKS), engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(patience * 1000)}")
            yield connection
    except DBAPIError as error:
        raise _told(error) from None
    finally:
        engine.dispose()


def name_of(url: Secret) -> str:
    """The database, and where it is, without who reads it. Raises SourceRefused."""
    found = _parsed(url)
    return f"{found.database} on {found.host}" if found.host else str(found.database)


def _parsed(url: Secret) -> URL:
    try:
        found = make_url(url.reveal())
    except (ArgumentError, ValueError):
        found = None
    if found is None or not found.database:
        raise SourceRefused("the database is named like postgresql://<user>@<host>/<database>")
    return found


def _engine(url: URL, patience: float) -> Engine:
    try:
        match url.get_backend_name():
            case "sqlite":
                return _sqlite(url, patience)
            case "postgresql" | "postgres":
                return _made(
                    url.set(drivername="postgresql+psycopg"),
                    connect_args=POSTGRES,
                    isolation_level="REPEATABLE READ",
                ).execution_options(postgresql_readonly=True)
            case _:
                return _made(url)
    except (ArgumentError, ModuleNotFoundError) as error:
        raise SourceRefused(f"there is no driver for {url.drivername}: {error}") from None


def _made(url: URL, **how: object) -> Engine:
    # What a row holds is no matter for a log.
    return create_engine(url, poolclass=NullPool, hide_parameters=True, **how)


def _sqlite(url: URL, patience: float) -> Engine:
    path = Path(str(url.database)).absolute()
    if not path.is_file():
        raise SourceRefused(f"there is no file {path}")
    by_uri = URL.create(
        "sqlite", database=f"file:{quote(str(path))}", query={"mode": "ro", "uri": "true"}
    )
    engine = _made(by_uri, connect_args={"timeout": min(LOCK_WAIT, patience)})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        ends = time.monotonic() + patience
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.set_progress_handler(lambda: time.monotonic() > ends, LOOK_EVERY)

    return engine


def _told(error: DBAPIError) -> Exception:
    """Whether another try may bring more, or a person has to mend something."""
    why = _said(error)
    if isinstance(error.orig, sqlite3.Error):
        passes = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in PASSING
    else:
        lost = isinstance(error, OperationalError | InterfaceError)
        passes = error.connection_invalidated or (lost and not NOT_LET_IN.search(why))
    return Unreachable(why) if passes else SourceRefused(f"the database says: {why}")


def _said(error: DBAPIError) -> str:
    """In one line, without the rows that it is about."""
    diagnosis = getattr(error.orig, "diag", None)
    primary = getattr(diagnosis, "message_primary", None)
    return " ".join(str(primary or error.orig).split())[:LONGEST_WHY].rstrip(".")
