"""What only the engine for several processes has: other workers, and connections that are cut."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import insert, text, update

from core.ports.engine import Delivery, Job
from storage.database import open_database
from storage.job_carriers import take_over
from storage.tables.jobs import jobs
from tests.storage.bindings import MONDAY, SOON, Diary, Postgres
from tests.storage.conftest import clear

LONG = 30.0
# Of one process: one of them leaves changes to the other.
WORKERS = 2


@pytest.fixture
def url(shared_url: str) -> str:
    clear(shared_url)
    return shared_url


@pytest.fixture
def desk(url: str) -> Iterator[Postgres]:
    made = Postgres(url)
    yield made
    made.close()


@pytest.fixture
def diary() -> Diary:
    return Diary()


def until(fact: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG
    while not fact():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def carriers(desk: Postgres) -> list[str]:
    """The statuses of procrastinate's rows."""
    with desk.database.reading() as connection:
        return [str(s) for s in connection.scalars(text("SELECT status FROM procrastinate_jobs"))]


def scalar(desk: Postgres, query: str) -> object:
    with desk.database.reading() as connection:
        return connection.scalar(text(query))


def run_sql(desk: Postgres, statement: str) -> None:
    with desk.database.bookkeeping() as connection:
        connection.execute(text(statement))
        connection.commit()


def test_several_workers_share_the_jobs_and_each_is_done_once(desk: Postgres, url: str) -> None:
    others = [Postgres(url) for _ in range(2)]
    done: list[tuple[int, str]] = []
    for number, worker in enumerate([desk, *others]):
        worker.does("work", lambda d, n=number: done.append((n, str(d.payload["name"]))))  # type: ignore[misc]
    names = [f"k{number}" for number in range(60)]
    desk.enqueue(*(Job("work", name, {"name": name}, lane=name[-1]) for name in names))
    for worker in [desk, *others]:
        worker.engine.start()

    assert desk.engine.idle(LONG)
    for worker in others:
        worker.close()
    assert Counter(name for _, name in done) == Counter(names)
    for lane in "0123456789":
        ours = [name for _, name in done if name[-1] == lane]
        assert ours == sorted(ours, key=lambda name: int(name[1:]))


def test_nothing_is_left_behind_of_what_is_over(desk: Postgres) -> None:
    def handle(delivery: Delivery) -> None:
        if delivery.payload["name"] == "bad":
            raise ConnectionError("cut")

    desk.does("work", handle, max_attempts=1)
    desk.engine.start()
    desk.enqueue(*(Job("work", name, {"name": name}) for name in ("good", "bad")))

    assert desk.engine.idle(SOON)
    assert carriers(desk) == []
    assert desk.engine.counts() == {"ready": 0, "running": 0, "done": 1, "dead": 1}


def test_what_waits_for_business_time_is_not_brought_before(desk: Postgres) -> None:
    """The clock of PostgreSQL may be months ahead of business time, or behind it."""
    desk.enqueue(Job("work", "k", run_at=MONDAY.replace(year=2020)))
    assert carriers(desk) == []
    desk.does("work", lambda delivery: None)
    desk.engine.start()

    assert desk.engine.idle(SOON)
    assert desk.engine.counts()["done"] == 1


def test_a_worker_whose_connections_are_cut_goes_on(
    desk: Postgres, diary: Diary, caplog: pytest.LogCaptureFixture
) -> None:
    desk.does("work", lambda delivery: diary.write(str(delivery.payload["name"])))
    desk.engine.start()
    desk.enqueue(Job("work", "before", {"name": "before"}))
    diary.wait_for(1)

    run_sql(
        desk,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    desk.enqueue(Job("work", "after", {"name": "after"}))

    until(lambda: "after" in diary.lines)
    assert desk.engine.idle(SOON)


def leave_running(desk: Postgres, key: str) -> None:
    """A job that the newest worker, where there is any, has fetched and nobody does."""
    with desk.database.bookkeeping() as connection:
        row = {"kind": "work", "key": key, "payload": {}, "priority": 2, "attempts": 1}
        running = insert(jobs).values(row | {"status": "running"})
        number = connection.scalar(running.returning(jobs.c.id))
        connection.execute(
            text(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id) "
                "SELECT 'default', 'goodstanding', jsonb_build_object('number', (:n)::int), "
                "'doing', max(id) FROM procrastinate_workers"
            ),
            {"n": number},
        )
        connection.commit()


