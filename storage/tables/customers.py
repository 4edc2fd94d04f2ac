"""Customers and their subscriptions as last read, and the suspensions that we placed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, String, Table, Text

from storage.tables.literals import unique_while
from storage.tables.metadata import UTCDateTime, metadata

customers = Table(
    "customers",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    Column("name", Text, nullable=False),
    Column("domain", String(255), nullable=False),
    Column("country", String(2), nullable=False),
    Column("relationship", String(32), nullable=False),
    Column("read_at", UTCDateTime),
    # The name as it is searched: words without case and accents, each after a blank.
    Column("words", Text, nullable=False),
    Index("ix_customers_tenant_id", "tenant_id"),
    Index("ix_customers_domain", "domain"),
)

# The number of a company in the register of its country, as far as it was ever read.
registrations = Table(
    "registrations",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    Column("number", String(100), nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    Column("subscription_id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("offer_name", Text, nullable=False),
    # Status and reasons are Microsoft's words, of which there may be new ones.
    Column("status", String(32), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("generation", String(16), nullable=False),
    Column("parent_id", String(64), nullable=False),
    Column("auto_renew", Boolean, nullable=False),
    Column("commitment_ends", UTCDateTime),
    Column("suspension_reasons", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("term", String(16), nullable=False),
    Column("billing_cycle", String(16), nullable=False),
    Column("cancel_until", UTCDateTime),
    Column("bought_at", UTCDateTime),
    Column("read_at", UTCDateTime),
    ForeignKeyConstraint(["account", "tenant_id"], ["customers.account", "customers.tenant_id"]),
    Index("ix_subscriptions_status", "status"),
    Index("ix_subscriptions_commitment_ends", "commitment_ends"),
)

suspensions = Table(
    "suspensions",
    metadata,
    Column("suspension_id", String(36), primary_key=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("subscription_id", String(64), nullable=False),
    Column("plan_id", String(36), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("before", Text, nullable=False),
    Column("since", UTCDateTime, nullable=False),
    Column("lifted_at", UTCDateTime),
    Index("ix_suspensions_customer", "account", "tenant_id"),
)

unique_while(
    "uq_suspensions_open",
    suspensions.c.account,
    suspensions.c.subscription_id,
    where=suspensions.c.lifted_at.is_(None),
)
