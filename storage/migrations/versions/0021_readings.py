"""Where the reading of each set of books stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STAGES = "stage IN ('idle', 'reading', 'looking', 'taking')"
TROUBLES = "trouble IN ('silent', 'barred', 'refused')"


def upgrade() -> None:
    op.create_table(
        "readings",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("reading_id", sa.String(length=36), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("next_mark", sa.Text(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=True),
        sa.Column("saved_at", MOMENT, nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("whole_at", MOMENT, nullable=True),
        sa.Column("wanted_at", MOMENT, nullable=True),
        sa.Column("trouble", sa.String(length=8), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("retry_at", MOMENT, nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=36), nullable=False),
        sa.Column("held_until", MOMENT, nullable=True),
        sa.CheckConstraint(STAGES, name=op.f("ck_readings_stage")),
        sa.CheckConstraint(TROUBLES, name=op.f("ck_readings_trouble")),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_readings")),
    )


def downgrade() -> None:
    op.drop_table("readings")
