"""How a desk is moved from a file to PostgreSQL."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, event

from storage.database import open_database
from storage.database_postgres import PostgresDatabase
from storage.database_sqlite import SqliteDatabase
from storage.moving import move
from tests.new_database import new_database
from tests.postgres import Server


def test_a_large_desk_may_be_read_for_longer_than_others_may_be_silent(
    server: Server, tmp_path: Path
) -> None:
    silences: list[object] = []

    def look(connection: Connection) -> None:
        asked = connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout")
        silences.append(asked.scalar())

    with (
        closing(new_database(tmp_path / "desk.db")) as old,
        closing(open_database(server.copy())) as new,
    ):
        assert isinstance(old, SqliteDatabase)
        assert isinstance(new, PostgresDatabase)
        event.listen(new.engine, "commit", look)
        assert move(old, new).trail.holds()
    assert silences == ["0"]
