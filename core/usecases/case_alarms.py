"""What comes round by itself in a case: its clocks are heard, and waiting ends."""

from __future__ import annotations

from datetime import datetime

from core.domain.case_clocks import Alarm, ClockName, Rung, alarms_of, is_waiting
from core.domain.cases import Case, Wait
from core.domain.events import CaseGoesOn, CaseReminded, Route
from core.domain.paging import Why
from core.domain.people import Role
from core.ports.engine import Delivery, Job
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record, repaint_case
from core.usecases.case_course import CASE_WAIT, clocks_in, is_costly, keepers_of, wind
from core.usecases.paging import page

PAGED_FOR = {
    ClockName.RESPONSE: Why.UNANSWERED,
    ClockName.STATUS: Why.STATUS,
    ClockName.REFUND: Why.REFUND,
}


def ring(delivery: Delivery, *, office: Office) -> None:
    """The job `case_alarm`: somebody hears of a clock, unless it moved or stands still by now."""
    case_id, name, now = str(delivery.payload["case_id"]), delivery.payload["alarm"], office.clock()
    with office.store() as work:
        case = work.cases.get(case_id)
        clocks = [clock for clock in clocks_in(work, case, now) if not clock.stands]
        alarms = alarms_of(clocks, now, costly=is_costly(work, case))
        due = next((one for one in alarms if one.key == name and one.at <= now), None)
        if due is not None:
            _call(work, case, due, now, office)
            wind(work, case, now=now)
        work.commit()


def _call(work: Work, case: Case, alarm: Alarm, now: datetime, office: Office) -> None:
    """In the thread, by their names; from the second rung on somebody is paged."""
    called, rung = keepers_of(work, case, office.today(now)), alarm.rung
    if rung is Rung.OWNER and not called:
        rung = Rung.ON_CALL
    if rung is Rung.ADMINISTRATORS:
        called |= {one.person_id for one in work.people.with_role(Role.ADMINISTRATOR)}
    event = CaseReminded(
        case_id=case.case_id,
        clock=alarm.clock.value,
        rung=rung.value,
        due=alarm.due,
        called=tuple(sorted(called)),
    )
    record(work, event, office.stamp(now, "", Route.AUTOMATION))
    if rung is not Rung.OWNER:
        page(
            work, case_id=case.case_id, why=PAGED_FOR[alarm.clock], facts=_facts(case, alarm),
            occasion=alarm.key, now=now, office=office,
        )  # fmt: skip


def _facts(case: Case, alarm: Alarm) -> dict[str, str]:
    facts = {"due": f"{alarm.due:%Y-%m-%d %H:%M} UTC"}
    if case.per_hour:
        facts["costs an hour"] = f"{case.per_hour.plain()} {case.per_hour.currency}"
    return facts


def wait_over(delivery: Delivery, *, office: Office) -> None:
    """The job `case_wait`: the moment has come until which a case was to wait."""
    case_id, wait_id = str(delivery.payload["case_id"]), delivery.payload["wait_id"]
    now = office.clock()
    with office.store() as work:
        case = work.cases.get(case_id)
        found = [one for one in work.cases.waits(case_id) if one.wait_id == wait_id]
        if case.is_open() and found and found[0].ended_at is None and found[0].until <= now:
            end_wait(work, case, found[0], "", now=now, office=office)
        work.commit()


def end_wait(
    work: Work, case: Case, wait: Wait, person_id: str, *, now: datetime, office: Office
) -> None:
    """Raises LostRace where somebody ended it already."""
    work.cases.end_wait(wait.wait_id, now)
    route = Route.SLACK if person_id else Route.AUTOMATION
    event = CaseGoesOn(case_id=case.case_id, wait_id=wait.wait_id)
    record(work, event, office.stamp(now, person_id, route))
    wind(work, case, now=now)


def queue_end(work: Work, wait: Wait) -> None:
    payload = {"case_id": wait.case_id, "wait_id": wait.wait_id}
    job = Job(CASE_WAIT, f"{CASE_WAIT}:{wait.wait_id}", payload, run_at=wait.until)
    work.jobs.enqueue(job)


def has_its_jobs(work: Work, case: Case, now: datetime) -> None:
    """For the hourly look whether all is there that should be; the card shows the time that is
    left anew. Each job looks before it does anything."""
    wind(work, case, now=now)
    hour = f"{now:%Y-%m-%dT%H}"
    for wait in work.cases.waits(case.case_id):
        if wait.ended_at is None:
            queue_end(work, wait)
            if not is_waiting(wait, now):
                payload = {"case_id": wait.case_id, "wait_id": wait.wait_id}
                work.jobs.enqueue(Job(CASE_WAIT, f"{CASE_WAIT}:{wait.wait_id}:{hour}", payload))
    if clocks_in(work, case, now):
        repaint_case(work, case.case_id, hour)
