"""The partner's books: snapshots, their documents and bad rows, what ended, and who is who.

Amounts are whole minor units of the currency beside them, so that SQL adds them up exactly."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    literal_column,
)

from core.domain.customers import MappingState
from core.domain.exposure import Category, Kind, Presence, Status
from core.domain.release import Found
from storage.tables.literals import is_one_of, unique_while
from storage.tables.metadata import UTCDateTime, metadata

snapshots = Table(
    "snapshots",
    metadata,
    # Which of two imports came later, also where the clock says the same.
    Column("number", Integer, primary_key=True),
    Column("snapshot_id", String(36), nullable=False, unique=True),
    Column("source", String(200), nullable=False),
    Column("as_of", UTCDateTime),
    Column("file_name", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("state", String(8), nullable=False),
    Column("taken_at", UTCDateTime, nullable=False),
    Column("customers", Integer, nullable=False),
    Column("totals", Text, nullable=False),
    is_one_of("state", ("loading", "current", "past", "refused")),
    sqlite_autoincrement=True,
)

IS_CURRENT = snapshots.c.state == literal_column("'current'")
unique_while("uq_snapshots_current", snapshots.c.source, where=IS_CURRENT)

documents = Table(
    "documents",
    metadata,
    Column("snapshot_id", ForeignKey("snapshots.snapshot_id"), primary_key=True),
    Column("document_id", String(200), primary_key=True),
    Column("source", String(200), nullable=False),
    Column("number", String(200), nullable=False),
    Column("customer_ref", String(200), nullable=False),
    Column("customer_name", Text, nullable=False),
    Column("tenant_id", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("status", String(16), nullable=False),
    Column("category", String(8), nullable=False),
    Column("presence", String(8), nullable=False),
    Column("issued", Date, nullable=False),
    Column("due", Date),
    Column("currency", String(3), nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("open_minor", BigInteger, nullable=False),
    Column("disputed_minor", BigInteger, nullable=False),
    Column("subscription_ids", Text, nullable=False),
    Column("payment_method", Text, nullable=False),
    Column("last_payment_on", Date),
    Column("last_payment_minor", BigInteger),
    # It came later, so documents that were there have none.
    Column("billing_email", Text),
    is_one_of("kind", Kind),
    is_one_of("status", Status),
    is_one_of("category", Category),
    is_one_of("presence", Presence),
    Index("ix_documents_customer", "snapshot_id", "customer_ref"),
    Index("ix_documents_number", "number"),
)

bad_rows = Table(
    "bad_rows",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("snapshot_id", ForeignKey("snapshots.snapshot_id"), nullable=False),
    Column("line", Integer, nullable=False),
    Column("customer_ref", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Index("ix_bad_rows_customer", "snapshot_id", "customer_ref"),
)

# Counts once its snapshot does; the newest one of a document says how it ended.
endings = Table(
    "endings",
    metadata,
    Column("snapshot_id", ForeignKey("snapshots.snapshot_id"), primary_key=True),
    Column("document_id", String(200), primary_key=True),
    Column("how", String(8), nullable=False),
    is_one_of("how", (Found.CLOSED, Found.VANISHED)),
    Index("ix_endings_document", "document_id"),
)

debtors = Table(
    "debtors",
    metadata,
    Column("source", String(200), primary_key=True),
    Column("customer_ref", String(200), primary_key=True),
    Column("name", Text, nullable=False),
    Column("mapping", String(10), nullable=False),
    Column("account", String(64)),
    Column("tenant_id", String(36)),
    is_one_of("mapping", MappingState),
    Index("ix_debtors_customer", "account", "tenant_id"),
)
