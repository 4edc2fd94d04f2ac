"""Cases: one customer, one kind of trouble, open once at a time."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

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
    Column("thread", Text, nullable=False),
    is_one_of("kind", Reason),
    is_one_of("state", CaseState),
)

IS_OPEN_CASE = among(cases.c.state, {CaseState.OPEN})
unique_while("uq_cases_open", cases.c.account, cases.c.tenant_id, cases.c.kind, where=IS_OPEN_CASE)
