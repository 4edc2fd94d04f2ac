"""What SQLAlchemy leaves to us: rows that take the place of others, and updates that must hit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Row, Select, Table
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.errors import LostRace

Values = Mapping[str, object]
Insert = sqlite.Insert | postgresql.Insert


class NotStored(LookupError):
    """An id that we gave out, or were given, has no row."""


def insert(connection: Connection, table: Table) -> Insert:
    """The INSERT of this database, which knows ON CONFLICT."""
    return _insert(connection.dialect.name, table)


def _insert(dialect: str, table: Table) -> Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def put(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Write rows; a row with the same primary key is overwritten."""
    if not rows:
        return
    write = _overwriting(connection.dialect.name, table, tuple(rows[0]))
    connection.execute(write, [dict(row) for row in rows])


@cache
def _overwriting(dialect: str, table: Table, names: tuple[str, ...]) -> Insert:
    """There are as many as there are calls of `put`, and making one takes longer than using it."""
    write = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    new = {name: write.excluded[name] for name in names if name not in keys}
    return write.on_conflict_do_update(index_elements=keys, set_=new)


def hit(connection: Connection, change: Executable) -> None:
    """A conditional change of one row. Raises LostRace where the condition did not hold."""
    if connection.execute(change).rowcount != 1:
        raise LostRace()


def one(connection: Connection, query: Select[Any], what: str) -> Row[Any]:
    """The row of an id. Raises NotStored."""
    row = connection.execute(query).first()
    if row is None:
        raise NotStored(what)
    return row
