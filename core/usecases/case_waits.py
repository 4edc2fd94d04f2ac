"""A case that waits for information until a day, and goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from core.domain.calendar import OFFICE_OPENS
from core.domain.case_errors import AlreadyWaiting, NotADate, NotWaiting
from core.domain.cases import Case, Wait
from core.domain.errors import BadInput, ReasonMissing
from core.domain.events import CaseWaits, Route
from core.domain.people import AccountKey
from core.domain.plans import digest
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.case_alarms import end_wait, queue_end
from core.usecases.case_course import take_up
from core.usecases.cases import LONGEST_NOTE, open_case_of
from core.usecases.finding import person_with

LONGEST = timedelta(days=30)


def wait(text: str, until: date, why: str, account: AccountKey, *, office: Office) -> Wait:
    """From now until offices open on that day its 24-hour clock stands; the first answer and the
    refund wait for nobody. Raises NotADate, ReasonMissing, BadInput, AlreadyWaiting, UnknownCase,
    CaseOver, NoRole."""
    now, reason = office.clock(), why.strip()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        case = open_case_of(work, text)
        _check(work, case, until, reason, now, office)
        take_up(work, case, now=now, office=office)
        opens = _opening(until, office)
        begun = Wait(str(uuid4()), case.case_id, person.person_id, now, opens, reason)
        work.cases.add_wait(begun)
        event = CaseWaits(
            case_id=case.case_id, wait_id=begun.wait_id, until=opens, why_digest=digest(reason)
        )
        record(work, event, office.stamp(now, person.person_id, Route.SLACK))
        queue_end(work, begun)
        work.commit()
    return begun


def _check(work: Work, case: Case, until: date, reason: str, now: datetime, office: Office) -> None:
    today = office.today(now)
    if not today < until <= today + LONGEST:
        raise NotADate(text=until.isoformat(), days=LONGEST.days)
    if not reason:
        raise ReasonMissing()
    if len(reason) > LONGEST_NOTE:
        raise BadInput(problem="a reason has at most {most} characters", most=LONGEST_NOTE)
    known = waiting(work, case)
    if known is not None:
        raise AlreadyWaiting(case=case.number, until=known.until)


def _opening(day: date, office: Office) -> datetime:
    return datetime.combine(day, OFFICE_OPENS, tzinfo=ZoneInfo(office.own.zone)).astimezone(UTC)


def waiting(work: Work, case: Case) -> Wait | None:
    """What it waits for, if it does."""
    return next((one for one in work.cases.waits(case.case_id) if one.ended_at is None), None)


def go_on(text: str, account: AccountKey, *, office: Office) -> Case:
    """Raises NotWaiting, LostRace where somebody else did, UnknownCase, CaseOver, NoRole."""
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        case = open_case_of(work, text)
        known = waiting(work, case)
        if known is None:
            raise NotWaiting(case=case.number)
        end_wait(work, case, known, person.person_id, now=office.clock(), office=office)
        work.commit()
    return case
