"""The watched folder: complete files are taken in and moved, and no trouble is lost or repeated."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.folder import Folder
from core.domain.events import BooksRefused, BooksTaken, FileNoticed
from sandbox.data.receivables import paid, write_receivables
from tests.world import World

ALERTS = "C0ALERTS"


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Folder:
    path = tmp_path / "in"
    path.mkdir()
    return Folder(path, "Europe/Berlin", world.office)


def put(folder: Folder, world: World, name: str = "october.csv") -> Path:
    file = folder.path / name
    write_receivables(file, as_of=world.now, changes=(paid("contoso"),))
    return file


def happened(world: World, kind: type) -> int:
    """How many events of this kind the trail holds."""
    with world.installation.ledger.database.reading() as connection:
        sql = "SELECT count(*) FROM events WHERE kind = ?"
        return int(connection.exec_driver_sql(sql, (kind.__name__,)).scalar_one())


def alerts(world: World) -> str:
    world.settled()
    return "\n".join(m["text"] for m in world.driver.messages(ALERTS))


def names(folder: Folder, where: str) -> list[str]:
    return [file.name.partition("-")[2] for file in sorted((folder.path / where).glob("*"))]


def test_a_file_is_taken_in_at_the_second_look_and_moved(world: World, folder: Folder) -> None:
    file = put(folder, world, "October.CSV")
    before = happened(world, BooksTaken)
    folder.look()
    assert file.exists()
    folder.look()
    assert names(folder, "taken") == ["October.CSV"]
    assert happened(world, BooksTaken) == before + 1
    assert "Books of" in alerts(world)
    file.write_bytes(next((folder.path / "taken").iterdir()).read_bytes())
    folder.look()
    folder.look()
    assert not file.exists()
    assert "October.CSV is in already" in alerts(world)


def test_a_file_that_is_still_written_is_left_alone(world: World, folder: Folder) -> None:
    file = put(folder, world)
    before = happened(world, BooksTaken)
    for _ in range(3):
        folder.look()
        with file.open("ab") as more:
            more.write(b"\n")
    assert file.exists()
    assert happened(world, BooksTaken) == before


def test_a_refused_file_is_told_and_moved(world: World, folder: Folder) -> None:
    (folder.path / "bad.csv").write_text("a,b\n1,2\n")
    folder.look()
    folder.look()
    assert names(folder, "refused") == ["bad.csv"]
    assert "bad.csv was refused whole" in alerts(world)


def test_a_file_that_disappears_before_it_is_read_is_nothing(world: World, folder: Folder) -> None:
    gone, kept = put(folder, world, "a.csv"), put(folder, world, "b.csv")
    folder.look()
    gone.unlink()
    folder._deal_with(gone, folder.seen["a.csv"])
    folder.look()
    assert not kept.exists()
    assert happened(world, FileNoticed) == 0


def test_a_move_that_fails_is_told_once_and_not_tried_every_minute(
    world: World, folder: Folder
) -> None:
    file = put(folder, world)
    (folder.path / "taken").write_text("a file where a folder should be")
    for _ in range(4):
        folder.look()
    assert file.exists()
    assert happened(world, FileNoticed) == 1
    assert "cannot be moved away" in alerts(world)
    (folder.path / "taken").unlink()
    os.utime(file, ns=(1, 1))
    folder.look()
    folder.look()
    assert names(folder, "taken") == ["october.csv"]


def test_a_refused_file_that_stays_is_refused_once(world: World, folder: Folder) -> None:
    (folder.path / "refused").write_text("in the way")
    (folder.path / "bad.csv").write_text("a,b\n1,2\n")
    for _ in range(4):
        folder.look()
    assert happened(world, BooksRefused) == 1


def test_a_file_that_cannot_be_read_is_told_once_and_stops_no_other(
    world: World, folder: Folder
) -> None:
    (folder.path / "a.csv").symlink_to("a.csv")
    put(folder, world, "b.csv")
    for _ in range(4):
        folder.look()
    assert names(folder, "taken") == ["b.csv"]
    assert happened(world, FileNoticed) == 1
    assert "cannot be read" in alerts(world)


def test_a_folder_that_is_gone_is_told_once(world: World, folder: Folder) -> None:
    folder.path.rmdir()
    for _ in range(3):
        folder.look()
    assert happened(world, FileNoticed) == 1
    assert "cannot be looked at" in alerts(world)
