"""Whom letters go to, the letters, and what came back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "source IN ('person', 'partner_center')", name=op.f("ck_contacts_source")
        ),
        sa.CheckConstraint("kind IN ('billing', 'escalation')", name=op.f("ck_contacts_kind")),
        sa.PrimaryKeyConstraint(
            "account", "tenant_id", "source", "kind", "address", name=op.f("pk_contacts")
        ),
    )
    op.create_index("ix_contacts_address", "contacts", ["address"])


def _letters() -> None:
    moments = ["accepted_at", "delivered_at"]
    ends = ["bounced_at", "settled_at", "escalated_at"]
    states = "'queued', 'sending', 'unclear', 'accepted', 'delivered', 'bounced', 'recorded', "
    op.create_table(
        "letters",
        sa.Column("letter_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("policy", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("waits", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in moments),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("means", sa.String(length=8), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in ends),
        sa.CheckConstraint(f"state IN ({states}'withdrawn')", name=op.f("ck_letters_state")),
        sa.CheckConstraint(
            "means IN ('email', 'letter', 'courier', 'call', 'portal')", name=op.f("ck_letters_means")
        ),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letters")),
    )
    op.create_index("ix_letters_customer", "letters", ["account", "tenant_id"])
    op.create_index("ix_letters_state", "letters", ["state", "try_at"])
    op.create_index(op.f("ix_letters_sent_at"), "letters", ["sent_at"])


def _replies() -> None:
    op.create_table(
        "replies",
        sa.Column("reply_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("came", sa.String(length=10), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=True),
        sa.Column("tenant_id", sa.String(length=36), nullable=True),
        sa.Column("letter_id", sa.String(length=36), nullable=True),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("meaning", sa.String(length=10), nullable=True),
        sa.Column("read_by", sa.String(length=36), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "came IN ('reply', 'automatic', 'bounce')", name=op.f("ck_replies_came")
        ),
        sa.CheckConstraint(
            "meaning IN ('says_paid', 'dispute', 'promise', 'away', 'other')",
            name=op.f("ck_replies_meaning"),
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.letter_id"], name=op.f("fk_replies_letter_id_letters")
        ),
        sa.PrimaryKeyConstraint("reply_id", name=op.f("pk_replies")),
        sa.UniqueConstraint("digest", name=op.f("uq_replies_digest")),
    )
    op.create_index("ix_replies_customer", "replies", ["account", "tenant_id"])


def upgrade() -> None:
    _contacts()
    _letters()
    _replies()
    # SQLite writes a column that is added behind the constraints, unlike a table made at once.
    anew = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("documents", recreate=anew) as documents:
        documents.add_column(sa.Column("billing_email", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("documents") as documents:
        documents.drop_column("billing_email")
    for table in ("replies", "letters", "contacts"):
        op.drop_table(table)
