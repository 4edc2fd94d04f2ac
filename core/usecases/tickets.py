"""Service requests that were asked for: their number, notes, answer and end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from core.domain.cases import Case
from core.domain.errors import BadInput, TicketOver, TicketUnderWay, UnknownTicket
from core.domain.events import Route, Stamp
from core.domain.people import AccountKey, Person
from core.domain.plans import digest
from core.domain.ticket_events import TicketClosed, TicketOpened, TicketSaid
from core.domain.tickets import (
    NUMBER,
    NUMBERLESS,
    REFERENCE,
    Entry,
    Hurdle,
    Said,
    Sending,
    Ticket,
    TicketState,
    Way,
)
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.finding import person_with
from core.usecases.ticket_facts import Facts, facts_of
from core.usecases.ticket_jobs import act, reminder_after, tell

LONGEST_TEXT = 3000


@dataclass(frozen=True, slots=True)
class View:
    """A service request with everything that is known of it; `people` by person id."""

    ticket: Ticket
    facts: Facts
    entries: tuple[Entry, ...]
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListedTicket:
    """One line of a list."""

    ticket: Ticket
    case: Case
    customer_name: str

    def keepers(self) -> frozenset[str]:
        """Whoever asked for it, and whose case it is (person ids)."""
        return self.case.keepers() | {self.ticket.opened_by}


def show(name: str, account: AccountKey, *, office: Office) -> View:
    """By Microsoft's number or our reference. Raises UnknownTicket, NoRole, NotEligible."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return view_in(work, _found(work, name), office=office)


def view_in(work: Work, ticket: Ticket, *, office: Office) -> View:
    entries = tuple(work.tickets.entries(ticket.ticket_id))
    named = {ticket.opened_by} | {entry.person_id for entry in entries}
    return View(
        ticket=ticket,
        facts=facts_of(work, work.cases.get(ticket.case_id), office=office),
        entries=entries,
        people={one: person.name for one, person in work.people.each(named).items()},
    )


