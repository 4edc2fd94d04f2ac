"""What only the embedded engine has: a query plan, leases on rows, and a lock on the file."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import IntegrityError

from core.ports.engine import Delivery, Job
from storage.job_rows import CLAIM, Moment, claim
from storage.process_lock import AlreadyRunning
from storage.tables.jobs import jobs
from tests.new_database import new_database
from tests.storage.bindings import MONDAY, SOON, Sqlite

NOW = {"now": MONDAY, "machine": 0.0, "owner": "test", "until": 1.0, "hands": 1, "change": 1}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Sqlite]:
    path = tmp_path / "desk.db"
    new_database(path).close()
    made = Sqlite(f"sqlite:///{path}")
    yield made
    made.close()


def plan_of_the_claim(connection: Connection) -> list[str]:
    explained = text(f"EXPLAIN QUERY PLAN {CLAIM}")
    return [row[3] for row in connection.execute(explained, {**NOW, "now": "2026-10-12"})]


def test_a_claim_reads_the_partial_indexes_only(desk: Sqlite) -> None:
    with desk.database.transaction() as connection:
        plan = plan_of_the_claim(connection)

    assert "SCAN job USING INDEX ix_jobs_ready" in plan
    assert any(step.startswith("SEARCH earlier USING") and "ix_jobs_lane" in step for step in plan)
    assert not any("TEMP B-TREE" in step for step in plan)
    assert not any(step.startswith("SCAN jobs") for step in plan)


def test_finished_rows_do_not_slow_a_claim(desk: Sqlite) -> None:
    desk.enqueue(Job("work", "ready", lane="card"))
    over = {"kind": "work", "payload": {}, "priority": 2, "lane": "card", "finished_at": MONDAY}
    rows = [{**over, "key": f"k{n}", "status": "done"} for n in range(20_000)]
    with desk.database.transaction() as connection:
        connection.execute(insert(jobs), rows)
        connection.commit()

    with desk.database.transaction() as connection:
        begun = time.perf_counter()
        claimed = claim(connection, Moment(MONDAY, 1.0), "test", 2.0, hands=1)
        took = time.perf_counter() - begun

    assert claimed is not None
    assert took < 0.05


@pytest.mark.parametrize("wrong", [{"status": "lost"}, {"lane": "card", "run_at": MONDAY}])
def test_the_table_refuses_what_the_engine_would_not_understand(
    desk: Sqlite, wrong: dict[str, object]
) -> None:
    row = {"kind": "work", "key": "k", "payload": {}, "priority": 2, "status": "ready"}
    with desk.database.transaction() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(jobs).values({**row, **wrong}))


def test_a_handler_within_its_timeout_keeps_its_lease(desk: Sqlite) -> None:
    leases: list[float] = []

    def handle(_: Delivery) -> None:
        deadline = time.monotonic() + SOON
        while len(leases) < 4:
            assert time.monotonic() < deadline
            with desk.database.reading() as connection:
                lease = connection.scalar(select(jobs.c.lease_until)) or 0.0
            if lease not in leases:
                leases.append(lease)
            time.sleep(0.005)

    desk.does("work", handle)
    desk.enqueue(Job("work", "k"))

    desk.engine.start()

    assert desk.engine.idle(SOON)
    assert leases == sorted(leases)
    assert leases[-1] - leases[0] > 0.2
    assert desk.engine.counts()["done"] == 1


def test_a_handler_that_fails_after_its_job_is_dead_does_not_bury_it_again(desk: Sqlite) -> None:
    may_end = threading.Event()

    def handle(_: Delivery) -> None:
        assert may_end.wait(SOON)
        raise ConnectionError("cut")

    desk.engine.handler("work", handle, max_attempts=1, timeout=0.1)
    desk.enqueue(Job("work", "k"))
    desk.engine.start()
    assert desk.engine.idle(SOON)
    assert desk.engine.counts()["dead"] == 1

    may_end.set()
    desk.engine.stop()

    assert desk.dead == [("work", "did not end within its timeout")]


def test_a_second_engine_on_the_same_file_is_refused(desk: Sqlite) -> None:
    desk.engine.start()
    second = desk.another_engine()

    with pytest.raises(AlreadyRunning):
        second.start()

    desk.engine.stop()
    second.start()
    second.stop()


def test_a_stop_does_not_wait_for_ever_and_keeps_the_file_meanwhile(desk: Sqlite) -> None:
    desk.engine = desk.another_engine(drain=0.05)
    begun, may_end = threading.Event(), threading.Event()

    def handle(_: Delivery) -> None:
        begun.set()
        assert may_end.wait(SOON)

    desk.does("work", handle)
    desk.enqueue(Job("work", "k"))
    desk.engine.start()
    assert begun.wait(SOON)

    desk.engine.stop()

    with pytest.raises(AlreadyRunning):
        desk.another_engine().start()
    may_end.set()
    assert desk.engine.idle(SOON)


def test_one_kind_has_one_handler(desk: Sqlite) -> None:
    desk.does("work", lambda delivery: None)

    with pytest.raises(ValueError, match="work"):
        desk.does("work", lambda delivery: None)


def test_tidying_leaves_what_is_younger_or_not_over(desk: Sqlite) -> None:
    desk.does("work", lambda delivery: None)
    desk.enqueue(Job("work", "finished"), Job("work", "later", run_at=MONDAY + timedelta(days=9)))
    desk.engine.start()
    assert desk.engine.idle(SOON)

    assert desk.engine.tidy(before=MONDAY) == 0
    assert desk.engine.counts() == {"ready": 1, "running": 0, "done": 1, "dead": 0}


def test_a_job_that_nobody_does_is_tried_again_until_somebody_may(desk: Sqlite) -> None:
    desk.enqueue(Job("work", "k"))

    desk.engine.start()

    assert desk.engine.idle(SOON)
    [(_, why)] = desk.dead
    assert why.startswith("LookupError")
