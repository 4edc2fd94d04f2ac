"""What Microsoft charges us for a seat, as its newest invoice says."""

from __future__ import annotations

from sqlalchemy import Column, Date, String, Table

from storage.tables.metadata import metadata

prices = Table(
    "prices",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    Column("subscription_id", String(64), primary_key=True),
    # A price of one seat may have more digits than its currency.
    Column("unit", String(40), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("cycle", String(16), nullable=False),
    Column("as_of", Date, nullable=False),
)
