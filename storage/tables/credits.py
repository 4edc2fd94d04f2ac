"""Decisions on credit, their files, and what was paid: the keys make "one at a time" true."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text

from core.domain.credit import UNDECIDED, CheckKind, CreditState, TermKind
from storage.tables.literals import among, is_one_of, unique_while
from storage.tables.metadata import UTCDateTime, metadata

credits = Table(
    "credits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("credit_id", String(36), nullable=False, unique=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    # The limit, in major units.
    Column("amount", String(40), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("terms", String(12), nullable=False),
    Column("days", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("review_on", Date, nullable=False),
    Column("state", String(12), nullable=False),
    Column("requested_by", String(36), nullable=False),
    Column("requested_at", UTCDateTime, nullable=False),
    # Ids as a JSON list.
    Column("checks", Text, nullable=False),
    Column("decided_by", String(36), nullable=False),
    Column("decided_at", UTCDateTime),
    Column("why", Text, nullable=False),
    Column("next_at", UTCDateTime),
    Column("over_since", UTCDateTime),
    Column("link", Text, nullable=False),
    is_one_of("terms", TermKind),
    is_one_of("state", CreditState),
    Index("ix_credits_account", "account", "tenant_id"),
    Index("ix_credits_next_at", "next_at"),
)

KEY = credits.c.account, credits.c.tenant_id, credits.c.currency
IS_UNDECIDED = among(credits.c.state, UNDECIDED)
IS_APPROVED = among(credits.c.state, {CreditState.APPROVED})
unique_while("uq_credits_undecided", *KEY, where=IS_UNDECIDED)
unique_while("uq_credits_in_force", *KEY, where=IS_APPROVED)

# What was written stays outside the audit chain, which holds its digest.
credit_checks = Table(
    "credit_checks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("check_id", String(36), nullable=False, unique=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("day", Date, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("link", Text, nullable=False),
    # What was deposited, in major units; empty where nothing was.
    Column("amount", String(40), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("noted_by", String(36), nullable=False),
    Column("noted_at", UTCDateTime, nullable=False),
    is_one_of("kind", CheckKind),
    Index("ix_credit_checks_account", "account", "tenant_id"),
)

# Invoices that were paid: the books themselves keep what is open.
paid_documents = Table(
    "paid_documents",
    metadata,
    Column("source", String(200), primary_key=True),
    Column("document_id", String(200), primary_key=True),
    Column("customer_ref", String(200), nullable=False),
    Column("total", String(40), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("issued", Date, nullable=False),
    Column("due", Date, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("payment_method", String(200), nullable=False),
    # The books named no day: it was seen closed on this one.
    Column("at_latest", Boolean, nullable=False),
    Index("ix_paid_documents_customer", "source", "customer_ref"),
)
