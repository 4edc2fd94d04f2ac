"""The database that a URL names: whoever writes does so alone, whoever reads waits for nobody."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from storage.database_postgres import open_postgres
from storage.database_sqlite import open_sqlite


class Database(Protocol):
    """SQLite or PostgreSQL; both keep the same promises."""

    @property
    def home(self) -> Path:
        """The folder where the file FREEZE is looked for."""

    def transaction(self) -> AbstractContextManager[Connection]:
        """Alone among all that write, from the first line; rolls back what was not committed."""

    def bookkeeping(self) -> AbstractContextManager[Connection]:
        """A transaction on the engine's own rows, each of which somebody holds already."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A consistent view that cannot write, waits for nobody and blocks nobody."""

    def scrub(self) -> bool:
        """After something was erased: is it gone from the files as well? False where the database
        does that by itself later."""

    def close(self) -> None: ...


def open_database(url: str) -> Database:
    """Opens what a URL names; a SQLite file is made where there is none. Raises ValueError."""
    scheme, separator, rest = url.partition("://")
    if scheme == "sqlite":
        return open_sqlite(rest)
    if scheme in {"postgresql", "postgres"}:
        return open_postgres(rest)
    # Only the scheme is shown: the rest may hold a password.
    shown = scheme if separator else "what was given"
    raise ValueError(f"{shown} is not sqlite:///<path> or postgresql://<user>@<host>/<database>")
