"""Where a database lies, and a mark beside it: a copy lies elsewhere, or is behind its mark."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from core.domain.trail import Head
from core.ports.marks import Mark
from storage.database import Database
from storage.database_sqlite import SqliteDatabase

HEADING = "goodstanding mark"
# Only who may read it is asked for the id of the cluster; elsewhere the other two have to do.
MAY_ASK = text("SELECT has_function_privilege('pg_control_system()', 'execute')")
CLUSTER = text("SELECT system_identifier::text FROM pg_control_system()")
TABLE = text(
    "SELECT oid::text || '.' || 'events'::regclass::oid::text FROM pg_database "
    "WHERE datname = current_database()"
)


def lies_at(connection: Connection) -> str:
    """The inode of the file; the cluster, the database and the table of events in PostgreSQL, which
    a restored dump has anew."""
    if connection.dialect.name == "sqlite":
        return str(os.stat(str(connection.engine.url.database)).st_ino)
    cluster = connection.scalar(CLUSTER) if connection.scalar(MAY_ASK) else ""
    return f"{cluster}.{connection.scalar(TABLE)}"


@dataclass(frozen=True, slots=True)
class FileMarks:
    """Implements core.ports.marks.Marks: a file that its owner alone reads, replaced at once."""

    path: Path
    are_kept: bool = True

    def read(self) -> Mark | None:
        try:
            heading, first, size, known = self.path.read_text(encoding="ascii").split("\n")[:4]
            mark = Mark(first, Head(int(size), known))
        except (OSError, ValueError):
            return None
        return mark if heading == HEADING else None

    def write(self, mark: Mark) -> None:
        """Raises OSError."""
        if mark == self.read():
            return
        new = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        file = os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(file, "w", encoding="ascii") as out:
            out.write(f"{HEADING}\n{mark.first}\n{mark.head.size}\n{mark.head.hash}\n")
            out.flush()
            os.fsync(out.fileno())
        new.replace(self.path)


@dataclass(frozen=True, slots=True)
class NoMarks:
    """The same on PostgreSQL, which says by itself that it was restored."""

    are_kept: bool = False

    def read(self) -> Mark | None:
        return None

    def write(self, mark: Mark) -> None:
        """There is nowhere to write to."""


def marks_of(database: Database) -> FileMarks | NoMarks:
    if isinstance(database, SqliteDatabase):
        return FileMarks(Path(f"{database.path}.mark"))
    return NoMarks()
