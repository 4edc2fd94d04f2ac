"""Whatever is open has its jobs, also after a job died, a backup was restored, or all was moved."""

from __future__ import annotations

from datetime import datetime

from core import containments
from core.domain.containment import concerns
from core.domain.plans import Plan, PlanState
from core.ports.engine import Job, Priority
from core.ports.office import Office
from core.ports.store import Work
from core.recording import (
    ADVANCE,
    CONTAINED,
    EXPIRE,
    LIFTING,
    REVIEW,
    advance_at,
    ask_soon,
    remind_later,
    repaint,
)
from core.usecases.case_alarms import has_its_jobs
from core.usecases.paging import have_their_jobs
from core.usecases.schedules import queue_posting

BEING_CARRIED_OUT = frozenset({PlanState.APPROVED, PlanState.EXECUTING})
# One for its work, and one in case that is lost: an outage of hours would add one with each.
MOST_IN_LANE = 2


def reconcile(*, office: Office) -> None:
    """At every start and once an hour, by whoever is first. Keys say what was done already: most
    are those of the jobs that should be there, and only what an hour found undone is new. Each
    plan and each case has a transaction of its own, so that nobody's click waits for all."""
    now = office.clock()
    with office.store.reading() as work:
        plans, cases = work.plans.open(), work.cases.open()
    for plan in plans:
        _look_at_plan(plan.plan_id, now, office)
    for case in cases:
        _look_at_case(case.case_id, now, office)
    with office.store() as work:
        _look_at_the_rest(work, now)
        work.commit()


def _look_at_plan(plan_id: str, now: datetime, office: Office) -> None:
    with office.store() as work:
        plan = work.plans.get(plan_id)
        if plan.is_open():
            _has_its_jobs(work, plan, now)
            work.commit()


def _look_at_case(case_id: str, now: datetime, office: Office) -> None:
    with office.store() as work:
        case = work.cases.get(case_id)
        if case.is_open():
            has_its_jobs(work, case, now)
            work.commit()


def _look_at_the_rest(work: Work, now: datetime) -> None:
    have_their_jobs(work, now)
    for books in work.books.currents():
        work.jobs.enqueue(Job(REVIEW, f"review:{books.snapshot_id}"))
    for frozen in work.freezes.on():
        key = f"lifting:{frozen.freeze_id}"
        work.jobs.enqueue(Job(LIFTING, key, lane="lifting", priority=Priority.VOTE))
        remind_later(work, frozen, now)
    _has_its_questions(work, now)
    for posting in work.schedules.queued():
        queue_posting(work, posting, f"{now:%Y-%m-%dT%H}")


def _has_its_jobs(work: Work, plan: Plan, now: datetime) -> None:
    """Each job looks before it does anything, so that one too many finds nothing to do."""
    hour, named = f"{now:%Y-%m-%dT%H}", {"plan_id": plan.plan_id}
    expires = plan.content.expires_at
    work.jobs.enqueue(Job(EXPIRE, f"expire:{plan.plan_id}", named, run_at=expires))
    if expires <= now:
        work.jobs.enqueue(Job(EXPIRE, f"expire:{plan.plan_id}:{hour}", named))
    lane = f"plan:{plan.plan_id}"
    if plan.state in BEING_CARRIED_OUT and work.jobs.in_lane(lane) < MOST_IN_LANE:
        work.jobs.enqueue(Job(ADVANCE, f"advance:{plan.plan_id}:{hour}", named, lane=lane))
    if plan.state is PlanState.PENDING:
        ask_soon(work, plan)
    if plan.waiting_until is not None and plan.waiting_until > now:
        advance_at(work, plan, plan.waiting_until)
    if told := work.events.of_plan(plan.plan_id):
        repaint(work, plan.plan_id, str(told[-1].seq))


def _has_its_questions(work: Work, now: datetime) -> None:
    """Each containment is looked at when its time comes, and whatever is contained is known as
    such."""
    hour = f"{now:%Y-%m-%dT%H}"
    for one in work.containments.open():
        containments.look_again(work, one)
        if one.next_at is not None and one.next_at <= now:
            containments.look_again(work, one, hour)
    found = {s.plan_id for key in work.customers.suspended_customers()
             for s in work.customers.open_suspensions(key)}  # fmt: skip
    for plan_id in sorted(found):
        plan = work.plans.get(plan_id)
        known = work.containments.of_plan(plan_id) is not None
        if concerns(plan.content) and not plan.is_open() and not known:
            work.jobs.enqueue(Job(CONTAINED, f"{CONTAINED}:{plan_id}:{hour}", {"plan_id": plan_id}))
