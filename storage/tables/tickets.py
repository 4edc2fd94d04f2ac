"""Service requests: what was asked, what was said in them, and where an account hands them in."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from core.domain.tickets import Said, Sending, Taking, TicketState, Way
from storage.tables.literals import among, is_one_of, unique_while
from storage.tables.metadata import UTCDateTime, metadata

tickets = Table(
    "tickets",
    metadata,
    Column("ticket_id", String(36), primary_key=True),
    Column("case_id", ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("topic_id", String(64), nullable=False),
    # The canonical form of the wish.
    Column("wish", Text, nullable=False),
    Column("way", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("opened_by", String(36), nullable=False),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("text", Text, nullable=False),
    Column("why", String(40), nullable=False),
    Column("number", String(40), nullable=False, index=True),
    Column("status", String(40), nullable=False),
    Column("request_id", String(36), nullable=False),
    Column("correlation_id", String(36), nullable=False),
    Column("sent_at", UTCDateTime),
    Column("heard", Integer, nullable=False),
    Column("reminders", Integer, nullable=False),
    Column("remind_at", UTCDateTime),
    Column("answered_at", UTCDateTime),
    Column("closed_at", UTCDateTime),
    is_one_of("way", Way),
    is_one_of("state", TicketState),
)

# Free text stays outside the audit chain, which holds its digest.
ticket_entries = Table(
    "ticket_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entry_id", String(36), nullable=False, unique=True),
    Column("ticket_id", ForeignKey("tickets.ticket_id"), nullable=False, index=True),
    Column("said", String(8), nullable=False),
    Column("person_id", String(36), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("text", Text, nullable=False),
    Column("sending", String(8), nullable=False),
    Column("request_id", String(36), nullable=False),
    is_one_of("said", Said),
    is_one_of("sending", Sending),
)

ticket_counters = Table(
    "ticket_counters",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("taking", String(8), nullable=False),
    Column("topics", Text, nullable=False),
    Column("read_at", UTCDateTime),
    Column("tried_at", UTCDateTime),
    is_one_of("taking", Taking),
)

IS_OPEN_TICKET = among(tickets.c.state, set(TicketState) - {TicketState.CLOSED})
unique_while("uq_tickets_open", tickets.c.case_id, tickets.c.topic_id, where=IS_OPEN_TICKET)
