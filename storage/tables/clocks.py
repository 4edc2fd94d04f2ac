"""Data clocks, and the alarms that had their turn: the keys here make "said once" true."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, String, Table, Text

from core.domain.retention import Kind
from storage.tables.literals import is_one_of, unique_while
from storage.tables.metadata import UTCDateTime, metadata

clocks = Table(
    "clocks",
    metadata,
    Column("clock_id", String(36), primary_key=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("subscription_id", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("since", UTCDateTime, nullable=False),
    # The day of suspending in our own calendar.
    Column("began", Date, nullable=False),
    Column("found", Boolean, nullable=False),
    Column("gone_from", Date),
    Column("owner", String(36), nullable=False),
    Column("plan_id", String(36), nullable=False),
    Column("case_id", String(36), nullable=False),
    Column("next_at", UTCDateTime),
    Column("let_go_at", UTCDateTime),
    Column("letter", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("ended_at", UTCDateTime),
    Column("ended_why", String(40), nullable=False),
    is_one_of("kind", Kind),
    Index("ix_clocks_plan_id", "plan_id"),
)

unique_while(
    "uq_clocks_running",
    clocks.c.account,
    clocks.c.tenant_id,
    clocks.c.subscription_id,
    where=clocks.c.ended_at.is_(None),
)

alarms = Table(
    "alarms",
    metadata,
    Column("clock_id", ForeignKey("clocks.clock_id"), primary_key=True),
    Column("alarm", String(24), primary_key=True),
    Column("at", UTCDateTime, nullable=False),
    # False: it was missed, and a later one was said instead.
    Column("said", Boolean, nullable=False),
)
