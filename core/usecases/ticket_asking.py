"""Ask Microsoft for something: a service request that goes by program, or a package to paste."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import uuid4

from core.domain.cases import Case
from core.domain.clouds import Capability
from core.domain.customers import Customer, CustomerKey
from core.domain.errors import BadInput, LostRace, TicketAlreadyOpen, TicketNeedsCase
from core.domain.events import Route, Stamp
from core.domain.partners import Partner, Tier
from core.domain.people import AccountKey
from core.domain.plans import Reason, digest
from core.domain.ticket_events import TicketPrepared, TicketQueued
from core.domain.tickets import Counter, Taking, Ticket, TicketState, Way, Wish
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.filing import open_case
from core.usecases.finding import customer_of, find_customer, person_with
from core.usecases.ticket_facts import Facts, facts_of
from core.usecases.ticket_jobs import act, reminder_after, tell

# Puts the whole text of a request together from what was written and what is known.
Writer = Callable[[Ticket, Facts], str]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form starts with. `why` is empty where it goes by program; `facts` are those of the
    newest open case, None where none is open."""

    customer: Customer
    partner: Partner
    counter: Counter
    cases: tuple[Case, ...]
    facts: Facts | None
    why: str


def draft(text: str, account: AccountKey, *, office: Office) -> Draft:
    """Raises NoRole, NotEligible and those of find_customer."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        customer = find_customer(work, text)
        cases = tuple(work.cases.open_for(customer.key))[::-1]
        return Draft(
            customer=customer,
            partner=office.partner(customer.key),
            counter=work.tickets.counter(customer.key.account),
            cases=cases,
            facts=facts_of(work, cases[0], office=office) if cases else None,
            why=why_by_hand(work, customer.key, office=office),
        )


def why_by_hand(work: Work, key: CustomerKey, *, office: Office) -> str:
    """Why a person has to submit it: tier, cloud, gone, no_login or unread; or nothing."""
    partner, counter = office.partner(key), work.tickets.counter(key.account)
    if partner.tier is Tier.RESELLER:
        return "tier"
    if not partner.can(Capability.SERVICE_REQUESTS):
        return "cloud"
    if counter.takes():
        return ""
    return Taking.UNREAD.value if counter.taking is Taking.OPEN else counter.taking.value


def ask(
    key: CustomerKey,
    wish: Wish,
    account: AccountKey,
    *,
    office: Office,
    write: Writer,
    case_id: str = "",
    kind: Reason | None = None,
) -> Ticket:
    """In an open case of the customer, or in a new one of this kind. With a topic it goes by
    program. Raises TicketNeedsCase, TicketAlreadyOpen, BadInput, NoRole, UnknownCustomer."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        customer = customer_of(work, key)
        stamp = office.stamp(now, person.person_id, Route.SLACK)
        case = _case(work, customer, case_id, kind, stamp, office)
        why = why_by_hand(work, key, office=office)
        ticket = _drawn_up(wish, case, why, stamp)
        facts = facts_of(work, case, office=office)
        ticket = _add(work, replace(ticket, text=write(ticket, facts)), stamp, office)
        work.commit()
    return ticket


def _drawn_up(wish: Wish, case: Case, why: str, stamp: Stamp) -> Ticket:
    by_hand = bool(why) or wish.topic is None
    return Ticket(
        ticket_id=str(uuid4()),
        case_id=case.case_id,
        customer=case.customer,
        wish=replace(wish, topic=None) if by_hand else wish,
        way=Way.PORTAL if by_hand else Way.PROGRAM,
        state=TicketState.PREPARED if by_hand else TicketState.QUEUED,
        opened_by=stamp.person_id,
        opened_at=stamp.at,
        why=why,
    )


def _case(
    work: Work,
    customer: Customer,
    case_id: str,
    kind: Reason | None,
    stamp: Stamp,
    office: Office,
) -> Case:
    """The one that was picked, if it is open and this customer's; else one of this kind."""
    if case_id:
        mine = [case for case in work.cases.open_for(customer.key) if case.case_id == case_id]
        if not mine:
            raise TicketNeedsCase(customer=customer.name)
        return mine[0]
    if kind is None:
        raise BadInput(problem="no kind was picked")
    return open_case(
        work, customer.key, kind, opener=stamp.person_id, now=stamp.at, office=office,
        route=stamp.route,
    )  # fmt: skip


def _add(work: Work, ticket: Ticket, stamp: Stamp, office: Office) -> Ticket:
    """Journalled before anything leaves: what is handed in is a row first."""
    if ticket.waits():
        ticket = replace(ticket, remind_at=reminder_after(stamp.at, 0, office))
    try:
        work.tickets.add(ticket)
    except LostRace:
        raise _already_open(work, ticket) from None
    known = {"case_id": ticket.case_id, "ticket_id": ticket.ticket_id}
    known |= {"reference": ticket.reference, "text_digest": digest(ticket.text)}
    if ticket.way is Way.PORTAL:
        tell(work, ticket, TicketPrepared(**known, why=ticket.why), stamp)
        return ticket
    topic = ticket.wish.topic.name if ticket.wish.topic else ""
    severity = ticket.wish.severity.value
    tell(work, ticket, TicketQueued(**known, topic=topic, severity=severity), stamp)
    act(work, ticket, "create")
    return ticket


def _already_open(work: Work, ticket: Ticket) -> TicketAlreadyOpen:
    mine = [t for t in work.tickets.of_case(ticket.case_id) if t.topic_id == ticket.topic_id]
    other = next((one for one in mine if one.is_open()), ticket)
    return TicketAlreadyOpen(ticket=other.name, case=work.cases.get(ticket.case_id).number)