def test_who_gives_back_what_the_dead_left_waits_for_nobody(desk: Postgres) -> None:
    """Forgetting a dead worker locks its carriers one by one, in any order: waiting for one while
    holding another is a deadlock."""
    for key in ("first", "second"):
        leave_running(desk, key)
    with desk.database.bookkeeping() as forgetting:
        locked = "SELECT id FROM procrastinate_jobs ORDER BY id LIMIT 1 FOR UPDATE"
        forgetting.execute(text(locked))
        with desk.database.bookkeeping() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '2s'"))
            assert take_over(connection, 15.0, []) == 1
            connection.commit()
    with desk.database.bookkeeping() as connection:
        assert take_over(connection, 15.0, []) == 1


def test_a_job_that_a_living_worker_forgot_is_given_back(desk: Postgres, diary: Diary) -> None:
    """As when the database went away between the fetching of a job and its beginning."""
    desk.does("work", lambda delivery: diary.write(f"attempt {delivery.attempt}"))
    desk.engine.start()
    until(lambda: scalar(desk, "SELECT count(*) FROM procrastinate_workers") == WORKERS)
    leave_running(desk, "k")

    assert diary.wait_for(1) == ["attempt 2"]
    assert desk.engine.idle(SOON)
    assert carriers(desk) == []


def test_the_dead_are_found_by_their_heart(desk: Postgres, diary: Diary) -> None:
    """A worker that lives is left alone, however long its job takes."""
    may_end = threading.Event()

    def handle(delivery: Delivery) -> None:
        diary.write(f"attempt {delivery.attempt}")
        assert may_end.wait(LONG)

    desk.does("work", handle)
    desk.enqueue(Job("work", "k"))
    desk.engine.start()
    diary.wait_for(1)
    other = Postgres(desk.url)
    other.engine.start()
    beaten = "SELECT last_heartbeat > now() - interval '1 second' FROM procrastinate_workers"
    time_of_three_sweeps = time.monotonic() + 2.0
    until(lambda: time.monotonic() > time_of_three_sweeps and bool(scalar(desk, beaten)))

    may_end.set()
    assert desk.engine.idle(SOON)
    other.close()
    assert diary.lines == ["attempt 1"]


def test_who_holds_the_turn_or_a_row_and_stands_still_is_let_go(desk: Postgres) -> None:
    """A machine that lost its power tells nobody, and its connections would live on for hours."""
    asked = text("SHOW idle_in_transaction_session_timeout")
    for begun in (desk.database.transaction, desk.database.bookkeeping):
        with begun() as connection:
            assert connection.scalar(asked) == "6s", begun


def test_a_stale_settling_changes_nothing(desk: Postgres, url: str, diary: Diary) -> None:
    """Another process took the job over while a handler worked: its result is dropped."""
    begun, may_end = threading.Event(), threading.Event()

    def handle(delivery: Delivery) -> None:
        begun.set()
        assert may_end.wait(SOON)

    desk.does("work", handle)
    desk.enqueue(Job("work", "k"))
    desk.engine.start()
    assert begun.wait(SOON)
    database = open_database(url)
    with database.bookkeeping() as connection:
        connection.execute(update(jobs).values(attempts=2))
        connection.commit()

    may_end.set()
    desk.engine.stop()

    assert desk.engine.counts()["running"] == 1
    assert carriers(desk) == ["doing"]
    database.close()
