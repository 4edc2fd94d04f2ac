"""From a file to PostgreSQL: all of it arrives, nothing is done twice, the file is left alone."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Row, delete, event, insert, select, text, update

from core.domain.events import PlanFiled, VoteCast
from core.domain.people import AccountKey
from core.ports.engine import Delivery, Job
from core.ports.store import Work
from storage.audit import verify
from storage.database import Database, open_database
from storage.database_postgres import PostgresDatabase
from storage.database_sqlite import SqliteDatabase
from storage.moving import move
from storage.opening import Unusable, move_between, open_existing, open_ready
from storage.process_lock import AlreadyRunning, ProcessLock
from storage.repositories.customer_rows import customer_row
from storage.tables.all import metadata
from storage.tables.customers import customers
from storage.tables.jobs import jobs, jobs_history
from storage.unit_of_work import SqlStore
from tests.builders import (
    NOW,
    a_bad_row,
    a_customer,
    a_member,
    a_plan,
    a_sheet_row,
    a_snapshot,
    a_stamp,
    a_subscription,
    a_vote,
    steps_of,
)
from tests.new_database import new_database
from tests.postgres import Server
from tests.storage.bindings import MONDAY, SOON, Diary, Postgres

Contents = dict[str, list[Row[tuple[object, ...]]]]


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A desk that has worked for a while."""
    path = tmp_path / "desk.db"
    database = new_database(path)
    with SqlStore(database)() as work:
        _fill(work)
        work.commit()
    database.close()
    return f"sqlite:///{path}"


def _fill(work: Work) -> None:
    plan = a_plan()
    kang = work.people.bind(AccountKey("T1", "U1"), "Kang").person_id
    work.people.save_member(a_member())
    work.customers.save([a_customer()])
    work.customers.save_subscription(a_subscription())
    for _ in range(2):
        snapshot = a_snapshot()
        work.books.begin(snapshot)
        work.books.write(snapshot.snapshot_id, [a_sheet_row(), a_bad_row()])
        work.books.make_current(snapshot, work.books.current(snapshot.source))
    work.plans.add(plan, steps_of(plan))
    work.plans.add_vote(a_vote(plan, kang))
    work.events.add(PlanFiled(plan_id=plan.plan_id), a_stamp())
    work.events.add(VoteCast(plan_id=plan.plan_id, choice="approve"), a_stamp())
    for number in range(3):
        work.jobs.enqueue(Job("work", f"card:{number}", {"name": f"card {number}"}, lane="card"))
    later = NOW + timedelta(days=1)
    work.jobs.enqueue(Job("work", "expire", {"name": "expire"}, run_at=later))


def contents(database: Database) -> Contents:
    """Everything but the jobs, which go on where they are."""
    tables = [table for table in metadata.sorted_tables if table not in (jobs, jobs_history)]
    with database.reading() as connection:
        return {
            table.name: list(connection.execute(select(table).order_by(*table.primary_key)))
            for table in tables
        }


def contents_at(url: str) -> Contents:
    database = open_database(url)
    found = contents(database)
    database.close()
    return found


def test_everything_arrives_and_the_chain_holds(file: str, server: Server) -> None:
    before, target = contents_at(file), server.empty()
    moved = move_between(file, target)
    assert contents_at(target) == before
    assert moved.rows == sum(map(len, before.values())) + 4
    database = open_existing(target)
    with database.reading() as connection:
        assert verify(connection) == moved.trail
    assert (moved.trail.rows, moved.trail.holds()) == (2, True)
    database.close()


def test_what_was_to_be_done_is_done_there_once_and_in_order(file: str, server: Server) -> None:
    _was_running(file, "card:0")
    target = server.empty()
    move_between(file, target)
    desk, diary = Postgres(target), Diary()

    def handle(delivery: Delivery) -> None:
        diary.write(f"{delivery.payload['name']}, attempt {delivery.attempt}")

    desk.does("work", handle)
    desk.engine.start()
    assert desk.engine.idle(SOON)
    assert diary.lines == ["card 0, attempt 2", "card 1, attempt 1", "card 2, attempt 1"]
    assert desk.enqueue(Job("work", "card:0"), Job("work", "new", {"name": "new"})) == [False, True]
    desk.move(NOW + timedelta(days=1) - MONDAY)
    assert "expire, attempt 1" in diary.wait_for(5)
    desk.close()


def _was_running(file: str, key: str) -> None:
    database = open_database(file)
    with database.transaction() as connection:
        cut_off = update(jobs).where(jobs.c.key == key).values(status="running", attempts=1)
        connection.execute(cut_off)
        connection.commit()
    database.close()


def test_a_large_desk_may_be_read_for_longer_than_others_may_be_silent(
    file: str, server: Server
) -> None:
    silences: list[object] = []

    def look(connection: Connection) -> None:
        asked = connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout")
        silences.append(asked.scalar())

    with closing(open_database(file)) as old, closing(open_database(server.copy())) as new:
        assert isinstance(old, SqliteDatabase)
        assert isinstance(new, PostgresDatabase)
        event.listen(new.engine, "commit", look)
        assert move(old, new).rows
    assert silences == ["0"]


def test_numbers_go_on_where_they_were(file: str, server: Server) -> None:
    target = server.empty()
    move_between(file, target)
    database = open_ready(target)
    with SqlStore(database)() as work:
        newest = a_snapshot()
        work.books.begin(newest)
        work.books.write(newest.snapshot_id, [a_bad_row()])
        work.books.make_current(newest, work.books.current(newest.source))
        assert work.events.add(PlanFiled(), a_stamp()) == 3
        work.commit()
    database.close()


def test_the_file_is_not_run_any_more(file: str, server: Server) -> None:
    move_between(file, server.empty())
    for opened in (open_ready, open_existing):
        with pytest.raises(Unusable, match="moved to PostgreSQL"):
            opened(file)


def test_a_file_at_work_is_not_moved(file: str, server: Server) -> None:
    lock = ProcessLock(Path(file.removeprefix("sqlite:///")))
    lock.acquire()
    with pytest.raises(AlreadyRunning):
        move_between(file, server.empty())
    lock.release()
    open_ready(file).close()


def test_a_target_that_is_not_empty_is_left_alone(file: str, server: Server) -> None:
    target = server.copy()
    database = open_database(target)
    with database.transaction() as connection:
        connection.execute(insert(customers).values(customer_row(a_customer(name="Somebody else"))))
        connection.commit()
    with pytest.raises(Unusable, match="not empty: customers"):
        move_between(file, target)
    with database.transaction() as connection:
        assert connection.scalars(select(customers.c.name)).all() == ["Somebody else"]
        connection.execute(delete(customers))
        connection.commit()
    database.close()
    move_between(file, target)


def test_a_chain_that_is_broken_is_not_moved(file: str, server: Server) -> None:
    database = open_database(file)
    with database.transaction() as connection:
        connection.execute(text("DROP TRIGGER events_no_update"))
        connection.execute(text("UPDATE events SET body = '{}' WHERE seq = 2"))
        connection.commit()
    database.close()
    target = server.empty()
    with pytest.raises(Unusable, match="broken at 2: edited"):
        move_between(file, target)
    assert contents_at(target)["events"] == []
    open_ready(file).close()
