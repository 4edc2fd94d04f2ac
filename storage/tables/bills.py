"""What we owe Microsoft, and what customers spend on Azure this month."""

from __future__ import annotations

from sqlalchemy import Column, Date, String, Table, Text

from storage.tables.metadata import UTCDateTime, metadata

# Amounts have the digits that Microsoft writes, which may be more than a currency has.
DIGITS = 40

balances = Table(
    "balances",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("currency", String(3), primary_key=True),
    Column("owed", String(DIGITS), nullable=False),
    Column("as_of", Date),
    Column("last_paid", String(DIGITS)),
    Column("last_paid_on", Date),
    Column("newest_invoice_on", Date),
    # The oldest invoice that is not paid whole.
    Column("unpaid_number", Text),
    Column("unpaid_issued", Date),
    Column("unpaid_due", Date),
    Column("unpaid_open", String(DIGITS)),
    Column("read_at", UTCDateTime, nullable=False),
)

spending = Table(
    "spending",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    Column("name", Text, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("spent", String(DIGITS)),
    Column("budget", String(DIGITS)),
    Column("counted_at", UTCDateTime),
)
