"""The database file: whose it is, who waits for whom, and what a transaction marks."""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from core.ports.boundary import CallInsideTransaction, check_outside
from storage.database import Database, NestedTransaction, Turns, open_database
from storage.process_lock import AlreadyRunning, ProcessLock

SOON = 10.0


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path}/desk.db")
    with opened.transaction() as connection:
        connection.execute(text("CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT)"))
        connection.execute(text("CREATE TABLE replies (note INTEGER REFERENCES notes (id))"))
        connection.commit()
    yield opened
    opened.close()


def note(database: Database, words: str) -> None:
    with database.transaction() as connection:
        connection.execute(text("INSERT INTO notes (words) VALUES (:w)"), {"w": words})
        connection.commit()


def notes(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(text("SELECT words FROM notes ORDER BY id")))


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

    assert database.path == tmp_path / "desk.db"
    assert database.path.exists()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql://desk:hunter2@127.0.0.1/desk", "PostgreSQL comes with a later version"),
        ("desk:hunter2@127.0.0.1", "PostgreSQL comes with a later version"),
        ("sqlite://", "sqlite:///<path>"),
        ("sqlite:///:memory:", "sqlite:///<path>"),
    ],
)
def test_another_url_is_refused_without_showing_its_password(url: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        open_database(url)

    assert "hunter2" not in str(refused.value)


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


# Transactions


def test_what_is_not_committed_never_was(database: Database) -> None:
    note(database, "kept")
    with database.transaction() as connection:
        connection.execute(text("INSERT INTO notes (words) VALUES ('forgotten')"))
    with pytest.raises(KeyError), database.transaction() as connection:
        connection.execute(text("INSERT INTO notes (words) VALUES ('failed')"))
        raise KeyError

    assert notes(database) == ["kept"]


def test_a_reader_sees_one_moment_and_waits_for_no_writer(database: Database) -> None:
    note(database, "first")
    with database.transaction() as writing:
        writing.execute(text("INSERT INTO notes (words) VALUES ('second')"))
        with database.reading() as reading:
            assert reading.scalar(text("SELECT count(*) FROM notes")) == 1
            writing.commit()
            assert reading.scalar(text("SELECT count(*) FROM notes")) == 1

    assert notes(database) == ["first", "second"]


def test_a_reader_cannot_write(database: Database) -> None:
    with database.reading() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.execute(text("INSERT INTO notes (words) VALUES ('no')"))


def test_two_that_read_before_they_write_do_not_both_win(database: Database) -> None:
    """Also if one of them is another process, which knows nothing of this one's turns."""
    note(database, "0")
    other = open_database(f"sqlite:///{database.path}")

    def count_on(through: Database) -> None:
        for _ in range(25):
            with through.transaction() as connection:
                seen = int(connection.scalar(text("SELECT words FROM notes")) or 0)
                connection.execute(text("UPDATE notes SET words = :w"), {"w": str(seen + 1)})
                connection.commit()

    threads = [threading.Thread(target=count_on, args=(through,)) for through in (database, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    other.close()

    assert notes(database) == ["50"]


def test_a_transaction_inside_another_fails_instead_of_waiting_for_itself(
    database: Database,
) -> None:
    with database.transaction(), pytest.raises(NestedTransaction), database.transaction():
        pass

    note(database, "free again")
    assert notes(database) == ["free again"]


def test_a_transaction_marks_its_thread_and_a_reader_does_not(database: Database) -> None:
    with database.reading():
        check_outside()
    with database.transaction(), pytest.raises(CallInsideTransaction):
        check_outside()
    with pytest.raises(NestedTransaction), database.transaction(), database.transaction():
        pass
    check_outside()


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


def test_nobody_starves_among_sixteen_greedy_threads(database: Database) -> None:
    """Whoever asks again waits until everybody who asked before was served."""
    order: list[int] = []
    ready = threading.Barrier(16, timeout=SOON)

    def write(number: int) -> None:
        ready.wait()
        for _ in range(10):
            with database.transaction() as connection:
                order.append(number)
                connection.execute(text("INSERT INTO notes (words) VALUES ('x')"))
                connection.commit()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)

    assert len(order) == 160
    between = [order[begin : begin + 16 * 4] for begin in range(0, 96, 16)]
    assert all(len(set(part)) == 16 for part in between)


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
