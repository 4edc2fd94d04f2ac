"""What comes round by itself: open service requests are read, and waiting ones reminded of."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.domain.clouds import Capability
from core.domain.events import Route
from core.domain.ticket_events import TicketReminded
from core.domain.tickets import Ticket, TicketState, Way
from core.ports.office import Office
from core.ports.store import Work
from core.ports.tickets import ServiceDesk
from core.usecases.ticket_desk import read_counter
from core.usecases.ticket_jobs import act, remind_owner, reminder_after, tell

LOOK_EVERY = 15


def tick(*, office: Office, desk: ServiceDesk) -> None:
    """Once a minute, by any number of processes: rows and keys say what was done already."""
    for account, partner in office.partners.items():
        if partner.can(Capability.SERVICE_REQUESTS):
            read_counter(account, office=office, desk=desk)
    now = office.clock()
    with office.store.reading() as work:
        sent = [one for one in work.tickets.open() if one.way is Way.PROGRAM]
        if not sent and not work.tickets.due(now):
            return
    with office.store() as work:
        for ticket in sent:
            act(work, ticket, slot(now))
        for ticket in work.tickets.due(now):
            _remind(work, ticket, now, office)
        work.commit()


def slot(now: datetime) -> str:
    """A quarter of an hour by its beginning."""
    return f"{now.replace(minute=now.minute // LOOK_EVERY * LOOK_EVERY):%Y-%m-%dT%H:%M}"


def _remind(work: Work, ticket: Ticket, now: datetime, office: Office) -> None:
    """In the thread, and to whoever looks after the case."""
    if not ticket.waits():
        work.tickets.update(replace(ticket, remind_at=None), ticket.state)
        return
    case, count = work.cases.get(ticket.case_id), ticket.reminders + 1
    later = reminder_after(now, count, office)
    reminded = replace(ticket, reminders=count, remind_at=later)
    work.tickets.update(reminded, ticket.state)
    owner = case.owner or ticket.opened_by
    event = TicketReminded(
        case_id=ticket.case_id,
        ticket_id=ticket.ticket_id,
        name=ticket.name,
        what=_what(ticket),
        owner=owner,
        count=count,
    )
    tell(work, reminded, event, office.stamp(now, "", Route.AUTOMATION))
    remind_owner(work, reminded, owner)


def _what(ticket: Ticket) -> str:
    """What is waited for: submit, look or answer."""
    known = {TicketState.PREPARED: "submit", TicketState.UNSURE: "look"}
    return known.get(ticket.state, "answer")
