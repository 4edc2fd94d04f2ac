"""What SQLAlchemy leaves to us: rows that take the place of others, and updates that must hit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def put(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Write rows; a row with the same primary key is overwritten."""
    if not rows:
        return
    write = insert(connection, table)
    keys = [column.name for column in table.primary_key]
    new = {name: write.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(
        write.on_conflict_do_update(index_elements=keys, set_=new), [dict(row) for row in rows]
    )


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
