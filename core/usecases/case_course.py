"""How a case goes: its clocks are wound with every change, and whoever acts first takes it up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from core.domain.case_clocks import CaseClock, alarms_of, clocks_of, has_clocks
from core.domain.cases import Case, CaseState, Tick
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.store import Work

CASE_ALARM, CASE_WAIT, CASE_SOURCE = "case_alarm", "case_wait", "case_source"
# The item of a checklist that stops the clock of the refund.
REFUND_ITEM = "refund_asked"


def keep(work: Work, case: Case, *, now: datetime, office: Office) -> Case:
    """Save an open case, with the alarms that it has from now on. Raises LostRace where it was
    closed meanwhile."""
    work.cases.update(case, CaseState.OPEN)
    wind(work, case, now=now)
    return case


def take_up(work: Work, case: Case, *, now: datetime, office: Office) -> Case:
    """Somebody does something about it: from then on it has its first answer."""
    if case.responded_at is not None or not case.is_open():
        return case
    return keep(work, replace(case, responded_at=now), now=now, office=office)


def wind(work: Work, case: Case, *, now: datetime) -> None:
    """Write down who is to hear of its clocks, and when; what is written already stays so. One
    that stands is wound when the case goes on."""
    clocks = [clock for clock in clocks_in(work, case, now) if not clock.stands]
    for alarm in alarms_of(clocks, now, costly=is_costly(work, case)):
        key = f"{CASE_ALARM}:{case.case_id}:{alarm.key}"
        payload = {"case_id": case.case_id, "alarm": alarm.key}
        work.jobs.enqueue(Job(CASE_ALARM, key, payload, run_at=max(alarm.at, now)))


def clocks_in(work: Work, case: Case, now: datetime) -> tuple[CaseClock, ...]:
    """The clocks of a case that run, the next to run out first."""
    if not has_clocks(case):
        return ()
    asked = any(tick.item == REFUND_ITEM for tick in ticks_of(work, case))
    return clocks_of(case, work.cases.waits(case.case_id), now, refund_asked=asked)


def is_costly(work: Work, case: Case) -> bool:
    """Does an hour of abuse cost as much as a debt that is chased? In a currency without a floor
    it does, whatever it costs."""
    if case.per_hour is None or not case.per_hour:
        return False
    floor = work.policies.current().floors.get(case.per_hour.currency)
    return floor is None or not case.per_hour < floor


def family(work: Work, case: Case) -> tuple[Case, ...]:
    """The case, and all that were merged into it, and into those."""
    merged = work.cases.merged_into(case.case_id)
    return (case, *(one for child in merged for one in family(work, child)))


def goes_on_in(work: Work, case: Case) -> Case:
    """The case itself, or the one into which it was merged, and that one."""
    while case.merged_into:
        case = work.cases.get(case.merged_into)
    return case


def ticks_of(work: Work, case: Case) -> list[Tick]:
    """What is done of its checklist, be it in a case that was merged into it; the newest of each
    item."""
    done = [tick for one in family(work, case) for tick in work.cases.ticks(one.case_id)]
    newest = {tick.item: tick for tick in sorted(done, key=lambda tick: tick.at)}
    return list(newest.values())


def keepers_of(work: Work, case: Case, on: date) -> frozenset[str]:
    """Who looks after a case on a day (person ids): its owner, or whoever acts for that person."""
    found = (_acting(work, keeper, case, on) for keeper in case.keepers())
    return frozenset(person_id for people in found for person_id in people)


def _acting(work: Work, keeper: str, case: Case, on: date) -> frozenset[str]:
    acting = frozenset(
        one.delegate_id
        for one in work.cases.delegations(on)
        if one.person_id == keeper and one.case_id in ("", case.case_id)
    )
    return acting or frozenset({keeper})
