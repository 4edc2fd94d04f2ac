"""Signs of fraud: one row for each customer, kind and key, however often one was seen."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, UniqueConstraint

from core.domain.signals import Label, SignalKind
from storage.tables.literals import is_one_of
from storage.tables.metadata import UTCDateTime, metadata

signals = Table(
    "signals",
    metadata,
    Column("signal_id", String(36), primary_key=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("key", String(200), nullable=False),
    Column("strength", Integer, nullable=False),
    # Names and values, which may quote what a person wrote: outside the audit chain.
    Column("facts", Text, nullable=False),
    Column("first_seen", UTCDateTime, nullable=False),
    Column("last_seen", UTCDateTime, nullable=False, index=True),
    Column("subscription_id", String(64), nullable=False),
    Column("source", String(64), nullable=False),
    Column("is_test", Boolean, nullable=False),
    Column("case_id", String(36), nullable=False, index=True),
    Column("label", String(8), nullable=False),
    Column("labelled_at", UTCDateTime, index=True),
    Column("began_at", UTCDateTime),
    UniqueConstraint("account", "tenant_id", "kind", "key", name="uq_signals_key"),
    is_one_of("kind", SignalKind),
    is_one_of("label", Label),
)
