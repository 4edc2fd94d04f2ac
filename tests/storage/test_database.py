"""What a transaction promises, on both databases; and which URLs name one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.ports.boundary import CallInsideTransaction, check_outside
from storage.database import Database, open_database
from storage.database_postgres import IN_TURN, PostgresDatabase
from storage.turns import NestedTransaction
from tests.postgres import Server
from tests.sandbox.slack_desk import wait_for
from tests.storage.notebook import SOON, note, notes, with_notes


@pytest.fixture
def database(empty_url: str) -> Iterator[Database]:
    opened = with_notes(empty_url)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://desk:hunter2@127.0.0.1/desk", "mysql is not"),
        ("desk:hunter2@127.0.0.1", "what was given is not"),
        ("postgresql://desk:hunter2@127.0.0.1", "postgresql://<user>@<host>/<database>"),
        ("postgres://desk:hunter2@127.0.0.1:x/desk", "postgresql://<user>@<host>/<database>"),
        ("sqlite://", "sqlite:///<path>"),
        ("sqlite:///:memory:", "sqlite:///<path>"),
    ],
)
def test_another_url_is_refused_without_showing_its_password(url: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        open_database(url)

    assert "hunter2" not in str(refused.value)


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
    with database.reading() as connection, pytest.raises(DBAPIError, match=r"read-?only"):
        connection.execute(text("INSERT INTO notes (words) VALUES ('no')"))


def test_two_that_read_before_they_write_do_not_both_win(
    database: Database, empty_url: str
) -> None:
    """Also if one of them is another process, which knows nothing of this one's turns."""
    note(database, "0")
    other = open_database(empty_url)

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


def test_of_one_process_one_thread_waits_where_other_processes_do(server: Server) -> None:
    """Each of them would keep the turn for a while if the process stood still."""
    url = server.copy()
    database = open_database(url)
    assert isinstance(database, PostgresDatabase)

    def write() -> None:
        with database.transaction():
            """Nothing is written."""

    with psycopg.connect(url) as other, ThreadPoolExecutor(3) as threads:
        other.execute(IN_TURN)
        writes = [threads.submit(write) for _ in range(3)]
        wait_for(lambda: database.turns.waiting == 2 and in_line(url) == 1)
        other.rollback()
        assert [one.result() for one in writes] == [None] * 3
    database.close()


def in_line(url: str) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event = 'advisory' AND datname = current_database()"
        ).fetchall()
    return int(found[0][0])
