"""A transaction: all of it or nothing, jobs included."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError

from core.domain.events import PlanFiled
from core.ports.boundary import CallInsideTransaction, check_outside
from core.ports.engine import Job
from core.ports.store import Store, Work
from storage.database import Database
from storage.unit_of_work import SqlStore
from tests.builders import a_plan, a_stamp, steps_of


class Ears:
    """Remembers how often somebody was told, and whether a transaction was still open."""

    def __init__(self) -> None:
        self.told = 0

    def __call__(self) -> None:
        check_outside()
        self.told += 1


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def heard(desk: Database, ears: Ears) -> Store:
    return SqlStore(desk, ears)


def file(work: Work) -> None:
    plan = a_plan()
    work.plans.add(plan, steps_of(plan))
    work.events.add(PlanFiled(plan_id=plan.plan_id), a_stamp())
    work.jobs.enqueue(Job("card", "card:1"))


def test_what_was_not_committed_was_never_there(heard: Store, ears: Ears) -> None:
    with heard() as work:
        file(work)
    with pytest.raises(ZeroDivisionError), heard() as work:
        file(work)
        raise ZeroDivisionError
    assert ears.told == 0
    with heard.reading() as work:
        assert work.plans.open() == []
        assert work.events.last_at() is None


def test_the_engine_is_woken_after_the_lock_was_given_back(heard: Store, ears: Ears) -> None:
    with heard() as work:
        file(work)
        work.commit()
        assert ears.told == 0
        with pytest.raises(CallInsideTransaction):
            check_outside()
    assert ears.told == 1


def test_the_engine_is_woken_also_where_the_caller_fails_after_its_commit(
    heard: Store, ears: Ears
) -> None:
    with pytest.raises(ZeroDivisionError), heard() as work:
        file(work)
        work.commit()
        raise ZeroDivisionError
    assert ears.told == 1


def test_nobody_is_woken_without_new_jobs(heard: Store, ears: Ears) -> None:
    for _ in range(2):
        with heard() as work:
            work.jobs.enqueue(Job("card", "card:1"))
            work.commit()
    with heard() as work:
        work.desk.put("seeded", "yes")
        work.commit()
    assert ears.told == 1


def test_a_view_cannot_write(heard: Store) -> None:
    with heard.reading() as work, pytest.raises(DBAPIError, match=r"read-?only"):
        work.desk.put("seeded", "yes")


def test_a_view_stays_as_it_was(heard: Store) -> None:
    with heard.reading() as view:
        assert view.desk.get("seeded") == ""
        with heard() as work:
            work.desk.put("seeded", "yes")
            work.commit()
        assert view.desk.get("seeded") == ""
