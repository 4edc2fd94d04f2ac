"""Promises, disputes, holds, and the marks that we set on documents of the books."""

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

from core.domain.disputes import DisputeState
from core.domain.holds import HoldKind
from core.domain.promises import PromiseState
from storage.tables.literals import is_one_of, unique_while
from storage.tables.metadata import metadata

promises = Table(
    "promises",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("promise_id", String(36), nullable=False, unique=True),
    Column("series", String(36), nullable=False),
    Column("number", Integer, nullable=False),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("due_by", Date, nullable=False),
    Column("state", String(10), nullable=False),
    Column("made_by", String(36), nullable=False),
    Column("made_on", Date, nullable=False),
    # The hash by which an approver's plan names it.
    Column("terms", String(64), nullable=False),
    Column("credited_minor", BigInteger, nullable=False),
    Column("note", Text, nullable=False),
    Column("ended_on", Date),
    Column("ended_why", String(40), nullable=False),
    Column("left_minor", BigInteger),
    is_one_of("state", PromiseState),
    Index("ix_promises_customer", "account", "tenant_id"),
    Index("ix_promises_series", "series"),
    Index("ix_promises_terms", "terms"),
)

# The documents that a promise rests on, as they stood when it was made.
promise_basis = Table(
    "promise_basis",
    metadata,
    Column("promise_id", ForeignKey("promises.promise_id"), primary_key=True),
    Column("source", String(200), primary_key=True),
    Column("document_id", String(200), primary_key=True),
    Column("number", String(200), nullable=False),
    Column("due", Date, nullable=False),
    Column("open_minor", BigInteger, nullable=False),
    Column("disputed_minor", BigInteger, nullable=False),
    Index("ix_promise_basis_document", "source", "document_id"),
)

disputes = Table(
    "disputes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dispute_id", String(36), nullable=False, unique=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("source", String(200), nullable=False),
    Column("document_id", String(200), nullable=False),
    Column("number", String(200), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_by", String(36), nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("state", String(24), nullable=False),
    Column("settled_on", Date),
    Column("settled_by", String(36), nullable=False),
    Column("open_then_minor", BigInteger),
    is_one_of("state", DisputeState),
    Index("ix_disputes_customer", "account", "tenant_id"),
)
unique_while(
    "uq_disputes_open",
    disputes.c.source,
    disputes.c.document_id,
    where=disputes.c.state == literal_column("'open'"),
)

holds = Table(
    "holds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hold_id", String(36), nullable=False, unique=True),
    Column("batch", String(36), nullable=False, index=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("owner", String(36), nullable=False),
    Column("reason", Text, nullable=False),
    Column("placed_by", String(36), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("review_on", Date),
    Column("asked_on", Date),
    Column("voter", String(36), nullable=False),
    Column("scope", String(120), nullable=False),
    Column("ended_on", Date),
    Column("ended_by", String(36), nullable=False),
    Column("ended_why", String(10), nullable=False),
    is_one_of("kind", HoldKind),
    Index("ix_holds_customer", "account", "tenant_id"),
)
STANDS = holds.c.ended_on.is_(None)
unique_while("uq_holds_standing", holds.c.account, holds.c.tenant_id, holds.c.kind, where=STANDS)

write_offs = Table(
    "write_offs",
    metadata,
    Column("source", String(200), primary_key=True),
    Column("document_id", String(200), primary_key=True),
    Column("written_on", Date, nullable=False),
    Column("plan_id", String(36), nullable=False),
)

# The last day on which a payment of a document came back.
returned_payments = Table(
    "returned_payments",
    metadata,
    Column("source", String(200), primary_key=True),
    Column("document_id", String(200), primary_key=True),
    Column("customer_ref", String(200), nullable=False),
    Column("returned_on", Date, nullable=False),
    Index("ix_returned_payments_customer", "source", "customer_ref"),
)
