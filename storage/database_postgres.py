"""A PostgreSQL database, for any number of processes: the same promises as those of one file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from core.ports.boundary import transaction_open
from storage.turns import Turns

# One writer at a time, as on SQLite: what is read before something is written (caps, freezes, the
# next number, the end of the audit trail) stays true until the commit, and nobody deadlocks. The
# queue is PostgreSQL's own, fair and across machines. READ COMMITTED belongs to it: a snapshot
# taken while waiting for the lock would show what was true before.
TURN = 0x600D57A4D
# Whoever holds the turn or a row and says nothing for so long is on a machine that is gone, or
# stands still: PostgreSQL itself would wait for it for hours.
SILENCE = "SET LOCAL idle_in_transaction_session_timeout = '6s'"
IN_TURN = f"{SILENCE}; SELECT pg_advisory_xact_lock({TURN})"
# Statements are not prepared by name, which a pooler that hands out transactions would mix up.
SETTINGS = {"connect_timeout": 10, "prepare_threshold": None, "application_name": "goodstanding"}


class PostgresDatabase:
    """Transactions under one advisory lock, bookkeeping without it, and views that cannot write."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args=SETTINGS,
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            max_overflow=20,
            # What a row holds is no matter for a log.
            hide_parameters=True,
        )
        self.engine = self._engine.execution_options()
        self._books = self._engine.execution_options()
        self._readers = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        # Of a process that stands still one thread waits for the turn, and lets it go in silence.
        self.turns = Turns()
        event.listen(self.engine, "begin", _wait_for_the_turn)
        event.listen(self._books, "begin", _end_in_silence)

    @property
    def home(self) -> Path:
        return Path.cwd()

    @property
    def address(self) -> str:
        """The URL as PostgreSQL's own library reads it, with the password."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with self.turns, transaction_open(), _begun(self.engine) as connection:
            yield connection

    @contextmanager
    def bookkeeping(self) -> Iterator[Connection]:
        with transaction_open(), _begun(self._books) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with _begun(self._readers) as connection:
            yield connection

    def scrub(self) -> bool:
        """Its own VACUUM, which nobody waits for, gives the room away."""
        return False

    def close(self) -> None:
        self._engine.dispose()


def open_postgres(rest: str) -> PostgresDatabase:
    """The database of a URL such as `postgresql://desk@db.example/desk`; nothing is asked yet."""
    try:
        url = make_url(f"postgresql://{rest}")
    except (ArgumentError, ValueError):
        url = None
    if url is None or not url.database:
        raise ValueError("write postgresql://<user>@<host>/<database>")
    if "@" in (url.host or ""):
        # What stands before it is the rest of a password, and would be shown as the host's name.
        raise ValueError("an @ in a password is written %40")
    return PostgresDatabase(url)


@contextmanager
def _begun(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        connection.begin()
        yield connection


def _wait_for_the_turn(connection: Connection) -> None:
    connection.exec_driver_sql(IN_TURN, execution_options={"no_parameters": True})


def _end_in_silence(connection: Connection) -> None:
    connection.exec_driver_sql(SILENCE, execution_options={"no_parameters": True})
