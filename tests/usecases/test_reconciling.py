"""Reconciling: whatever is open has its jobs, and what has them gets none twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.domain.plans import Plan, PlanState
from core.ports.engine import Job
from core.usecases.freezing import freeze_from_terminal
from core.usecases.reconciling import reconcile
from storage.database import open_database
from storage.unit_of_work import SqlStore
from tests.builders import NOW, a_plan, steps_of
from tests.installation import DATABASE
from tests.office import Desk


@pytest.fixture
def plan(desk: Desk) -> Plan:
    """Approved and waiting, as it comes out of a backup: without a single job."""
    plan = replace(a_plan(state=PlanState.APPROVED), waiting_until=desk.now + timedelta(hours=3))
    with desk.store() as work:
        work.plans.add(plan, steps_of(plan))
        work.plans.update(plan)
        work.commit()
    return plan


def has_job(desk: Desk, key: str) -> bool:
    with desk.store() as work:
        return not work.jobs.enqueue(Job("any", key))


def hourly(kind: str, plan: Plan, desk: Desk) -> str:
    return f"{kind}:{plan.plan_id}:{desk.now:%Y-%m-%dT%H}"


def test_an_open_plan_gets_the_jobs_that_it_should_have(desk: Desk, plan: Plan) -> None:
    reconcile(office=desk.office)
    assert has_job(desk, f"expire:{plan.plan_id}")
    assert has_job(desk, hourly("advance", plan, desk))
    assert plan.waiting_until is not None
    assert has_job(desk, f"advance:{plan.plan_id}:at:{plan.waiting_until.isoformat()}")
    assert not has_job(desk, hourly("expire", plan, desk))


def test_every_hour_looks_anew(desk: Desk, plan: Plan) -> None:
    reconcile(office=desk.office)
    desk.now += timedelta(hours=1)
    assert not has_job(desk, hourly("advance", plan, desk))
    reconcile(office=desk.office)
    assert has_job(desk, hourly("advance", plan, desk))


def test_hours_in_which_nothing_is_done_pile_nothing_up(desk: Desk, plan: Plan) -> None:
    for _ in range(6):
        reconcile(office=desk.office)
        desk.now += timedelta(hours=1)
    with desk.store.reading() as work:
        assert work.jobs.in_lane(f"plan:{plan.plan_id}") == 2


def test_a_plan_that_should_have_lapsed_is_asked_to(desk: Desk, plan: Plan) -> None:
    desk.now = plan.content.expires_at
    reconcile(office=desk.office)
    assert has_job(desk, hourly("expire", plan, desk))


def test_a_plan_that_is_over_gets_none(desk: Desk, plan: Plan) -> None:
    with desk.store() as work:
        work.plans.move(plan, PlanState.WITHDRAWN)
        work.commit()
    reconcile(office=desk.office)
    assert not has_job(desk, f"expire:{plan.plan_id}")


def test_the_newest_books_are_looked_at_and_a_freeze_has_its_button(desk: Desk) -> None:
    freeze_from_terminal("drill", office=desk.office)
    reconcile(office=desk.office)
    with desk.store.reading() as work:
        books, frozen = work.books.currents(), work.freezes.current()
    assert frozen is not None
    assert has_job(desk, f"lifting:{frozen.freeze_id}")
    assert all(has_job(desk, f"review:{snapshot.snapshot_id}") for snapshot in books)


def test_each_plan_is_looked_at_in_a_transaction_of_its_own(desk: Desk, tmp_path: Path) -> None:
    """At a start, whoever clicks waits for one plan, not for all that is open."""
    with desk.store() as work:
        keys = [customer.key for customer in work.customers.all()[:3]]
        minutes = (timedelta(minutes=number) for number in range(3))
        plans = [
            a_plan(state=PlanState.APPROVED, customer=key, filed_at=NOW + minute)
            for key, minute in zip(keys, minutes, strict=True)
        ]
        for plan in plans:
            work.plans.add(plan, steps_of(plan))
        work.commit()
    database = open_database(f"sqlite:///{tmp_path / DATABASE}")
    committed: list[bool] = []

    def note() -> None:
        committed.append(has_job(desk, hourly("advance", plans[-1], desk)))

    reconcile(office=replace(desk.office, store=SqlStore(database, note)))
    database.close()
    assert committed[:3] == [False, False, True]
