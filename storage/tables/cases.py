"""Cases: one customer, one kind of trouble, open once at a time."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from core.domain.cases import CaseState
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
