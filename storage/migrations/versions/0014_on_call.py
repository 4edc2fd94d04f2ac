"""Who is on call, and who was paged."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "on_call",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_on_call")),
    )
    op.create_table(
        "pages",
        sa.Column("page_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("occasion", sa.String(length=100), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=36), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_why", sa.String(length=12), nullable=True),
        sa.CheckConstraint(
            "why IN ('signal', 'unanswered', 'status', 'refund', 'unratified', 'contained')",
            name=op.f("ck_pages_why"),
        ),
        sa.CheckConstraint(
            "ended_why IN ('taken', 'answered', 'case_closed', 'joined')",
            name=op.f("ck_pages_ended_why"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name=op.f("fk_pages_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_pages")),
        sa.UniqueConstraint("case_id", "occasion", name=op.f("uq_pages_case_id_occasion")),
    )
    op.create_index(op.f("ix_pages_ended_at"), "pages", ["ended_at"], unique=False)
    op.create_index(op.f("ix_pages_opened_at"), "pages", ["opened_at"], unique=False)
    op.create_table(
        "page_calls",
        sa.Column("page_id", sa.String(length=36), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("target", sa.String(length=36), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["page_id"], ["pages.page_id"], name=op.f("fk_page_calls_page_id_pages")
        ),
        sa.PrimaryKeyConstraint("page_id", "step", "target", name=op.f("pk_page_calls")),
    )


def downgrade() -> None:
    op.drop_table("page_calls")
    op.drop_table("pages")
    op.drop_table("on_call")
