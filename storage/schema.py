"""The schema of a database: brought up to date by migrations, or found to be another version's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


# Stands where the revision stands in a file that was moved; no version of this program has it.
MOVED = "moved"


class WrongSchema(RuntimeError):
    """The database has the schema of another version of this program."""

    def __init__(self, found: str | None, wanted: str | None) -> None:
        said = f"the schema is at {found or 'nothing'}, not at {wanted}; run migrate"
        super().__init__("everything in it was moved to PostgreSQL" if found == MOVED else said)
        self.found = found
        self.wanted = wanted


def migrate(database: Database) -> None:
    """Apply every migration that is missing, all or none. Raises WrongSchema for a database that
    was moved."""
    with database.transaction() as connection:
        found = _revision(connection)
        if found == _newest():
            return
        if found == MOVED:
            raise WrongSchema(MOVED, None)
        command.upgrade(config(connection), "head")
        connection.commit()


def check(database: Database) -> None:
    """Raises WrongSchema unless every migration was applied, and no other."""
    wanted = _newest()
    with database.reading() as connection:
        found = _revision(connection)
    if found != wanted:
        raise WrongSchema(found, wanted)


def mark_as_moved(connection: Connection) -> None:
    """Whoever opens it from now on is told, instead of working on what is history."""
    connection.execute(text("UPDATE alembic_version SET version_num = :moved"), {"moved": MOVED})


@cache
def _newest() -> str | None:
    """Read once: every migration has to be loaded for it."""
    return ScriptDirectory.from_config(config()).get_current_head()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Procrastinate's tables are its own, and no difference of ours."""
    return kind != "table" or not str(name).startswith("procrastinate_")


def config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
