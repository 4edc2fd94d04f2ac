"""What speaks for an account in the books being a tenant, and why people changed who it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

STRENGTHS = "strength IN ('sure', 'likely', 'maybe', 'candidate')"


def upgrade() -> None:
    op.create_table(
        "registrations",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("account", "tenant_id", name=op.f("pk_registrations")),
    )
    op.create_table(
        "account_facts",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("customer_ref", sa.String(length=200), nullable=False),
        sa.Column("domains", sa.Text(), nullable=False),
        sa.Column("registration", sa.String(length=100), nullable=False),
        sa.Column("payer_ref", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("source", "customer_ref", name=op.f("pk_account_facts")),
    )
    op.create_index("ix_account_facts_payer", "account_facts", ["source", "payer_ref"])
    op.create_table(
        "suggestions",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("customer_ref", sa.String(length=200), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("strength", sa.String(length=9), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("turned_down", sa.Boolean(), nullable=False),
        sa.CheckConstraint(STRENGTHS, name=op.f("ck_suggestions_strength")),
        sa.PrimaryKeyConstraint(
            "source", "customer_ref", "account", "tenant_id", name=op.f("pk_suggestions")
        ),
    )
    op.create_table(
        "mapping_changes",
        sa.Column("change_id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("customer_ref", sa.String(length=200), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_mapping_changes")),
    )
    op.create_index("ix_mapping_changes_customer", "mapping_changes", ["account", "tenant_id"])


def downgrade() -> None:
    op.drop_table("mapping_changes")
    op.drop_table("suggestions")
    op.drop_table("account_facts")
    op.drop_table("registrations")
