"""What an installation counts of itself: right on both databases, and nothing secret."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from core.domain.events import Event, PlanFiled, PlanWaits
from core.ports.engine import Job
from storage.database import Database, open_database
from storage.figures import Counting, Trail
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
    assert found.jobs == {("match", "ready"): 1, ("tell", "ready"): 1}
    assert found.plans == {("suspend", "pending"): 1}
    assert found.steps == {("suspend", "todo"): 2}
    assert found.books_as_of == {ONE.document.source: NOW}
    assert not found.frozen


def test_events_are_counted_once_however_often_somebody_asks(
    desk: Database, store: SqlStore
) -> None:
    def happen(*told: Event) -> None:
        with store() as work:
            for event in told:
                work.events.add(event, a_stamp())
            work.commit()

    counting, filed, other = Counting(desk), PlanFiled(), PlanWaits()
    assert counting.figures().events == {}
    happen(filed, filed)
    assert counting.figures().events == {("PlanFiled",): 2}
    assert counting.figures().events == {("PlanFiled",): 2}
    happen(filed, other)
    both = {("PlanFiled",): 3, ("PlanWaits",): 1}
    assert counting.figures().events == Counting(desk).figures().events == both


def test_a_view_older_than_the_last_adds_nothing(desk: Database, store: SqlStore) -> None:
    trail = Trail()
    with desk.reading() as older:
        assert trail.count(older) == {}
        with store() as work:
            work.events.add(PlanFiled(), a_stamp())
            work.commit()
        with desk.reading() as newer:
            assert trail.count(newer) == {("PlanFiled",): 1}
        assert trail.count(older) == {("PlanFiled",): 1}


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
