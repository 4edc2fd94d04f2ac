"""What the policy run found, released and proposed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("run_lines", "would_have", "previews", "standstills", "filings", "episodes")
TABLES += ("verdicts", "acquaintances")


def upgrade() -> None:
    op.create_table(
        "acquaintances",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("known_since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("account", "tenant_id", name=op.f("pk_acquaintances")),
    )
    op.create_table(
        "episodes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("policy", sa.String(length=64), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=80), nullable=False),
        sa.Column("stage_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episodes")),
        sa.UniqueConstraint("episode_id", name=op.f("uq_episodes_episode_id")),
    )
    op.create_index(
        "uq_episodes_open",
        "episodes",
        ["account", "tenant_id"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "filings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filing_key", sa.String(length=300), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("episode_id", sa.String(length=36), nullable=False),
        sa.Column("ref", sa.String(length=36), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filings")),
        sa.UniqueConstraint("filing_key", name=op.f("uq_filings_filing_key")),
    )
    op.create_index("ix_filings_customer", "filings", ["account", "tenant_id"], unique=False)
    op.create_table(
        "previews",
        sa.Column("notice", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.String(length=36), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("notice", "language", "version", name=op.f("pk_previews")),
    )
    op.create_table(
        "standstills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("standstill_id", sa.String(length=36), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "cause IN ('first_books', 'new_source', 'hardened', 'many')",
            name=op.f("ck_standstills_cause"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standstills")),
        sa.UniqueConstraint("standstill_id", name=op.f("uq_standstills_standstill_id")),
    )
    op.create_table(
        "verdicts",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("stage", sa.String(length=80), nullable=False),
        sa.Column("segment", sa.String(length=80), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("policy", sa.String(length=64), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stops_selling", sa.Boolean(), nullable=False),
        sa.Column("overdue", sa.Text(), nullable=False),
        sa.Column("doing", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('clear', 'chasing', 'silenced', 'stale', 'unknown')",
            name=op.f("ck_verdicts_state"),
        ),
        sa.PrimaryKeyConstraint("account", "tenant_id", "judged_on", name=op.f("pk_verdicts")),
    )
    op.create_index("ix_verdicts_judged_on", "verdicts", ["judged_on"], unique=False)
    op.create_table(
        "would_have",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.String(length=36), nullable=False),
        sa.Column("does", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("stage", sa.String(length=80), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "does IN ('letter', 'suspend', 'stop_renewal')", name=op.f("ck_would_have_does")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_would_have")),
        sa.UniqueConstraint(
            "episode_id", "does", "name", name=op.f("uq_would_have_episode_id_does_name")
        ),
    )
    op.create_table(
        "run_lines",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("does", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("stage", sa.String(length=80), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "does IN ('letter', 'suspend', 'stop_renewal')", name=op.f("ck_run_lines_does")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.plan_id"], name=op.f("fk_run_lines_plan_id_plans")
        ),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_run_lines")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
