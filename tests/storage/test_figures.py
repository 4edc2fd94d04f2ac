"""What an installation counts of itself: right on both databases, and nothing secret."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from core.domain.events import PlanFiled
from core.ports.engine import Job
from storage.database import Database, open_database
from storage.figures import Counting
from storage.schema import migrate
from storage.tables.jobs import jobs
from storage.unit_of_work import SqlStore
from tests.builders import NOW, a_plan, a_stamp, steps_of
from tests.storage.bookkeeping import ONE, take


def test_it_counts_by_kind_and_state(desk: Database, store: SqlStore) -> None:
    plan = a_plan()
    with store() as work:
        work.plans.add(plan, steps_of(plan))
        for _ in range(2):
            work.events.add(PlanFiled(plan_id=plan.plan_id), a_stamp())
        work.jobs.enqueue(Job("tell", "one"))
        work.commit()
    take(store, ONE)
    found = Counting(desk).figures()
    assert found.events == {("PlanFiled",): 2}
    assert found.jobs == {("tell", "ready"): 1}
    assert found.plans == {("suspend", "pending"): 1}
    assert found.steps == {("suspend", "todo"): 2}
    assert found.books_as_of == {ONE.document.source: NOW}
    assert not found.frozen


def test_due_is_what_somebody_should_be_doing_now(desk: Database, store: SqlStore) -> None:
    with store() as work:
        work.jobs.enqueue(Job("tell", "first", lane="case"))
        work.jobs.enqueue(Job("tell", "behind the first", lane="case"))
        work.jobs.enqueue(Job("expire", "tomorrow", run_at=NOW + timedelta(days=1)))
        work.commit()
    assert len(Counting(desk).due(NOW)) == 1
    assert len(Counting(desk).due(NOW + timedelta(days=1))) == 2


def test_what_was_given_up_lately_is_counted(desk: Database, store: SqlStore) -> None:
    with store() as work:
        work.jobs.enqueue(Job("tell", "one"))
        work.commit()
    with desk.transaction() as connection:
        connection.execute(update(jobs).values(status="dead", finished_at=NOW))
        connection.commit()
    assert Counting(desk).given_up(NOW) == 1
    assert Counting(desk).given_up(NOW + timedelta(seconds=1)) == 0


def test_the_schema_of_another_version_is_trouble(empty_url: str) -> None:
    database = open_database(empty_url)
    assert "schema is at nothing" in Counting(database).trouble()
    migrate(database)
    assert Counting(database).trouble() == ""
    database.close()
