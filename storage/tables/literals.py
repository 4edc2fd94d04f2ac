"""Values written into the schema as literals: the states a column may show, and partial indexes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Index, literal_column


def is_one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """A constraint named after its column."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def among(column: ColumnElement[str], values: Iterable[str]) -> ColumnElement[bool]:
    """A condition without parameters: a bound value would hide a partial index from the planner."""
    return column.in_([literal_column(f"'{value}'") for value in sorted(values)])


def unique_while(name: str, *columns: ColumnElement[Any], where: ColumnElement[bool]) -> Index:
    """At most one row with these values while the condition holds."""
    return Index(name, *columns, unique=True, sqlite_where=where, postgresql_where=where)


def index_while(name: str, *columns: ColumnElement[Any], where: ColumnElement[bool]) -> Index:
    """Of the rows for which the condition holds."""
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)
