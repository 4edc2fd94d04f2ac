"""The schema of a database: brought up to date by migrations, or found to be another version's."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


class WrongSchema(RuntimeError):
    """The database has the schema of another version of this program."""

    def __init__(self, found: str | None, wanted: str | None) -> None:
        super().__init__(f"the schema is at {found or 'nothing'}, not at {wanted}; run migrate")
        self.found = found
        self.wanted = wanted


def migrate(database: Database) -> None:
    """Apply every migration that is missing, all or none."""
    with database.transaction() as connection:
        command.upgrade(config(connection), "head")
        connection.commit()


def check(database: Database) -> None:
    """Raises WrongSchema unless every migration was applied, and no other."""
    wanted = ScriptDirectory.from_config(config()).get_current_head()
    with database.reading() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found != wanted:
        raise WrongSchema(found, wanted)


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Procrastinate's tables are its own, and no difference of ours."""
    return kind != "table" or not str(name).startswith("procrastinate_")


def config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
