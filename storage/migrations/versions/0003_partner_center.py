"""What Partner Center tells of besides customers and subscriptions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _clocks() -> None:
    op.create_table(
        "clocks",
        sa.Column("clock_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began", sa.Date(), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("gone_from", sa.Date(), nullable=True),
        sa.Column("owner", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("let_go_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "kind IN ('new-commerce', 'legacy', '21vianet', 'azure', 'azure-plan', 'other')",
            name=op.f("ck_clocks_kind"),
        ),
        sa.PrimaryKeyConstraint("clock_id", name=op.f("pk_clocks")),
    )
    op.create_index("ix_clocks_plan_id", "clocks", ["plan_id"], unique=False)
    op.create_index(
        "uq_clocks_running",
        "clocks",
        ["account", "tenant_id", "subscription_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "alarms",
        sa.Column("clock_id", sa.String(length=36), nullable=False),
        sa.Column("alarm", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["clocks.clock_id"], name=op.f("fk_alarms_clock_id_clocks")
        ),
        sa.PrimaryKeyConstraint("clock_id", "alarm", name=op.f("pk_alarms")),
    )


def upgrade() -> None:
    _clocks()
    op.create_table(
        "prices",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("cycle", sa.String(length=16), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("account", "tenant_id", "subscription_id", name=op.f("pk_prices")),
    )
    _sync()
    _bills()
    _create_tickets()


def _create_tickets() -> None:
    _create_ticket_table()
    op.create_index(op.f("ix_tickets_case_id"), "tickets", ["case_id"])
    op.create_index(op.f("ix_tickets_number"), "tickets", ["number"])
    still_open = sa.text("state IN ('open', 'prepared', 'queued', 'sent', 'unsure')")
    op.create_index(
        "uq_tickets_open",
        "tickets",
        ["case_id", "topic_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    _create_ticket_entries()
    op.create_index(op.f("ix_ticket_entries_ticket_id"), "ticket_entries", ["ticket_id"])
    op.create_table(
        "ticket_counters",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("taking", sa.String(length=8), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "taking IN ('unread', 'open', 'no_login', 'gone')",
            name=op.f("ck_ticket_counters_taking"),
        ),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_ticket_counters")),
    )


def _create_ticket_table() -> None:
    texts = [("text", 0), ("why", 40), ("number", 40), ("status", 40)]
    texts += [("request_id", 36), ("correlation_id", 36)]
    moments = ["remind_at", "answered_at", "closed_at"]
    states = "'prepared', 'queued', 'sent', 'unsure', 'open', 'closed'"
    op.create_table(
        "tickets",
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("topic_id", sa.String(length=64), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("opened_by", sa.String(length=36), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, _text(most), nullable=False) for name, most in texts),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in moments),
        sa.CheckConstraint(f"state IN ({states})", name=op.f("ck_tickets_state")),
        sa.CheckConstraint("way IN ('program', 'portal')", name=op.f("ck_tickets_way")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name=op.f("fk_tickets_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_tickets")),
    )


def _text(most: int) -> sa.String:
    return sa.String(length=most) if most else sa.Text()


def _create_ticket_entries() -> None:
    op.create_table(
        "ticket_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("said", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sending", sa.String(length=8), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "said IN ('note', 'answer', 'close')", name=op.f("ck_ticket_entries_said")
        ),
        sa.CheckConstraint(
            "sending IN ('kept', 'todo', 'sent', 'done', 'refused', 'unsure')",
            name=op.f("ck_ticket_entries_sending"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"],
            ["tickets.ticket_id"],
            name=op.f("fk_ticket_entries_ticket_id_tickets"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_entries")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_ticket_entries_entry_id")),
    )


def _sync() -> None:
    op.create_table(
        "sync_rounds",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("cursor", sa.String(length=36), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("subscriptions", sa.Integer(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=36), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_sync_rounds")),
    )
    op.create_table(
        "drifts",
        sa.Column("drift_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('appeared', 'vanished', 'suspended', 'lifted', 'status', 'seats', "
            "'renewal', 'term')",
            name=op.f("ck_drifts_kind"),
        ),
        sa.PrimaryKeyConstraint("drift_id", name=op.f("pk_drifts")),
    )
    op.create_index("ix_drifts_found_at", "drifts", ["found_at"], unique=False)


def _bills() -> None:
    op.create_table(
        "balances",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("owed", sa.String(length=40), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("last_paid", sa.String(length=40), nullable=True),
        sa.Column("last_paid_on", sa.Date(), nullable=True),
        sa.Column("newest_invoice_on", sa.Date(), nullable=True),
        sa.Column("unpaid_number", sa.Text(), nullable=True),
        sa.Column("unpaid_issued", sa.Date(), nullable=True),
        sa.Column("unpaid_due", sa.Date(), nullable=True),
        sa.Column("unpaid_open", sa.String(length=40), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", "currency", name=op.f("pk_balances")),
    )
    op.create_table(
        "spending",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("spent", sa.String(length=40), nullable=True),
        sa.Column("budget", sa.String(length=40), nullable=True),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("account", "tenant_id", name=op.f("pk_spending")),
    )


def downgrade() -> None:
    op.drop_table("alarms")
    op.drop_table("clocks")
    op.drop_table("spending")
    op.drop_table("balances")
    op.drop_table("drifts")
    op.drop_table("sync_rounds")
    for table in ("ticket_counters", "ticket_entries", "tickets"):
        op.drop_table(table)
    op.drop_table("prices")
