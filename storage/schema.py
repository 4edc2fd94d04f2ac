"""The schema of a database: brought up to date by migrations, or found to be another version's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

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
    was moved, or is of a newer version."""
    with database.transaction() as connection:
        found = _revision(connection)
        if found == _newest():
            return
        if found is not None and found not in revisions():
            raise WrongSchema(found, _newest())
        # Read on demand: most who open a database have nothing to apply.
        from storage.migrating import upgrade

        upgrade(connection)
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
def revisions() -> list[str]:
    """In their order, by the names of their files: to load them takes time and memory, and mostly
    there is nothing to apply."""
    return sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("*_*.py"))


def _newest() -> str:
    return revisions()[-1]


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Procrastinate's tables are its own, and no difference of ours."""
    return kind != "table" or not str(name).startswith("procrastinate_")
