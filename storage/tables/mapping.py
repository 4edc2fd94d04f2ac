"""What speaks for an account in the books being a tenant, and why people changed who it is."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, String, Table, Text

from core.domain.mapping import Strength
from storage.tables.literals import is_one_of
from storage.tables.metadata import UTCDateTime, metadata

# As the newest books say it: domains of addresses and who pays, in words with blanks between.
account_facts = Table(
    "account_facts",
    metadata,
    Column("source", String(200), primary_key=True),
    Column("customer_ref", String(200), primary_key=True),
    Column("domains", Text, nullable=False),
    Column("registration", String(100), nullable=False),
    Column("payer_ref", String(200), nullable=False),
    Index("ix_account_facts_payer", "source", "payer_ref"),
)

# One that a person turned down stays, so that it is not made again.
suggestions = Table(
    "suggestions",
    metadata,
    Column("source", String(200), primary_key=True),
    Column("customer_ref", String(200), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    Column("strength", String(9), nullable=False),
    Column("reasons", Text, nullable=False),
    Column("turned_down", Boolean, nullable=False),
    is_one_of("strength", Strength),
)

# The customer is the one that the account was before.
mapping_changes = Table(
    "mapping_changes",
    metadata,
    Column("change_id", String(36), primary_key=True),
    Column("source", String(200), nullable=False),
    Column("customer_ref", String(200), nullable=False),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("reason", Text, nullable=False),
    Column("changed_at", UTCDateTime, nullable=False),
    Index("ix_mapping_changes_customer", "account", "tenant_id"),
)
