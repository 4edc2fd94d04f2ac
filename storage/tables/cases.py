"""Cases: one customer, one kind of trouble, open once at a time; and what is done about them."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text

from core.domain.cases import CaseState, Outcome, Severity
from core.domain.plans import Reason
from storage.tables.literals import among, is_one_of, unique_while
from storage.tables.metadata import UTCDateTime, metadata

cases = Table(
    "cases",
    metadata,
    Column("case_id", String(36), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(8), nullable=False),
    Column("opened_by", String(36), nullable=False),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("thread", Text, nullable=False, index=True),
    Column("link", Text, nullable=False),
    Column("owner", String(36), nullable=False),
    Column("closed_at", UTCDateTime),
    Column("told", Text, nullable=False),
    is_one_of("kind", Reason),
    is_one_of("state", CaseState),
)

# One row for each case. SQLite could not write `cases` anew, which other tables point to.
case_courses = Table(
    "case_courses",
    metadata,
    Column("case_id", ForeignKey("cases.case_id"), primary_key=True),
    Column("severity", String(8), nullable=False),
    Column("first_abuse", UTCDateTime),
    # What it costs an hour; the digits that Microsoft writes may be more than a currency has.
    Column("currency", String(3), nullable=False),
    Column("per_hour", String(40), nullable=False),
    Column("responded_at", UTCDateTime),
    Column("status_at", UTCDateTime),
    Column("outcome", String(20), nullable=False),
    Column("merged_into", String(36), nullable=False, index=True),
    is_one_of("severity", Severity),
    is_one_of("outcome", ("", *Outcome)),
)

case_ticks = Table(
    "case_ticks",
    metadata,
    Column("case_id", ForeignKey("cases.case_id"), primary_key=True),
    Column("item", String(40), primary_key=True),
    Column("at", UTCDateTime, nullable=False),
    Column("person_id", String(36), nullable=False),
    Column("evidence", Text, nullable=False),
)

case_waits = Table(
    "case_waits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wait_id", String(36), nullable=False, unique=True),
    Column("case_id", ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("person_id", String(36), nullable=False),
    Column("since", UTCDateTime, nullable=False),
    Column("until", UTCDateTime, nullable=False),
    Column("why", Text, nullable=False),
    Column("ended_at", UTCDateTime),
)

delegations = Table(
    "delegations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("delegation_id", String(36), nullable=False, unique=True),
    Column("person_id", String(36), nullable=False, index=True),
    Column("delegate_id", String(36), nullable=False, index=True),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("made_at", UTCDateTime, nullable=False),
    # Empty for all cases of the person.
    Column("case_id", String(36), nullable=False),
    Column("ended_at", UTCDateTime),
)

# Free text stays outside the audit chain, which holds its digest.
notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.case_id"), nullable=False, index=True),
    Column("person_id", String(36), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("text", Text, nullable=False),
)

IS_OPEN_CASE = among(cases.c.state, {CaseState.OPEN})
unique_while("uq_cases_open", cases.c.account, cases.c.tenant_id, cases.c.kind, where=IS_OPEN_CASE)
