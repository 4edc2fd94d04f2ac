"""What a case of fraud or misuse is kept with: severity, clocks, checklist, owner's delegate."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OUTCOMES = (
    "'', 'confirmed_fraud', 'misuse_confirmed', 'false_alarm', 'unproven', 'paid', 'agreed', "
    "'uncollectable', 'merged'"
)
# What was there before is of no special severity, and had no clocks.
CASES_SO_FAR = """
    INSERT INTO case_courses
        (case_id, severity, currency, per_hour, responded_at, status_at, outcome, merged_into)
    SELECT case_id, 'medium', '', '', opened_at, opened_at, '', '' FROM cases
"""


def upgrade() -> None:
    _courses()
    op.create_table(
        "case_ticks",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name=op.f("fk_case_ticks_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", "item", name=op.f("pk_case_ticks")),
    )
    op.create_table(
        "case_waits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wait_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name=op.f("fk_case_waits_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_waits")),
        sa.UniqueConstraint("wait_id", name=op.f("uq_case_waits_wait_id")),
    )
    op.create_index("ix_case_waits_case_id", "case_waits", ["case_id"])
    _delegations()


def _courses() -> None:
    op.create_table(
        "case_courses",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("first_abuse", sa.DateTime(timezone=True), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("per_hour", sa.String(length=40), nullable=False),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("merged_into", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "severity IN ('low', 'medium', 'high', 'critical')",
            name=op.f("ck_case_courses_severity"),
        ),
        sa.CheckConstraint(f"outcome IN ({OUTCOMES})", name=op.f("ck_case_courses_outcome")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name=op.f("fk_case_courses_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_courses")),
    )
    op.create_index("ix_case_courses_merged_into", "case_courses", ["merged_into"])
    op.execute(CASES_SO_FAR)


def _delegations() -> None:
    op.create_table(
        "delegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("delegate_id", sa.String(length=36), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
        sa.UniqueConstraint("delegation_id", name=op.f("uq_delegations_delegation_id")),
    )
    op.create_index("ix_delegations_person_id", "delegations", ["person_id"])
    op.create_index("ix_delegations_delegate_id", "delegations", ["delegate_id"])


def downgrade() -> None:
    for table in ("delegations", "case_waits", "case_ticks", "case_courses"):
        op.drop_table(table)
