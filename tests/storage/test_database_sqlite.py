"""The database file: whose it is, how it is set up, and who waits for whom."""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.database import Database, open_database
from storage.database_sqlite import SqliteDatabase
from storage.process_lock import AlreadyRunning, ProcessLock
from storage.turns import Turns
from tests.storage.notebook import SOON, with_notes


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = with_notes(f"sqlite:///{tmp_path}/desk.db")
    yield opened
    opened.close()


# The file


def test_the_files_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.touch(0o644)
    before = os.umask(0)
    try:
        database = open_database(f"sqlite:///{path}")
        with database.transaction() as connection:
            connection.execute(text("CREATE TABLE notes (words TEXT)"))
            connection.commit()
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
        database.close()
    finally:
        os.umask(before)

    assert modes == {"desk.db": 0o600, "desk.db-wal": 0o600, "desk.db-shm": 0o600}


def test_a_relative_path_stays_where_it_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    database = open_database("sqlite:///desk.db")
    database.close()

    assert isinstance(database, SqliteDatabase)
    assert database.path == tmp_path / "desk.db"
    assert database.path.exists()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("busy_timeout", 5000),
    ],
)
def test_every_connection_is_set_up(database: Database, setting: str, value: object) -> None:
    with database.transaction() as writing, database.reading() as reading:
        for connection in (writing, reading):
            assert connection.scalar(text(f"PRAGMA {setting}")) == value


def test_foreign_keys_hold(database: Database) -> None:
    with database.transaction() as connection, pytest.raises(IntegrityError):
        connection.execute(text("INSERT INTO replies VALUES (1)"))


# Turns


def test_the_lock_is_handed_on_in_order_of_asking() -> None:
    turns = Turns()
    served: list[int] = []

    def ask(number: int) -> None:
        with turns:
            served.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    with turns:
        for asked, thread in enumerate(threads, start=1):
            thread.start()
            wait_until_waiting(turns, asked)
    for thread in threads:
        thread.join(SOON)

    assert served == list(range(16))


def wait_until_waiting(turns: Turns, count: int) -> None:
    deadline = time.monotonic() + SOON
    while turns.waiting < count:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_nobody_starves_among_sixteen_greedy_threads() -> None:
    """Whoever asks again waits until everybody who asked before was served."""
    turns, order = Turns(), list[int]()
    threads, times = 16, 10

    def write(number: int) -> None:
        for _ in range(times):
            with turns:
                order.append(number)
                wait_until_waiting(turns, min(threads - 1, threads * times - len(order)))

    greedy = [threading.Thread(target=write, args=(number,)) for number in range(threads)]
    with turns:
        for thread in greedy:
            thread.start()
        wait_until_waiting(turns, threads)
    for thread in greedy:
        thread.join(SOON)

    assert order == order[:threads] * times
    assert len(set(order[:threads])) == threads


# One process


def test_a_second_worker_is_refused_and_told_by_whom(tmp_path: Path) -> None:
    first, second = ProcessLock(tmp_path / "desk.db"), ProcessLock(tmp_path / "desk.db")
    first.acquire()

    with pytest.raises(AlreadyRunning, match=str(os.getpid())) as refused:
        second.acquire()
    assert refused.value.pid == os.getpid()

    first.release()
    second.acquire()
    second.release()
