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
    _spend()
    _alerts()
    _alert_reports()
    _alert_answers()


def downgrade() -> None:
    op.drop_table("alert_answers")
    op.drop_table("alert_reports")
    op.drop_table("alerts")
    with op.batch_alter_table("subscriptions") as table:
        table.drop_column("bought_at")
    op.drop_index("ix_drifts_customer", "drifts")
    op.drop_table("intakes")
    op.drop_table("spend_days")
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


SOURCES = "source IN ('fraud_events', 'security_alerts')"


def _spend() -> None:
    # SQLite writes a column that is added behind the constraints, unlike a table made at once.
    anew = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("subscriptions", recreate=anew) as table:
        table.add_column(sa.Column("bought_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "spend_days",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("total", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint(
            "account", "tenant_id", "currency", "day", name=op.f("pk_spend_days")
        ),
    )
    op.create_index("ix_drifts_customer", "drifts", ["account", "tenant_id"], unique=False)
    op.create_index("ix_spend_days_day", "spend_days", ["day"], unique=False)
    op.create_table(
        "intakes",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("billing_country", sa.String(length=2), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("account", "tenant_id", name=op.f("pk_intakes")),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("alert_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("subscription_id", sa.String(length=36), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("signal_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "status IN ('active', 'investigating', 'resolved')", name=op.f("ck_alerts_status")
        ),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_customer", "alerts", ["account", "tenant_id"], unique=False)
    op.create_index("ix_alerts_subscription", "alerts", ["account", "subscription_id"])
    for column in ("case_id", "status"):
        op.create_index(op.f(f"ix_alerts_{column}"), "alerts", [column], unique=False)


def _alert_reports() -> None:
    op.create_table(
        "alert_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("report_id", sa.String(length=200), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.CheckConstraint(SOURCES, name=op.f("ck_alert_reports_source")),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.alert_id"], name=op.f("fk_alert_reports_alert_id_alerts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_reports")),
        sa.UniqueConstraint(
            "account", "source", "report_id", name=op.f("uq_alert_reports_account_source_report_id")
        ),
    )
    op.create_index(op.f("ix_alert_reports_alert_id"), "alert_reports", ["alert_id"], unique=False)


def _alert_answers() -> None:
    op.create_table(
        "alert_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=36), nullable=False),
        sa.Column("alert_id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("report_ids", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("occasion", sa.String(length=160), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("correlation_id", sa.String(length=36), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint(SOURCES, name=op.f("ck_alert_answers_source")),
        sa.CheckConstraint(
            "state IN ('todo', 'sent', 'done', 'refused', 'overtaken', 'unsure')",
            name=op.f("ck_alert_answers_state"),
        ),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.alert_id"], name=op.f("fk_alert_answers_alert_id_alerts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_answers")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_alert_answers_answer_id")),
        sa.UniqueConstraint("alert_id", "occasion", name=op.f("uq_alert_answers_alert_id_occasion")),
    )
    op.create_index(op.f("ix_alert_answers_alert_id"), "alert_answers", ["alert_id"], unique=False)
