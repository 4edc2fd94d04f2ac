"""What SQLAlchemy leaves to us: rows that take the place of others, and updates that must hit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any, TypedDict

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    CursorResult,
    Executable,
    Row,
    Select,
    Table,
    bindparam,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.customers import CustomerKey
from core.domain.errors import LostRace

# SQLite makes the lists anew that its columns are checked against for each statement, which takes
# as long as to write a row: so many rows go with one.
AT_ONCE = 250
Values = Mapping[str, object]
Insert = sqlite.Insert | postgresql.Insert


class NotStored(LookupError):
    """An id that we gave out, or were given, has no row."""


def insert(connection: Connection, table: Table) -> Insert:
    """The INSERT of this database, which knows ON CONFLICT."""
    return insert_of(connection.dialect.name, table)


def insert_of(dialect: str, table: Table) -> Insert:
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
    write = insert_of(dialect, table)
    keys = [column.name for column in table.primary_key]
    new = {name: write.excluded[name] for name in names if name not in keys}
    return write.on_conflict_do_update(index_elements=keys, set_=new)


def pour(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Write new rows the quickest way there is. Names are in the order of the table, values are
    texts, numbers and None."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            filling = _filling(table.name, tuple(names), len(some))
            connection.exec_driver_sql(filling, tuple(chain.from_iterable(some)))
        return
    driver: Any = connection.connection.driver_connection
    copying = f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(copying) as copy:
        for row in rows:
            copy.write_row(row)


@lru_cache(maxsize=8)
def _filling(table: str, names: tuple[str, ...], rows: int) -> str:
    one = f"({', '.join('?' * len(names))})"
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join([one] * rows)}"  # noqa: S608


def add_row(connection: Connection, table: Table, row: Values) -> None:
    """A new row."""
    connection.execute(_adding(table), dict(row))


@cache
def _adding(table: Table) -> Executable:
    return table.insert()


def change_row(connection: Connection, table: Table, new: Values, **seen: object) -> None:
    """Write `new` into the row whose columns have the values that were seen. Raises LostRace where
    there is none."""
    where = {_seen(name): value for name, value in seen.items()}
    hit(connection, _changing(table, tuple(seen)), dict(new) | where)


@cache
def _changing(table: Table, names: tuple[str, ...]) -> Executable:
    return table.update().where(*(table.c[name] == bindparam(_seen(name)) for name in names))


def _seen(name: str) -> str:
    """A parameter that bears the name of a column would be its new value."""
    return f"seen_{name}"


def hit(connection: Connection, change: Executable, values: Values | None = None) -> None:
    """A conditional change of one row. Raises LostRace where the condition did not hold."""
    if connection.execute(change, values).rowcount != 1:
        raise LostRace()


def one(connection: Connection, query: Select[Any], what: str) -> Row[Any]:
    """The row of an id. Raises NotStored."""
    row = connection.execute(query).first()
    if row is None:
        raise NotStored(what)
    return row


def row_of(connection: Connection, table: Table, what: str, **named: object) -> Row[Any]:
    """The row whose columns have these values. Raises NotStored."""
    row = rows_of(connection, table, **named).first()
    if row is None:
        raise NotStored(" ".join(map(str, (what, *named.values()))))
    return row


def rows_of(
    connection: Connection, table: Table, *order: str, **named: object
) -> CursorResult[Any]:
    """Every row whose columns have these values, in the order of the columns of `order`."""
    return connection.execute(_equal(table, order, tuple(named)), named)


@cache
def _equal(table: Table, order: tuple[str, ...], names: tuple[str, ...]) -> Select[Any]:
    """Asked for again and again: making a statement takes longer than using it."""
    found = select(table).where(*(table.c[name] == bindparam(name) for name in names))
    return found.order_by(*(table.c[name] for name in order))


class Wanted(TypedDict):
    """Customers by partner account and tenants, as parameters of `theirs`."""

    partner: str
    tenants: list[str]


def theirs(table: Table) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Is it one of the customers that are `Wanted`?"""
    tenants: BindParameter[Any] = bindparam("tenants", expanding=True)
    return table.c.account == bindparam("partner"), table.c.tenant_id.in_(tenants)


def by_customer(
    connection: Connection, query: Select[Any], wanted: Values
) -> Mapping[CustomerKey, list[Row[Any]]]:
    """The rows of each customer, in their order; none of whoever has none."""
    found: dict[CustomerKey, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query, wanted):
        found[CustomerKey(row.account, row.tenant_id)].append(row)
    return found


def by_partner(keys: Sequence[CustomerKey]) -> list[Wanted]:
    """These customers, by the partner account that has them."""
    tenants: dict[str, list[str]] = {}
    for key in dict.fromkeys(keys):
        tenants.setdefault(key.account, []).append(key.tenant_id)
    return [Wanted(partner=account, tenants=found) for account, found in tenants.items()]
