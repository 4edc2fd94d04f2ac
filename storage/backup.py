"""A copy of a SQLite file while somebody works on it: whole, and its owner's only."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.audit import Verdict, verify
from storage.database_sqlite import SqliteDatabase


def back_up(source: SqliteDatabase, target: Path) -> Verdict:
    """Nobody waits meanwhile. What comes back is of the copy. Raises FileExistsError and OSError;
    nothing stays then."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with (
            closing(sqlite3.connect(f"{source.path.as_uri()}?mode=ro", uri=True)) as now,
            closing(sqlite3.connect(target)) as copy,
        ):
            now.backup(copy)
        return _verified(target)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise OSError(str(error)) from None


def _verified(target: Path) -> Verdict:
    copy = SqliteDatabase(target)
    try:
        with copy.reading() as connection:
            return verify(connection)
    finally:
        copy.close()
