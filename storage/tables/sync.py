"""Reading Partner Center: where each account's round stands, and what others had changed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from core.domain.drift import DriftKind
from storage.tables.literals import is_one_of
from storage.tables.metadata import UTCDateTime, metadata

rounds = Table(
    "sync_rounds",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("began_at", UTCDateTime, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("listed", Boolean, nullable=False),
    # The last tenant that was dealt with: whoever goes on begins behind it.
    Column("cursor", String(36), nullable=False),
    Column("read", Integer, nullable=False),
    Column("subscriptions", Integer, nullable=False),
    Column("unread", Integer, nullable=False),
    Column("finished_at", UTCDateTime),
    # All processes together keep Partner Center's pace.
    Column("minute", UTCDateTime),
    Column("spent", Integer, nullable=False),
    Column("holder", String(36), nullable=False),
    Column("held_until", UTCDateTime),
    Column("trouble", Text, nullable=False),
)

drifts = Table(
    "drifts",
    metadata,
    Column("drift_id", String(36), primary_key=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("subscription_id", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("found_at", UTCDateTime, nullable=False),
    # A person's name at Partner Center, which the audit trail does not hold.
    Column("who", Text, nullable=False),
    Index("ix_drifts_found_at", "found_at"),
    Index("ix_drifts_customer", "account", "tenant_id"),
    is_one_of("kind", DriftKind),
)
