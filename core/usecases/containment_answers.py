"""What people do about a containment: begin one from its case, and say whether it goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from core import containments
from core.domain.cases import Case, Note
from core.domain.containment import CONTAINED, LONGEST, Containment, State
from core.domain.containment_errors import BadHours, ContainmentSettled, NotAContainment
from core.domain.errors import CaseOver, ReasonMissing
from core.domain.event import Route
from core.domain.events import ContainmentKept
from core.domain.people import AccountKey
from core.domain.plans import digest
from core.domain.remaining import Remaining, remaining
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases import suspension
from core.usecases.cases import find
from core.usecases.containment_view import Contained, shown
from core.usecases.finding import person_with

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be contained from a case, how long it lasts, and what is left to be done by hand
    whatever is picked."""

    case: Case
    suspension: suspension.Offer
    hours: int
    left: tuple[Remaining, ...]


def offer(text: str, account: AccountKey, *, office: Office) -> Offer:
    """By the number of a case. Raises NoRole, NotEligible, UnknownCase, CaseOver, NotAContainment
    for one about money, UnknownCustomer."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        case = find(work, text)
        hours = work.policies.current().containment_hours
        known = work.customers.subscriptions(case.customer)
    if case.closed_at is not None:
        raise CaseOver(case=case.number)
    if case.kind not in CONTAINED:
        raise NotAContainment()
    found = suspension.offer(str(case.customer), account, office=office)
    chosen = (*found.choices, *found.kept)
    cloud = office.partner(case.customer).cloud
    return Offer(case, found, hours, remaining(chosen, known, cloud))


def look(containment_id: str, account: AccountKey, *, office: Office) -> Contained:
    """Raises NoRole, NotEligible, and ContainmentSettled where nothing is to be decided."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        one = work.containments.get(containment_id)
        if one.state is not State.RUNNING:
            raise ContainmentSettled()
        return shown(work, one, office=office)


def keep(
    containment_id: str, reason: str, hours: str, account: AccountKey, *, office: Office
) -> Containment:
    """It goes on for so many hours from now. Raises ReasonMissing, BadHours, ContainmentSettled,
    NoRole, NotEligible."""
    text, more = reason.strip(), _hours(hours)
    if not text:
        raise ReasonMissing()
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        one = containments.goes_on(work, work.containments.hold(containment_id))
        if one.state is not State.RUNNING:
            raise ContainmentSettled()
        until = now + more
        kept = replace(one, until=until, next_at=until, asked=0, kept=one.kept + 1)
        work.containments.update(kept, State.RUNNING)
        _write_down(work, kept, person.person_id, text, office)
        work.commit()
    return kept


def _hours(text: str) -> timedelta:
    """Raises BadHours."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 3):
        raise BadHours(text=text)
    hours = int(digits) * HOUR
    if not HOUR <= hours <= LONGEST:
        raise BadHours(text=text)
    return hours


def _write_down(work: Work, kept: Containment, person_id: str, text: str, office: Office) -> None:
    """The reason is a note of its case."""
    now = office.clock()
    if kept.case_id:
        work.cases.add_note(Note(kept.case_id, person_id, now, text))
    event = ContainmentKept(
        case_id=kept.case_id,
        containment_id=kept.containment_id,
        until=kept.until,
        reason_digest=digest(text),
    )
    containments.tell(work, kept, event, office.stamp(now, person_id, Route.SLACK))
