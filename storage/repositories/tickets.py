"""Service requests: one open one per case and topic."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.tickets import (
    REFERENCE,
    Counter,
    Entry,
    Said,
    Sending,
    Taking,
    Ticket,
    TicketState,
    Topic,
    Way,
    Wish,
)
from storage.codec import from_text, to_text
from storage.sql import hit, put, row_of
from storage.tables.tickets import IS_OPEN_TICKET, ticket_counters, ticket_entries, tickets


class SqlTickets:
    """Implements core.ports.tickets.Tickets."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, ticket: Ticket) -> None:
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(tickets).values(_row(ticket)))
        except IntegrityError:
            raise LostRace() from None

    def get(self, ticket_id: str) -> Ticket:
        return _ticket(row_of(self._connection, tickets, "service request", ticket_id=ticket_id))

    def find(self, name: str) -> Ticket | None:
        if not name:
            return None
        named = func.lower(tickets.c.number) == name.lower()
        if REFERENCE.fullmatch(name):
            named = or_(named, tickets.c.ticket_id.like(f"{name[3:].lower()}%"))
        over = case((IS_OPEN_TICKET, 0), else_=1)
        found = select(tickets).where(named).order_by(over, tickets.c.opened_at.desc())
        row = self._connection.execute(found).first()
        return None if row is None else _ticket(row)

    def open(self) -> list[Ticket]:
        return self._all(IS_OPEN_TICKET)

    def of_case(self, case_id: str) -> list[Ticket]:
        return self._all(tickets.c.case_id == case_id)

    def open_for(self, key: CustomerKey) -> list[Ticket]:
        mine = tickets.c.account == key.account, tickets.c.tenant_id == key.tenant_id
        return self._all(IS_OPEN_TICKET, *mine)

    def due(self, at: datetime) -> list[Ticket]:
        return self._all(IS_OPEN_TICKET, tickets.c.remind_at <= at)

    def _all(self, *conditions: Any) -> list[Ticket]:
        newest = tickets.c.opened_at.desc(), tickets.c.ticket_id
        rows = self._connection.execute(select(tickets).where(*conditions).order_by(*newest))
        return [_ticket(row) for row in rows]

    def update(self, ticket: Ticket, seen: TicketState) -> None:
        mine = (tickets.c.ticket_id == ticket.ticket_id) & (tickets.c.state == seen)
        hit(self._connection, update(tickets).where(mine).values(_row(ticket)))

    def say(self, entry: Entry) -> None:
        self._connection.execute(insert(ticket_entries).values(_entry_row(entry)))

    def entry(self, entry_id: str) -> Entry:
        return _entry(row_of(self._connection, ticket_entries, "entry", entry_id=entry_id))

    def entries(self, ticket_id: str) -> list[Entry]:
        found = select(ticket_entries).where(ticket_entries.c.ticket_id == ticket_id)
        rows = self._connection.execute(found.order_by(ticket_entries.c.id))
        return [_entry(row) for row in rows]

    def move(self, entry: Entry, to: Entry) -> None:
        mine = ticket_entries.c.entry_id == entry.entry_id
        seen = ticket_entries.c.sending == entry.sending
        change = update(ticket_entries).where(mine, seen).values(_entry_row(to))
        hit(self._connection, change)

    def counter(self, account: str) -> Counter:
        found = select(ticket_counters).where(ticket_counters.c.account == account)
        row = self._connection.execute(found).first()
        if row is None:
            return Counter(account, Taking.UNREAD)
        topics = tuple(Topic(*pair) for pair in json.loads(row.topics))
        return Counter(account, Taking(row.taking), topics, row.read_at, row.tried_at)

    def save_counter(self, counter: Counter) -> None:
        row = {
            "account": counter.account,
            "taking": counter.taking.value,
            "topics": json.dumps([[topic.topic_id, topic.name] for topic in counter.topics]),
            "read_at": counter.read_at,
            "tried_at": counter.tried_at,
        }
        put(self._connection, ticket_counters, [row])


def _row(ticket: Ticket) -> dict[str, object]:
    return {
        "ticket_id": ticket.ticket_id,
        "case_id": ticket.case_id,
        "account": ticket.customer.account,
        "tenant_id": ticket.customer.tenant_id,
        "topic_id": ticket.topic_id,
        "wish": to_text(ticket.wish),
        "way": ticket.way.value,
        "state": ticket.state.value,
        "opened_by": ticket.opened_by,
        "opened_at": ticket.opened_at,
        "text": ticket.text,
        "why": ticket.why,
        "number": ticket.number,
        "status": ticket.status,
        "request_id": ticket.request_id,
        "correlation_id": ticket.correlation_id,
        "sent_at": ticket.sent_at,
        "heard": ticket.heard,
        "reminders": ticket.reminders,
        "remind_at": ticket.remind_at,
        "answered_at": ticket.answered_at,
        "closed_at": ticket.closed_at,
    }


def _ticket(row: Row[Any]) -> Ticket:
    values = dict(row._mapping)
    del values["topic_id"]
    return Ticket(
        customer=CustomerKey(values.pop("account"), values.pop("tenant_id")),
        wish=from_text(Wish, values.pop("wish")),
        way=Way(values.pop("way")),
        state=TicketState(values.pop("state")),
        **values,
    )


def _entry_row(entry: Entry) -> dict[str, object]:
    return {
        "entry_id": entry.entry_id,
        "ticket_id": entry.ticket_id,
        "said": entry.said.value,
        "person_id": entry.person_id,
        "at": entry.at,
        "text": entry.text,
        "sending": entry.sending.value,
        "request_id": entry.request_id,
    }


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        entry_id=row.entry_id,
        ticket_id=row.ticket_id,
        said=Said(row.said),
        person_id=row.person_id,
        at=row.at,
        text=row.text,
        sending=Sending(row.sending),
        request_id=row.request_id,
    )
