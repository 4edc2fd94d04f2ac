"""Containments with their end, and those that one person did alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
UNSETTLED = sa.text("state IN ('undoing', 'unratified')")


def upgrade() -> None:
    op.create_table(
        "containments",
        sa.Column("containment_id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("requester", sa.String(length=36), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(length=36), nullable=False),
        sa.Column("ratify_by", MOMENT, nullable=True),
        sa.Column("decide_by", MOMENT, nullable=True),
        sa.Column("ratified_by", sa.String(length=36), nullable=False),
        sa.Column("refused_by", sa.String(length=36), nullable=False),
        sa.Column("spending", sa.Text(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_why", sa.String(length=40), nullable=False),
        sa.CheckConstraint("reason IN ('fraud', 'misuse')", name=op.f("ck_containments_reason")),
        sa.CheckConstraint(
            "state IN ('unratified', 'running', 'undoing', 'over')",
            name=op.f("ck_containments_state"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.plan_id"], name=op.f("fk_containments_plan_id_plans")
        ),
        sa.PrimaryKeyConstraint("containment_id", name=op.f("pk_containments")),
        sa.UniqueConstraint("plan_id", name=op.f("uq_containments_plan_id")),
    )
    op.create_index(
        "ix_containments_customer", "containments", ["account", "tenant_id"], unique=False
    )
    op.create_index(
        "uq_containments_unratified",
        "containments",
        ["requester"],
        unique=True,
        sqlite_where=UNSETTLED,
        postgresql_where=UNSETTLED,
    )


def downgrade() -> None:
    op.drop_table("containments")
