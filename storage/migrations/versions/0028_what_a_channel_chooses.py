"""What a channel chooses for its digest, its language, and what people said of rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables.metadata import UTCDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

# What every digest was like until now.
USUAL = (
    '{"calendar":"","columns":["days","overdue","standing"],"grouping":"none","only":'
    '{"accounts":[],"countries":[],"currencies":[],"floors":0,"owner":"","standing":null}}'
)


def upgrade() -> None:
    with op.batch_alter_table("schedules") as schedules:
        schedules.add_column(sa.Column("choices", sa.Text))
    op.execute(sa.text("UPDATE schedules SET choices = :usual").bindparams(usual=USUAL))
    with op.batch_alter_table("schedules") as schedules:
        schedules.alter_column("choices", existing_type=sa.Text, nullable=False)
    op.create_table(
        "channel_languages",
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.CheckConstraint(
            "language IN ('en', 'ko', 'zh')", name=op.f("ck_channel_languages_language")
        ),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_languages")),
    )
    op.create_table(
        "follow_ups",
        sa.Column("key", sa.String(401), nullable=False),
        sa.Column("owner", sa.String(36), nullable=False),
        sa.Column("owned_at", UTCDateTime),
        sa.Column("until", sa.Date),
        sa.Column("snoozed_by", sa.String(36), nullable=False),
        sa.Column("snoozed_at", UTCDateTime),
        sa.Column("standing", sa.Integer),
        sa.Column("overdue", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_follow_ups")),
    )


def downgrade() -> None:
    op.drop_table("follow_ups")
    op.drop_table("channel_languages")
    with op.batch_alter_table("schedules") as schedules:
        schedules.drop_column("choices")
