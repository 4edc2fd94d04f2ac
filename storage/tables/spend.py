"""Azure spend of a month to date, by day, and how customers came to us."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, String, Table

from storage.tables.metadata import UTCDateTime, metadata

spend_days = Table(
    "spend_days",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    Column("currency", String(3), primary_key=True),
    Column("day", Date, primary_key=True),
    # As many digits as Microsoft writes.
    Column("total", String(40), nullable=False),
    Index("ix_spend_days_day", "day"),
)

intakes = Table(
    "intakes",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    Column("read_at", UTCDateTime, nullable=False),
    Column("billing_country", String(2), nullable=False),
    Column("agreed", Boolean),
    Column("agreed_on", Date),
)
