"""Where a database lies stays the same, and is another for whatever took its place."""

from __future__ import annotations

import shutil
from pathlib import Path

from core.domain.trail import Head
from core.ports.marks import Mark
from storage.database import Database, open_database
from storage.database_sqlite import SqliteDatabase
from storage.marks import FileMarks, lies_at
from tests.postgres import Server
from tests.storage.dialects import ON_SQLITE

MARK = Mark("ab" * 32, Head(7, "cd" * 32))


def place(url: str) -> str:
    database = open_database(url)
    with database.reading() as connection:
        found = lies_at(connection)
    database.close()
    return found


def test_a_database_stays_where_it_is(desk_url: str, desk: Database) -> None:
    before = place(desk_url)
    with desk.transaction() as connection:
        connection.exec_driver_sql("INSERT INTO facts VALUES ('a', 'b')")
        connection.commit()
    assert place(desk_url) == before
    assert before.replace(".", "").isdecimal()


@ON_SQLITE
def test_a_copied_file_lies_elsewhere(desk: Database, desk_url: str, tmp_path: Path) -> None:
    assert isinstance(desk, SqliteDatabase)
    copy = shutil.copy(desk.path, tmp_path / "copy.db")
    assert place(f"sqlite:///{copy}") != place(desk_url)


def test_a_restored_dump_lies_elsewhere(server: Server) -> None:
    here, there = server.copy(), server.copy()
    assert place(here) != place(there)
    database = open_database(here)
    before = place(here)
    with database.transaction() as connection:
        # As pg_restore --clean does: every table is made anew where it was.
        connection.exec_driver_sql("CREATE TABLE again (LIKE events INCLUDING ALL)")
        connection.exec_driver_sql("DROP TABLE events")
        connection.exec_driver_sql("ALTER TABLE again RENAME TO events")
        connection.commit()
    database.close()
    assert place(here) != before


def test_a_mark_comes_back_as_it_was_written(tmp_path: Path) -> None:
    marks = FileMarks(tmp_path / "desk.db.mark")
    assert marks.read() is None
    marks.write(MARK)
    marks.write(MARK)
    assert marks.read() == MARK
    assert [file.name for file in tmp_path.iterdir()] == ["desk.db.mark"]
    assert marks.path.stat().st_mode & 0o777 == 0o600
