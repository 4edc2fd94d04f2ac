"""How SQLite finds the rows of whatever is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from core.ports.store import Work
from storage.database import Database
from storage.database_sqlite import SqliteDatabase
from storage.unit_of_work import SqlStore


def plans_of(desk: Database, act: Callable[[Work], object], *tables: str) -> list[str]:
    """Of each statement that is about one of these tables and looks for something in it."""
    assert isinstance(desk, SqliteDatabase)
    seen: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        writes = statement.startswith("INSERT") and " VALUES " in statement
        if not writes and any(table in statement for table in tables):
            one = parameters[0] if isinstance(parameters, list) else parameters
            seen.append((statement, one))

    event.listen(desk.engine, "before_cursor_execute", note)
    with SqlStore(desk)() as work:
        act(work)
    event.remove(desk.engine, "before_cursor_execute", note)
    assert seen
    with desk.reading() as connection:
        return [
            row.detail
            for statement, parameters in seen
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
