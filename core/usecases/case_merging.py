"""Two cases that are about the same: one goes on in the other, and nothing of it is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.domain.case_errors import Hindrance, NotMergeable
from core.domain.cases import OF_ABUSE, Case, CaseState, Outcome, worse
from core.domain.events import CaseAssigned, CaseMerged, CaseTookIn, Route, Stamp
from core.domain.people import AccountKey
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.case_course import keep, take_up, wind
from core.usecases.case_opening import date_abuse, rate
from core.usecases.cases import open_case_of
from core.usecases.finding import person_with
from core.usecases.paging import end_all


def merge(text: str, into: str, account: AccountKey, *, office: Office) -> tuple[Case, Case]:
    """Close the first as merged into the second; notes, signals, plans and tickets stay where they
    are and are found from there. Returns both as they are then. Raises NotMergeable, UnknownCase,
    CaseOver, NoRole."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        case, other = open_case_of(work, text), open_case_of(work, into)
        why = _hindrance(case, other)
        if why is not None:
            raise NotMergeable(why=why, case=case.number, other=other.number)
        stamp = office.stamp(now, person.person_id, Route.SLACK)
        joined = _join(work, take_up(work, other, now=now, office=office), case, stamp, office)
        closed = _merged(case, other, now)
        work.cases.update(closed, CaseState.OPEN)
        gone = CaseMerged(case_id=case.case_id, into=other.case_id, number=other.number)
        took = CaseTookIn(case_id=other.case_id, merged=case.case_id, number=case.number)
        record(work, gone, stamp)
        record(work, took, stamp)
        wind(work, joined, now=now)
        end_all(work, case.case_id, now, office=office)
        work.commit()
    return closed, joined


def _hindrance(case: Case, other: Case) -> Hindrance | None:
    if case.case_id == other.case_id:
        return Hindrance.SAME
    if case.customer != other.customer:
        return Hindrance.CUSTOMERS
    if not {case.kind, other.kind} <= OF_ABUSE:
        return Hindrance.MONEY
    return None


def _join(work: Work, case: Case, other: Case, stamp: Stamp, office: Office) -> Case:
    """What is known of either: the worse severity, the earlier abuse, the owner that there is."""
    now, person_id = stamp.at, stamp.person_id
    severity = worse(case.severity, other.severity)
    case = rate(work, case, severity, person_id, now=now, office=office)
    began = other.begun_by if other.begun_by < case.begun_by else other.first_abuse
    case = date_abuse(work, case, began, now=now, office=office, person_id=person_id)
    pace = case.per_hour if case.per_hour is not None else other.per_hour
    case = replace(case, per_hour=pace)
    if not case.owner and other.owner:
        case = replace(case, owner=other.owner)
        record(work, CaseAssigned(case_id=case.case_id, owner=other.owner), stamp)
    return keep(work, case, now=now, office=office)


def _merged(case: Case, other: Case, now: datetime) -> Case:
    """Nobody is told twice: the customer hears when the other one ends."""
    return replace(
        case,
        state=CaseState.CLOSED,
        closed_at=now,
        outcome=Outcome.MERGED,
        merged_into=other.case_id,
        responded_at=case.responded_at or now,
    )
