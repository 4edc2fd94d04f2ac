"""Cases: open one, find it, write something down about it, hand it over, say how bad it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.domain.case_errors import NotABeginning
from core.domain.cases import Case, Note, Severity, worse
from core.domain.customers import Customer, CustomerKey
from core.domain.errors import BadInput, CaseOver, NoRole, UnknownCase
from core.domain.events import CaseAssigned, CaseNoted, Route, Stamp
from core.domain.people import AccountKey, Person
from core.domain.plans import Reason, digest
from core.gathering import may_ask
from core.ports.engine import Job
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.case_course import CASE_SOURCE, keep, take_up
from core.usecases.case_opening import date_abuse, rate
from core.usecases.filing import open_case
from core.usecases.finding import customer_of, find_customer, person_with

LONGEST_NOTE = 3000


def check_role(account: AccountKey, *, office: Office) -> None:
    """Raises NoRole, NotEligible for whoever has nothing to do with cases."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))


def customer_for(text: str, account: AccountKey, *, office: Office) -> Customer:
    """Whom a case would be about. Raises NoRole before anything is said of a customer,
    UnknownCustomer, AmbiguousCustomer, BadInput."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return find_customer(work, text)


def open_by_hand(
    key: CustomerKey,
    kind: Reason,
    text: str,
    account: AccountKey,
    *,
    office: Office,
    severity: Severity | None = None,
    source: str = "",
) -> Case:
    """The open case of this customer and kind, or a new one, with a first note; an open one is made
    no less bad by that. `source` is the place of the message that it is about, whose link is noted
    as well. Raises BadInput for a long note, NoRole, UnknownCustomer."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        customer = customer_of(work, key)
        case = open_case(
            work, customer.key, kind, opener=person.person_id, now=now, office=office,
            route=Route.SLACK, severity=severity,
        )  # fmt: skip
        if severity is not None:
            as_bad = worse(case.severity, severity)
            case = rate(work, case, as_bad, person.person_id, now=now, office=office)
        if text.strip():
            case = _write_down(work, case, person, text, office)
        if source:
            _note_source(work, case, source, person)
        work.commit()
    return case


def _note_source(work: Work, case: Case, source: str, person: Person) -> None:
    payload = {"case_id": case.case_id, "place": source, "person_id": person.person_id}
    work.jobs.enqueue(Job(CASE_SOURCE, f"{CASE_SOURCE}:{case.case_id}:{source}", payload))


def find(work: Work, text: str) -> Case:
    """By its number, as 12 or #12. Raises BadInput for none, UnknownCase."""
    number = text.strip().lstrip("#")
    if not number:
        raise BadInput(problem="no case is named")
    found = work.cases.by_number(int(number)) if number.isdecimal() and len(number) < 10 else None
    if found is None:
        raise UnknownCase(text=text.strip())
    return found


def open_case_of(work: Work, text: str) -> Case:
    """Raises BadInput, UnknownCase, and CaseOver for a closed one."""
    case = find(work, text)
    if not case.is_open():
        raise CaseOver(case=case.number)
    return case


def in_thread(thread: str, *, office: Office) -> Case:
    """The case whose thread this is. Raises UnknownCase."""
    with office.store.reading() as work:
        found = work.cases.by_thread(thread) if thread else None
    if found is None:
        raise UnknownCase(text="")
    return found


def note(text: str, words: str, account: AccountKey, *, office: Office) -> Case:
    """Write something down about a case. Raises BadInput for nothing or too much, UnknownCase,
    NoRole, CaseOver for a closed one."""
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        case = take_up(work, open_case_of(work, text), now=office.clock(), office=office)
        case = _write_down(work, case, person, words, office)
        work.commit()
    return case


def _write_down(work: Work, case: Case, person: Person, words: str, office: Office) -> Case:
    """A note says how it stands as well."""
    text = words.strip()
    if not 0 < len(text) <= LONGEST_NOTE:
        raise BadInput(problem="a note has 1 to {most} characters", most=LONGEST_NOTE)
    now = office.clock()
    work.cases.add_note(Note(case.case_id, person.person_id, now, text))
    event = CaseNoted(case_id=case.case_id, text_digest=digest(text))
    record(work, event, office.stamp(now, person.person_id, Route.SLACK))
    return keep(work, replace(case, status_at=now), now=now, office=office)


def assign(text: str, to: AccountKey, account: AccountKey, *, office: Office) -> Case:
    """Hand a case over to somebody with a role. Raises NoRole where the new owner has none,
    UnknownCase, CaseOver for a closed one."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        owner = work.people.by_account(to)
        if owner is None or not owner.has(*may_ask(work)):
            raise NoRole(needed=sorted(may_ask(work)))
        stamp = office.stamp(now, person.person_id, Route.SLACK)
        assigned = _hand_over(work, open_case_of(work, text), owner.person_id, stamp, office)
        work.commit()
    return assigned


def take(work: Work, case: Case, person_id: str, *, now: datetime, office: Office) -> Case:
    """Somebody has it: the owner from now on, where there is none; it is answered in any case."""
    if case.owner or not case.is_open():
        return take_up(work, case, now=now, office=office)
    return _hand_over(work, case, person_id, office.stamp(now, person_id, Route.SLACK), office)


def _hand_over(work: Work, case: Case, owner: str, stamp: Stamp, office: Office) -> Case:
    assigned = replace(case, owner=owner, responded_at=case.responded_at or stamp.at)
    keep(work, assigned, now=stamp.at, office=office)
    record(work, CaseAssigned(case_id=case.case_id, owner=owner), stamp)
    return assigned


def grade(text: str, severity: Severity, account: AccountKey, *, office: Office) -> Case:
    """Say how bad it is, up or down. Raises UnknownCase, CaseOver, NoRole."""
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        case = open_case_of(work, text)
        rated = rate(work, case, severity, person.person_id, now=office.clock(), office=office)
        work.commit()
    return rated


def began(text: str, moment: datetime, account: AccountKey, *, office: Office) -> Case:
    """Say when the abuse began: it may only turn out to be earlier. Raises NotABeginning for a
    moment that lies ahead, UnknownCase, CaseOver, NoRole."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        case = open_case_of(work, text)
        if moment > now:
            raise NotABeginning(text=f"{moment:%Y-%m-%d %H:%M}")
        dated = date_abuse(work, case, moment, now=now, office=office, person_id=person.person_id)
        work.commit()
    return dated
