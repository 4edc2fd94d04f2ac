"""Who hears in private that a vote is wanted, where they were asked, and who opened a Home tab."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.person_id"], name=op.f("fk_preferences_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_preferences")),
    )
    op.create_table(
        "vote_asks",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("shows", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.plan_id"], name=op.f("fk_vote_asks_plan_id_plans")
        ),
        sa.PrimaryKeyConstraint("plan_id", "person_id", name=op.f("pk_vote_asks")),
    )
    op.create_index("ix_vote_asks_channel_ts", "vote_asks", ["channel", "ts"], unique=False)
    op.create_index("ix_vote_asks_person_id", "vote_asks", ["person_id"], unique=False)
    op.create_table(
        "homes",
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("shows", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_homes")),
    )
    op.create_index(op.f("ix_homes_opened_at"), "homes", ["opened_at"], unique=False)


def downgrade() -> None:
    for table in ("homes", "vote_asks", "preferences"):
        op.drop_table(table)
