"""Applications for credit and what was decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UNDECIDED = sa.text("state IN ('draft', 'pending')")
IN_FORCE = sa.text("state IN ('approved')")
KEY = ["account", "tenant_id", "currency"]


def upgrade() -> None:
    op.create_table(
        "credits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("credit_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("amount", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("terms", sa.String(length=12), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("requested_by", sa.String(length=36), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checks", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "terms IN ('prepayment', 'monthly', 'net')", name=op.f("ck_credits_terms")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'pending', 'approved', 'rejected', 'expired', 'superseded', "
            "'withdrawn')",
            name=op.f("ck_credits_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credits")),
        sa.UniqueConstraint("credit_id", name=op.f("uq_credits_credit_id")),
    )
    op.create_index("ix_credits_account", "credits", ["account", "tenant_id"], unique=False)
    op.create_index("ix_credits_next_at", "credits", ["next_at"], unique=False)
    for name, where in (("uq_credits_undecided", UNDECIDED), ("uq_credits_in_force", IN_FORCE)):
        op.create_index(
            name, "credits", KEY, unique=True, sqlite_where=where, postgresql_where=where
        )
    _checks()
    _paid()


def _checks() -> None:
    op.create_table(
        "credit_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("amount", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("noted_by", sa.String(length=36), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('references', 'bureau', 'registry', 'agreement', 'deposit')",
            name=op.f("ck_credit_checks_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_checks")),
        sa.UniqueConstraint("check_id", name=op.f("uq_credit_checks_check_id")),
    )
    op.create_index(
        "ix_credit_checks_account", "credit_checks", ["account", "tenant_id"], unique=False
    )


def _paid() -> None:
    op.create_table(
        "paid_documents",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.String(length=200), nullable=False),
        sa.Column("customer_ref", sa.String(length=200), nullable=False),
        sa.Column("total", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("issued", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("payment_method", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("source", "document_id", name=op.f("pk_paid_documents")),
    )
    op.create_index(
        "ix_paid_documents_customer", "paid_documents", ["source", "customer_ref"], unique=False
    )


def downgrade() -> None:
    op.drop_table("paid_documents")
    op.drop_table("credit_checks")
    op.drop_table("credits")
