"""Cases: open one, look at it, write down, hand over, and close it once the customer was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.domain.cases import Case, CaseState, Note
from core.domain.customers import Customer, CustomerKey
from core.domain.errors import (
    BadInput,
    CaseHasOpenPlan,
    CaseHasOpenTicket,
    CaseOver,
    CustomerNotTold,
    NoRole,
    UnknownCase,
)
from core.domain.events import CaseAssigned, CaseClosed, CaseNoted, Recorded, Route
from core.domain.people import AccountKey, Person
from core.domain.plans import Plan, Reason, digest
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.filing import open_case
from core.usecases.finding import customer_of, find_customer, person_with

LONGEST_NOTE = 3000


@dataclass(frozen=True, slots=True)
class View:
    """A case with everything that is known of it. `people` by person id: whoever is named."""

    case: Case
    customer: Customer | None
    open_plan: Plan | None
    notes: tuple[Note, ...]
    events: tuple[Recorded, ...]
    people: Mapping[str, Person]


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    case: Case
    customer_name: str
    owner_name: str


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
    key: CustomerKey, kind: Reason, text: str, account: AccountKey, *, office: Office
) -> Case:
    """The open case of this customer and kind, or a new one, with a first note. Raises BadInput for
    a long note, NoRole, UnknownCustomer."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        customer = customer_of(work, key)
        case = open_case(
            work, customer.key, kind, opener=person.person_id, now=now, office=office,
            route=Route.SLACK,
        )  # fmt: skip
        if text.strip():
            _write_down(work, case, person, text, office)
        work.commit()
    return case


def find(work: Work, text: str) -> Case:
    """By its number, as 12 or #12. Raises BadInput for none, UnknownCase."""
    number = text.strip().lstrip("#")
    if not number:
        raise BadInput(problem="no case is named")
    found = work.cases.by_number(int(number)) if number.isdecimal() and len(number) < 10 else None
    if found is None:
        raise UnknownCase(text=text.strip())
    return found


def in_thread(thread: str, *, office: Office) -> Case:
    """The case whose thread this is. Raises UnknownCase."""
    with office.store.reading() as work:
        found = work.cases.by_thread(thread) if thread else None
    if found is None:
        raise UnknownCase(text="")
    return found


def _meant(work: Work, text: str) -> Case:
    """By its number, or the newest open one of the only customer who is called so."""
    try:
        return find(work, text)
    except UnknownCase:
        called = work.customers.search(text.strip(), 2)
        cases = work.cases.open_for(called[0].key) if len(called) == 1 else []
        if not cases:
            raise
        return cases[-1]


def show(text: str, account: AccountKey, *, office: Office) -> View:
    """One case, by its number or its customer. Raises BadInput, UnknownCase, NoRole."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        case = _meant(work, text)
        notes = tuple(work.cases.notes(case.case_id))
        events = tuple(work.events.of_case(case.case_id))
        named = {case.opened_by, case.owner} | {note.person_id for note in notes}
        named |= {recorded.stamp.person_id for recorded in events}
        plan = work.plans.open_for(case.customer)
        return View(
            case=case,
            customer=work.customers.get(case.customer),
            open_plan=plan if plan and plan.content.case_id == case.case_id else None,
            notes=notes,
            events=events,
            people={one: work.people.get(one) for one in named - {""}},
        )


def listed(account: AccountKey, *, office: Office) -> list[Listed]:
    """Every open case, newest first. Raises NoRole."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return list_open(work)


def list_open(work: Work) -> list[Listed]:
    return [_line(work, case) for case in work.cases.open()]


def _line(work: Work, case: Case) -> Listed:
    customer = work.customers.get(case.customer)
    owner = work.people.get(case.owner).name if case.owner else ""
    return Listed(case, customer.name if customer else str(case.customer), owner)


def note(text: str, words: str, account: AccountKey, *, office: Office) -> Case:
    """Write something down about a case. Raises BadInput for nothing or too much, UnknownCase,
    NoRole, CaseOver for a closed one."""
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        case = _open(work, text)
        _write_down(work, case, person, words, office)
        work.commit()
    return case


def _write_down(work: Work, case: Case, person: Person, words: str, office: Office) -> None:
    text = words.strip()
    if not 0 < len(text) <= LONGEST_NOTE:
        raise BadInput(problem=f"a note has 1 to {LONGEST_NOTE} characters")
    now = office.clock()
    work.cases.add_note(Note(case.case_id, person.person_id, now, text))
    event = CaseNoted(case_id=case.case_id, text_digest=digest(text))
    record(work, event, office.stamp(now, person.person_id, Route.SLACK))


def assign(text: str, to: AccountKey, account: AccountKey, *, office: Office) -> Case:
    """Hand a case over to somebody with a role. Raises NoRole where the new owner has none,
    UnknownCase, CaseOver for a closed one."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        owner = work.people.by_account(to)
        if owner is None or not owner.has(*may_ask(work)):
            raise NoRole(needed=sorted(may_ask(work)))
        case = _open(work, text)
        assigned = replace(case, owner=owner.person_id)
        work.cases.update(assigned, CaseState.OPEN)
        event = CaseAssigned(case_id=case.case_id, owner=owner.person_id)
        record(work, event, office.stamp(now, person.person_id, Route.SLACK))
        work.commit()
    return assigned


def closable(text: str, account: AccountKey, *, office: Office) -> Case:
    """The case, if the word to the customer is all that is missing. Raises as `close` does."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return _closable(work, text)


def close(text: str, told: str, account: AccountKey, *, office: Office) -> Case:
    """Close a case with what the customer was told, and how. Raises CaseHasOpenPlan,
    CaseHasOpenTicket, CustomerNotTold, BadInput for too long a text, CaseOver where it is closed
    already, UnknownCase, NoRole."""
    now, words = office.clock(), told.strip()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        case = _closable(work, text)
        if not words:
            raise CustomerNotTold(case=case.number)
        if len(words) > LONGEST_NOTE:
            raise BadInput(problem=f"what was told has at most {LONGEST_NOTE} characters")
        closed = replace(case, state=CaseState.CLOSED, closed_at=now, told=words)
        work.cases.update(closed, CaseState.OPEN)
        event = CaseClosed(case_id=case.case_id, told_digest=digest(closed.told))
        record(work, event, office.stamp(now, person.person_id, Route.SLACK))
        work.commit()
    return closed


def _closable(work: Work, text: str) -> Case:
    """Raises CaseHasOpenPlan, CaseHasOpenTicket: what is open, or is being halted, still means
    something for the customer, and so does what Microsoft has yet to answer."""
    case = _open(work, text)
    plan = work.plans.open_for(case.customer)
    plans = [*work.plans.halted(case.customer), *([plan] if plan else [])]
    if any(one.content.case_id == case.case_id for one in plans):
        raise CaseHasOpenPlan(case=case.number)
    tickets = [one.name for one in work.tickets.of_case(case.case_id) if one.is_open()]
    if tickets:
        raise CaseHasOpenTicket(case=case.number, tickets=tickets, ticket=tickets[0])
    return case


def _open(work: Work, text: str) -> Case:
    case = find(work, text)
    if case.state is not CaseState.OPEN:
        raise CaseOver(case=case.number)
    return case
