"""What the policy run found, what it did once, and what it would have done."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from core.domain.collecting import Cause, Does
from core.domain.verdicts import State
from storage.tables.literals import is_one_of, unique_while
from storage.tables.metadata import UTCDateTime, metadata

# Everybody who was ever judged, also where no verdict was worth its row.
acquaintances = Table(
    "acquaintances",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    Column("judged_on", Date, nullable=False),
    Column("met_on", Date, nullable=False),
    Column("known_since", Date, nullable=False),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    Column("judged_on", Date, primary_key=True),
    Column("state", String(10), nullable=False),
    Column("stage", String(80), nullable=False),
    Column("segment", String(80), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("days", Integer),
    Column("policy", String(64), nullable=False),
    Column("judged_at", UTCDateTime, nullable=False),
    Column("stops_selling", Boolean, nullable=False),
    # Canonical forms: sums by currency, what was to be done, and the facts.
    Column("overdue", Text, nullable=False),
    Column("doing", Text, nullable=False),
    Column("facts", Text, nullable=False),
    is_one_of("state", State),
    Index("ix_verdicts_judged_on", "judged_on"),
)

episodes = Table(
    "episodes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("episode_id", String(36), nullable=False, unique=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("policy", String(64), nullable=False),
    Column("began_on", Date, nullable=False),
    Column("stage", String(80), nullable=False),
    Column("stage_at", UTCDateTime),
    Column("ended_on", Date),
    Column("ended_why", String(40), nullable=False),
)
IS_OPEN_EPISODE = episodes.c.ended_on.is_(None)
unique_while("uq_episodes_open", episodes.c.account, episodes.c.tenant_id, where=IS_OPEN_EPISODE)

filings = Table(
    "filings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("filing_key", String(300), nullable=False, unique=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("episode_id", String(36), nullable=False),
    Column("ref", String(36), nullable=False),
    Column("filed_at", UTCDateTime, nullable=False),
    Index("ix_filings_customer", "account", "tenant_id"),
)

standstills = Table(
    "standstills",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("standstill_id", String(36), nullable=False, unique=True),
    Column("cause", String(12), nullable=False),
    Column("about", String(200), nullable=False),
    Column("since", UTCDateTime, nullable=False),
    Column("plan_id", String(36), nullable=False),
    Column("released_at", UTCDateTime),
    is_one_of("cause", Cause),
)

run_lines = Table(
    "run_lines",
    metadata,
    Column("plan_id", ForeignKey("plans.plan_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("does", String(12), nullable=False),
    Column("name", String(80), nullable=False),
    Column("stage", String(80), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("amount_minor", BigInteger),
    Column("days", Integer, nullable=False),
    is_one_of("does", Does),
)

would_have = Table(
    "would_have",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("episode_id", String(36), nullable=False),
    Column("does", String(12), nullable=False),
    Column("name", String(80), nullable=False),
    Column("judged_on", Date, nullable=False),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("stage", String(80), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("amount_minor", BigInteger),
    Column("days", Integer, nullable=False),
    is_one_of("does", Does),
    UniqueConstraint("episode_id", "does", "name"),
)

previews = Table(
    "previews",
    metadata,
    Column("notice", String(80), primary_key=True),
    Column("language", String(16), primary_key=True),
    Column("version", String(64), primary_key=True),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("asked_at", UTCDateTime, nullable=False),
    Column("released_by", String(36), nullable=False),
    Column("released_at", UTCDateTime),
)
