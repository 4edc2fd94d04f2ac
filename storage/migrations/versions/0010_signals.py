"""Signs of fraud, and the alerts of Microsoft behind some of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


KINDS = (
    "microsoft_fraud_event",
    "security_alert",
    "spend_anomaly",
    "over_budget",
    "seat_burst",
    "order_burst",
    "large_first_order",
    "disposable_domain",
    "country_mismatch",
    "no_agreement",
    "payment_dispute",
    "early_fraud_warning",
    "first_invoice_unpaid",
    "reported",
)


def upgrade() -> None:
    _signals()


def downgrade() -> None:
    op.drop_table("signals")


def _signals() -> None:
    kinds = ", ".join(f"'{one}'" for one in KINDS)
    op.create_table(
        "signals",
        sa.Column("signal_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=8), nullable=False),
        sa.Column("labelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"kind IN ({kinds})", name=op.f("ck_signals_kind")),
        sa.CheckConstraint(
            "label IN ('true', 'false', 'unknown')", name=op.f("ck_signals_label")
        ),
        sa.PrimaryKeyConstraint("signal_id", name=op.f("pk_signals")),
        sa.UniqueConstraint("account", "tenant_id", "kind", "key", name="uq_signals_key"),
    )
    for column in ("case_id", "labelled_at", "last_seen"):
        op.create_index(f"ix_signals_{column}", "signals", [column], unique=False)
