"""The yardstick of everything that is written down: one commit of one row, as safe as ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def raw_table(folder: Path) -> Iterator[sqlite3.Connection]:
    """A table of two columns, with the same promises to a person who was told "recorded"."""
    with closing(sqlite3.connect(folder / "yardstick.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS things (id INTEGER PRIMARY KEY, said TEXT)")
        yield connection


def commit_one(connection: sqlite3.Connection) -> Callable[[], None]:
    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO things (said) VALUES ('once')")
        connection.execute("COMMIT")

    return commit
