"""Who is on call: the schedule that an administrator takes in, and who of it can act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.event import Route
from core.domain.events import OnCallChanged
from core.domain.on_call import Duty, Gap, Schedule, gaps, morning, on_duty
from core.domain.on_call_file import OnCallRefused, read_schedule, version_of
from core.domain.people import AccountKey, Ineligibility, Person, ineligibility
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.on_call import Imported
from core.ports.store import Work
from core.recording import record
from core.usecases.finding import administrator

USAGE = "oncall import on-call.toml --by U012AB3CD"
# How far ahead it is looked for hours in which nobody is on call.
AHEAD = timedelta(weeks=5)


@dataclass(frozen=True, slots=True)
class Look:
    """What a schedule means. `people` by Slack user id, as far as they are known; `unfit` are those
    who would be skipped, and why; `gaps` are the hours of the next weeks in which the
    administrators would be called."""

    schedule: Schedule
    at: datetime
    duties: tuple[Duty, ...]
    people: Mapping[str, Person]
    unfit: Mapping[str, Ineligibility]
    gaps: tuple[Gap, ...]


def take_in(text: str, *, by: str, office: Office, route: Route) -> Look:
    """Put a schedule in force. Raises OnCallRefused, BadInput, NoRole, NotEligible."""
    schedule, now = read_schedule(text), office.clock()
    with office.store() as work:
        person = administrator(work, by, USAGE)
        before, version = work.on_call.in_force(), version_of(text)
        if before is None or before.version != version:
            work.on_call.put_in_force(Imported(version, text, person.person_id, now))
            event = OnCallChanged(
                version=version,
                before=before.version if before else "",
                people=len(schedule.people()),
            )
            record(work, event, office.stamp(now, person.person_id, route))
        found = look_at(work, schedule, now)
        work.commit()
    return found


def look(at: datetime | None, *, office: Office) -> Look | None:
    """The schedule in force, at a moment (UTC). None where there is none."""
    with office.store.reading() as work:
        schedule = work.on_call.current()
        return look_at(work, schedule, at or office.clock()) if schedule else None


def judged(text: str, *, office: Office) -> Look:
    """What a file would mean. Raises OnCallRefused."""
    schedule = read_schedule(text)
    with office.store.reading() as work:
        return look_at(work, schedule, office.clock())


def look_at(work: Work, schedule: Schedule, at: datetime) -> Look:
    people = {user: _person(work, user) for user in schedule.people()}
    absent = unfit(work, schedule)
    return Look(
        schedule=schedule,
        at=at,
        duties=on_duty(schedule, at, absent.keys()),
        people={user: person for user, person in people.items() if person},
        unfit=absent,
        gaps=tuple(gaps(schedule, at, at + AHEAD, absent.keys())),
    )


def unfit(work: Work, schedule: Schedule) -> dict[str, Ineligibility]:
    """Who is in the schedule and cannot act: without a role, a guest, deactivated, unknown."""
    found = {user: _why_unfit(work, _person(work, user)) for user in schedule.people()}
    return {user: why for user, why in found.items() if why}


def _why_unfit(work: Work, person: Person | None) -> Ineligibility | None:
    if person is None:
        return Ineligibility.UNKNOWN
    why = ineligibility(person.member, work.desk.get("home_team"))
    return why or (None if person.has(*may_ask(work)) else Ineligibility.NO_ROLE)


def _person(work: Work, user: str) -> Person | None:
    return work.people.by_account(AccountKey(work.desk.get("home_team"), user))


def in_force(work: Work) -> Schedule | None:
    """None as well where this program cannot read it: nobody waits for a file to be mended, the
    administrators are called, and the doctor says why."""
    try:
        return work.on_call.current()
    except OnCallRefused:
        return None


def morning_of(work: Work, at: datetime, *, office: Office) -> datetime:
    """When what can wait is said: at once outside of the quiet hours."""
    return morning(in_force(work) or Schedule(office.own.zone, ()), at)
