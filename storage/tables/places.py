"""Where administrators say that customers are; a row stays once it was taken back."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, Text

from storage.tables.metadata import UTCDateTime, metadata

customer_places = Table(
    "customer_places",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    Column("zone", String(64), nullable=False),
    Column("country", String(2), nullable=False),
    Column("region", String(40), nullable=False),
    Column("reason", Text, nullable=False),
    Column("set_by", String(36), nullable=False),
    Column("set_at", UTCDateTime, nullable=False),
)
