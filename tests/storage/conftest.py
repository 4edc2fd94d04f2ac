"""A database of its own for every test, built by the migrations."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import ClauseElement, Connection, Executable, TextClause, event
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Database, open_database
from storage.schema import migrate
from storage.unit_of_work import SqlStore

POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]
OF_ITS_OWN = (TextClause, sqlite.Insert)


@pytest.fixture(scope="session")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrated once; a copy is quicker than another migration."""
    path = tmp_path_factory.mktemp("schema") / "desk.db"
    database = open_database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


def understood_by_postgresql(connection: Connection, statement: Executable, *_: object) -> None:
    """Whatever a repository asks of SQLite must compile for PostgreSQL as well. What either says
    in its own way is tested in test_schema."""
    if isinstance(statement, ClauseElement) and not isinstance(statement, OF_ITS_OWN):
        assert str(statement.compile(dialect=POSTGRESQL))


@pytest.fixture
def desk(empty_desk: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "desk.db"
    shutil.copy(empty_desk, path)
    database = open_database(f"sqlite:///{path}")
    with database.reading() as connection:
        readers = connection.engine
    for engine in (database.engine, readers):
        event.listen(engine, "before_execute", understood_by_postgresql)
    yield database
    database.close()


@pytest.fixture
def store(desk: Database) -> SqlStore:
    return SqlStore(desk)
