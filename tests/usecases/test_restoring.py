"""A backup that was put back starts frozen, and so does a record that does not hold."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.domain.events import Event, Frozen, RecordDoubted, Route
from core.domain.people import AccountKey
from core.usecases.freezing import freeze
from core.usecases.restoring import look, verify_on
from storage.auditor import Auditor
from storage.database_sqlite import SqliteDatabase
from storage.marks import FileMarks, marks_of
from storage.unit_of_work import SqlStore
from tests.installation import DATABASE, copy_of
from tests.office import AGENT, Desk


@dataclass
class Installation:
    """A desk, its file, and what is kept beside that."""

    path: Path
    database: SqliteDatabase = field(init=False)
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        self.database = SqliteDatabase(self.path)
        self.desk = Desk(SqlStore(self.database))

    def look(self, *, is_pretended: bool = False) -> str:
        marks = marks_of(self.database)
        found = look(marks, office=self.desk.office, is_pretended=is_pretended)
        return found.why if found else ""

    def works(self) -> None:
        """Something is written down, and seen."""
        with self.desk.store() as work:
            work.events.add(Frozen(), self.desk.office.stamp(self.desk.now, "", Route.CLI))
            work.commit()
        assert self.look() == ""

    def backup(self, to: Path) -> Path:
        with closing(sqlite3.connect(self.path)) as now, closing(sqlite3.connect(to)) as copy:
            now.backup(copy)
        return to

    def put_back(self, backup: Path) -> None:
        """Over the file itself, as `cp` does: the same inode."""
        self.database.close()
        for name in (f"{self.path}-wal", f"{self.path}-shm"):
            Path(name).unlink(missing_ok=True)
        shutil.copyfile(backup, self.path)
        self.open()

    def freezes(self) -> list[str]:
        with self.desk.store.reading() as work:
            return [one.why for one in [work.freezes.current()] if one is not None]

    def happened(self, kind: type[Event]) -> list[Event]:
        with self.desk.store.reading() as work:
            return [one.event for one in work.events.since(kind, self.desk.now)]


@pytest.fixture
def here(filled: Path, tmp_path: Path) -> Iterator[Installation]:
    """At work for a while, and never frozen."""
    folder = copy_of(filled, tmp_path / "here")
    for left in folder.glob("*.mark"):
        left.unlink()
    with closing(sqlite3.connect(folder / DATABASE)) as now:
        now.execute("DELETE FROM facts WHERE name = 'lies_at'")
        now.commit()
    made = Installation(folder / DATABASE)
    assert made.look() == ""
    made.works()
    yield made
    made.database.close()


def test_a_desk_that_goes_on_is_not_stopped(here: Installation) -> None:
    here.database.close()
    here.open()
    assert here.look() == ""
    here.works()
    assert here.freezes() == []
    assert Path(f"{here.path}.mark").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("is_pretended", [False, True])
def test_an_older_copy_over_the_file_is_frozen_once(
    here: Installation, tmp_path: Path, is_pretended: bool
) -> None:
    old = here.backup(tmp_path / "old.db")
    here.works()
    here.put_back(old)
    assert here.look(is_pretended=is_pretended) == "older"
    assert here.freezes() == ["record"]
    (doubt,) = here.happened(RecordDoubted)
    assert isinstance(doubt, RecordDoubted) and doubt.known == doubt.found + 1
    assert here.look(is_pretended=is_pretended) == ""


def test_a_past_that_went_another_way_is_found(here: Installation, tmp_path: Path) -> None:
    """It was put back and worked with where no mark was seen, until it was as long."""
    old = here.backup(tmp_path / "old.db")
    mark = Path(f"{here.path}.mark")
    here.works()
    seen = mark.read_bytes()
    here.put_back(old)
    for _ in range(3):
        with here.desk.store() as work:
            work.events.add(Frozen(), here.desk.office.stamp(here.desk.now, "", Route.CLI))
            work.commit()
    mark.write_bytes(seen)
    assert here.look() == "other"
    assert here.freezes() == ["record"]


def test_a_copy_on_another_machine_is_frozen_unless_it_is_a_pretended_desk(
    here: Installation, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    there = Installation(here.backup(elsewhere / DATABASE))
    assert there.look(is_pretended=True) == ""
    there.database.close()
    shutil.rmtree(elsewhere)
    elsewhere.mkdir()
    there = Installation(here.backup(elsewhere / DATABASE))
    assert there.look() == "unmarked"
    assert there.freezes() == ["record"]
    assert there.look() == ""
    there.database.close()


def test_a_copy_of_the_whole_folder_is_frozen(here: Installation, tmp_path: Path) -> None:
    here.database.close()
    shutil.copytree(here.path.parent, tmp_path / "there")
    there = Installation(tmp_path / "there" / DATABASE)
    assert there.look() == "copied"
    assert there.freezes() == ["record"]
    there.database.close()


def test_an_older_copy_that_was_frozen_already_is_told_as_well(
    here: Installation, tmp_path: Path
) -> None:
    freeze("Because", AccountKey(AGENT.team_id, AGENT.user_id), office=here.desk.office)
    old = here.backup(tmp_path / "old.db")
    here.works()
    here.put_back(old)
    assert here.look() == "older"
    assert here.freezes() == ["person"]
    assert len(here.happened(RecordDoubted)) == 1


@pytest.mark.parametrize("text", ["", "goodstanding mark", "goodstanding mark\na\nb\nc\n", "\0"])
def test_a_mark_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "desk.db.mark"
    path.write_text(text, encoding="ascii")
    assert FileMarks(path).read() is None


def test_a_record_that_does_not_hold_freezes_once(here: Installation) -> None:
    auditor = Auditor(here.database, lambda: here.desk.now)
    verify_on(auditor, office=here.desk.office)
    assert here.freezes() == []
    with here.database.transaction() as connection:
        connection.exec_driver_sql("DROP TRIGGER events_no_update")
        connection.exec_driver_sql("UPDATE events SET case_id = 'x' WHERE seq = 3")
        connection.commit()
    here.works()
    verify_on(auditor, office=here.desk.office)
    assert here.freezes() == [], "what was verified is looked at again the next day"
    verify_on(Auditor(here.database, lambda: here.desk.now), office=here.desk.office)
    assert here.freezes() == ["record"]
    verify_on(Auditor(here.database, lambda: here.desk.now), office=here.desk.office)
    assert [
        (one.why, one.known, one.found)
        for one in here.happened(RecordDoubted)
        if isinstance(one, RecordDoubted)
    ] == [("broken", 3, 2)]


def test_what_is_new_is_verified_every_time(here: Installation) -> None:
    auditor = Auditor(here.database, lambda: here.desk.now)
    verify_on(auditor, office=here.desk.office)
    here.works()
    with here.database.transaction() as connection:
        connection.exec_driver_sql("DROP TRIGGER events_no_update")
        last = "(SELECT max(seq) FROM events)"
        connection.exec_driver_sql(f"UPDATE events SET case_id = 'x' WHERE seq = {last}")
        connection.commit()
    verify_on(auditor, office=here.desk.office)
    assert here.freezes() == ["record"]
