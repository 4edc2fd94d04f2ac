"""Promises, disputes, holds and write-offs, and from when a document counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("promise_basis", "promises", "disputes", "holds", "write_offs", "returned_payments")


def upgrade() -> None:
    op.create_table(
        "promises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("promise_id", sa.String(length=36), nullable=False),
        sa.Column("series", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("due_by", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("terms", sa.String(length=64), nullable=False),
        sa.Column("credited_minor", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.String(length=40), nullable=False),
        sa.Column("left_minor", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'open', 'kept', 'broken', 'cancelled')",
            name=op.f("ck_promises_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
        sa.UniqueConstraint("promise_id", name=op.f("uq_promises_promise_id")),
    )
    op.create_index("ix_promises_customer", "promises", ["account", "tenant_id"], unique=False)
    op.create_index("ix_promises_series", "promises", ["series"], unique=False)
    op.create_index("ix_promises_terms", "promises", ["terms"], unique=False)
    op.create_table(
        "promise_basis",
        sa.Column("promise_id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("open_minor", sa.BigInteger(), nullable=False),
        sa.Column("disputed_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["promise_id"],
            ["promises.promise_id"],
            name=op.f("fk_promise_basis_promise_id_promises"),
        ),
        sa.PrimaryKeyConstraint(
            "promise_id", "source", "document_id", name=op.f("pk_promise_basis")
        ),
    )
    op.create_index(
        "ix_promise_basis_document", "promise_basis", ["source", "document_id"], unique=False
    )
    op.create_table(
        "disputes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.String(length=36), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(length=36), nullable=False),
        sa.Column("open_then_minor", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'settled_for_customer', 'settled_against', 'expired')",
            name=op.f("ck_disputes_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
        sa.UniqueConstraint("dispute_id", name=op.f("uq_disputes_dispute_id")),
    )
    op.create_index("ix_disputes_customer", "disputes", ["account", "tenant_id"], unique=False)
    op.create_index(
        "uq_disputes_open",
        "disputes",
        ["source", "document_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hold_id", sa.String(length=36), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_by", sa.String(length=36), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("voter", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=120), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(length=36), nullable=False),
        sa.Column("ended_why", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "kind IN ('hardship', 'says_paid', 'our_mistake', 'insolvency', 'legal', "
            "'enforcement_off', 'protected', 'vip')",
            name=op.f("ck_holds_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_holds_hold_id")),
    )
    op.create_index(op.f("ix_holds_batch"), "holds", ["batch"], unique=False)
    op.create_index("ix_holds_customer", "holds", ["account", "tenant_id"], unique=False)
    op.create_index(
        "uq_holds_standing",
        "holds",
        ["account", "tenant_id", "kind"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "write_offs",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.String(length=200), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("source", "document_id", name=op.f("pk_write_offs")),
    )
    op.create_table(
        "returned_payments",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.String(length=200), nullable=False),
        sa.Column("customer_ref", sa.String(length=200), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("source", "document_id", name=op.f("pk_returned_payments")),
    )
    op.create_index(
        "ix_returned_payments_customer",
        "returned_payments",
        ["source", "customer_ref"],
        unique=False,
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
