"""The partner's books: snapshots, versions of documents, bad rows, and who is who.

Amounts are whole minor units of the currency beside them, so that SQL adds them up exactly."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    String,
    Table,
    Text,
    and_,
    func,
    literal_column,
    or_,
)

from core.domain.customers import MappingState
from core.domain.exposure import (
    COUNTED_STATUSES,
    CREDITS,
    Category,
    Kind,
    Presence,
    Status,
)
from core.domain.release import Found
from storage.tables.literals import among, index_while, is_one_of, unique_while
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

# What a document looked like from one snapshot of its source on, until another: their numbers.
# The last word stands until there is a later one, also on what was closed or vanished.
documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(200), nullable=False),
    Column("document_id", String(200), nullable=False),
    Column("since", Integer, nullable=False),
    Column("until", Integer),
    # Of all that a row said; 0 where no row says it.
    Column("digest", BigInteger, nullable=False),
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
    is_one_of("presence", (*Presence, Found.VANISHED)),
)
IS_OVER = or_(
    documents.c.status == literal_column(f"'{Status.CLOSED}'"),
    documents.c.presence == literal_column(f"'{Found.VANISHED}'"),
)
IS_SHOWN = and_(
    documents.c.status != literal_column(f"'{Status.CLOSED}'"),
    documents.c.presence != literal_column(f"'{Found.VANISHED}'"),
)
_IS_OPEN = and_(
    among(documents.c.status, COUNTED_STATUSES),
    documents.c.presence == literal_column(f"'{Presence.PRESENT}'"),
)
# Does it count as a debt, or is it a credit of which something is left? See core.domain.exposure.
IS_OWED = and_(
    documents.c.kind == literal_column(f"'{Kind.INVOICE}'"),
    documents.c.category == literal_column(f"'{Category.CLOUD}'"),
    _IS_OPEN,
)
IS_CREDIT = and_(among(documents.c.kind, CREDITS), _IS_OPEN)


def stands_in(snapshot: FromClause) -> ColumnElement[bool]:
    """Is this version the last word on its document in a snapshot of its source?"""
    source, number = snapshot.c.source, snapshot.c.number
    later = or_(documents.c.until.is_(None), documents.c.until > number)
    return and_(source == documents.c.source, documents.c.since <= number, later)


# Of a document and a snapshot: is it what the newest books say, and do they show it?
IS_NEWEST = and_(IS_CURRENT, stands_in(snapshots))
IS_IN_BOOKS = and_(IS_NEWEST, IS_SHOWN)

Index(
    "uq_documents_version",
    documents.c.document_id,
    documents.c.source,
    documents.c.since,
    unique=True,
)
Index("ix_documents_number", documents.c.number)
Index("ix_documents_since", documents.c.since)
index_while("ix_documents_customer", documents.c.customer_ref, documents.c.source, where=IS_SHOWN)
# Whoever writes in is looked for by address, whenever anybody decides on a customer.
index_while("ix_documents_address", func.lower(documents.c.billing_email), where=IS_SHOWN)
# All that a sum over the books needs, so that nobody looks at the documents for it.
SUMMED = (
    documents.c.customer_ref,
    documents.c.currency,
    documents.c.open_minor,
    documents.c.disputed_minor,
    documents.c.since,
    documents.c.until,
)
index_while("ix_documents_due", documents.c.source, documents.c.due, *SUMMED, where=IS_OWED)
index_while("ix_documents_credits", documents.c.source, *SUMMED, where=IS_CREDIT)
index_while("ix_documents_until", documents.c.until, where=documents.c.until.is_not(None))

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