def listed(account: AccountKey, *, office: Office) -> list[ListedTicket]:
    """Every open one, newest first. Raises NoRole, NotEligible."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return list_open(work)


def list_open(work: Work) -> list[ListedTicket]:
    return [_line(work, ticket) for ticket in work.tickets.open()]


def _line(work: Work, ticket: Ticket) -> ListedTicket:
    customer = work.customers.get(ticket.customer)
    name = customer.name if customer else str(ticket.customer)
    return ListedTicket(ticket, work.cases.get(ticket.case_id), name)


def number(name: str, typed: str, account: AccountKey, *, office: Office) -> Ticket:
    """The number that a person brought from the portal; a mistyped one is typed again. Raises
    BadInput, UnknownTicket, TicketOver, TicketUnderWay."""
    now, found = office.clock(), typed.strip().lstrip("#")
    if not NUMBER.fullmatch(found) or REFERENCE.fullmatch(found):
        raise BadInput(problem="Microsoft's number is needed")
    with office.store() as work:
        person, ticket = _open(work, name, account, office)
        other = work.tickets.find(found)
        if other is not None and other.ticket_id != ticket.ticket_id:
            raise BadInput(problem="{text} is the number of another service request", text=found)
        unproven = ticket.way is Way.PORTAL or not ticket.status
        typed_before = ticket.state is TicketState.OPEN and unproven
        if ticket.state not in NUMBERLESS and not typed_before:
            raise TicketUnderWay(ticket=ticket.name, why=Hurdle.NUMBERED)
        opened = replace(ticket, state=TicketState.OPEN, number=found, reminders=0)
        again = reminder_after(now, 0, office) if opened.waits() else None
        opened = replace(opened, remind_at=again)
        work.tickets.update(opened, ticket.state)
        event = TicketOpened(
            case_id=ticket.case_id,
            ticket_id=ticket.ticket_id,
            reference=ticket.reference,
            number=found,
            how="typed",
        )
        tell(work, opened, event, office.stamp(now, person.person_id, Route.SLACK))
        work.commit()
    return opened


def note(name: str, words: str, account: AccountKey, *, office: Office) -> Ticket:
    """Add to it: sent by program where it goes that way. Raises BadInput, UnknownTicket,
    TicketOver, NoRole."""
    return _say(Said.NOTE, name, words, account, office)


def answer(name: str, words: str, account: AccountKey, *, office: Office) -> Ticket:
    """Microsoft's answer, as a person tells it: nobody is reminded of this request any more. Raises
    as `note` does, and TicketUnderWay without a number."""
    return _say(Said.ANSWER, name, words, account, office)


def _say(said: Said, name: str, words: str, account: AccountKey, office: Office) -> Ticket:
    now = office.clock()
    with office.store() as work:
        person, ticket = _open(work, name, account, office)
        if said is Said.ANSWER and not ticket.number:
            raise TicketUnderWay(ticket=ticket.name, why=Hurdle.NUMBERLESS)
        entry = _entry(said, ticket, person, words, office)
        work.tickets.say(entry)
        if said is Said.ANSWER:
            seen, ticket = ticket.state, replace(ticket, answered_at=now, remind_at=None)
            work.tickets.update(ticket, seen)
        event = TicketSaid(
            case_id=ticket.case_id,
            ticket_id=ticket.ticket_id,
            name=ticket.name,
            said=said.value,
            entry_id=entry.entry_id,
            text_digest=digest(entry.text),
        )
        tell(work, ticket, event, office.stamp(now, person.person_id, Route.SLACK))
        if entry.sending is Sending.TODO:
            act(work, ticket, entry.entry_id)
        work.commit()
    return ticket


def _entry(said: Said, ticket: Ticket, person: Person, words: str, office: Office) -> Entry:
    text = words.strip()
    if not 0 < len(text) <= LONGEST_TEXT:
        raise BadInput(problem="a text has 1 to {most} characters", most=LONGEST_TEXT)
    goes = ticket.way is Way.PROGRAM and said is not Said.ANSWER
    sending = Sending.TODO if goes else Sending.KEPT
    return Entry(
        str(uuid4()), ticket.ticket_id, said, person.person_id, office.clock(), text, sending
    )


def close(name: str, why: str, account: AccountKey, *, office: Office) -> Ticket:
    """With a reason. One that Microsoft knows by program is closed there first; where that failed
    once, closing again closes it here alone. Raises BadInput, UnknownTicket, TicketOver,
    TicketUnderWay while it is being handed in."""
    now = office.clock()
    with office.store() as work:
        person, ticket = _open(work, name, account, office)
        if ticket.state is TicketState.SENT:
            raise TicketUnderWay(ticket=ticket.name, why=Hurdle.LEAVING)
        entry = _entry(Said.CLOSE, ticket, person, why, office)
        if _goes_there(work, ticket):
            work.tickets.say(entry)
            act(work, ticket, entry.entry_id)
        else:
            work.tickets.say(replace(entry, sending=Sending.KEPT))
            stamp = office.stamp(now, person.person_id, Route.SLACK)
            ticket = end(work, ticket, entry, stamp)
        work.commit()
    return ticket


def _goes_there(work: Work, ticket: Ticket) -> bool:
    if ticket.way is Way.PORTAL or ticket.state is not TicketState.OPEN:
        return False
    failed = {Sending.REFUSED, Sending.UNSURE}
    entries = work.tickets.entries(ticket.ticket_id)
    return not any(one.said is Said.CLOSE and one.sending in failed for one in entries)


def end(work: Work, ticket: Ticket, entry: Entry | None, stamp: Stamp) -> Ticket:
    """It is over; without an entry it was Microsoft who ended it."""
    closed = replace(ticket, state=TicketState.CLOSED, closed_at=stamp.at, remind_at=None)
    work.tickets.update(closed, ticket.state)
    event = TicketClosed(
        case_id=ticket.case_id,
        ticket_id=ticket.ticket_id,
        name=ticket.name,
        entry_id=entry.entry_id if entry else "",
        text_digest=digest(entry.text) if entry else "",
    )
    tell(work, closed, event, stamp)
    return closed


def _found(work: Work, name: str) -> Ticket:
    if not name.strip():
        raise BadInput(problem="no service request is named")
    found = work.tickets.find(name.strip().lstrip("#"))
    if found is None:
        raise UnknownTicket(text=name.strip())
    return found


def _open(work: Work, name: str, account: AccountKey, office: Office) -> tuple[Person, Ticket]:
    person = person_with(work, account, may_ask(work))
    ticket = _found(work, name)
    if not ticket.is_open():
        raise TicketOver(ticket=ticket.name)
    return person, ticket
