"""Opening a database for somebody at a terminal: what is wrong with it is said in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, OperationalError

from storage.database import Database, open_database
from storage.database_postgres import PostgresDatabase
from storage.database_sqlite import SqliteDatabase
from storage.schema import WrongSchema, check, migrate

if TYPE_CHECKING:
    from storage.moving import Moved


class Unusable(Exception):
    """This database cannot be worked with; the text says why."""


class NotThere(Unusable):
    """There is no database at that address yet."""


def open_migrated(url: str) -> Database:
    """The database, made where there is none, with the newest schema. Raises Unusable."""
    return _opened(url, migrate)


def open_ready(url: str) -> Database:
    """To work on. A file gets the newest schema as it is opened; PostgreSQL, on which several
    processes start at once, gets it from `migrate` before. Raises Unusable."""
    return open_migrated(url) if url.startswith("sqlite:") else _opened(url, check)


def open_existing(url: str) -> Database:
    """A database that is there and has our schema; nothing is made and nothing is changed.
    Raises NotThere, Unusable."""
    path = Path(url.partition("://")[2].removeprefix("/"))
    if url.startswith("sqlite:///") and not path.is_file():
        raise NotThere(f"there is no file {path}")
    return _opened(url, check)


def move_between(file: str, server: str) -> Moved:
    """Everything from a SQLite file to an empty PostgreSQL database. Raises Unusable, and
    AlreadyRunning while a desk runs on the file."""
    with closing(open_existing(file)) as source, closing(open_migrated(server)) as target:
        from storage.moving import NotMoved, move

        assert isinstance(source, SqliteDatabase)
        assert isinstance(target, PostgresDatabase)
        try:
            return move(source, target)
        except NotMoved as error:
            raise Unusable(str(error)) from None
        except DBAPIError as error:
            raise Unusable(said(error)) from None


@contextmanager
def usable() -> Iterator[None]:
    """A database that goes away meanwhile raises Unusable; what else is wrong stays as it is."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated or isinstance(error, OperationalError):
            raise Unusable(said(error)) from None
        raise


def said(error: DBAPIError) -> str:
    """What the database says is wrong, in one line, without the rows that it is about."""
    diagnosis = getattr(error.orig, "diag", None)
    primary = getattr(diagnosis, "message_primary", None)
    return " ".join(str(primary or error.orig).split()).rstrip(".")


def _opened(url: str, prepare: Callable[[Database], None]) -> Database:
    try:
        database = open_database(url)
    except ModuleNotFoundError as error:
        raise Unusable(f"PostgreSQL needs the extra `postgres`: {error}") from None
    except (OSError, ValueError) as error:
        raise Unusable(str(error)) from None
    try:
        prepare(database)
    except DBAPIError as error:
        database.close()
        raise Unusable(said(error)) from None
    except (OSError, WrongSchema) as error:
        database.close()
        raise Unusable(str(error)) from None
    return database
