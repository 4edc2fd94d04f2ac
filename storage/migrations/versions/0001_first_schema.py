"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GENESIS = "0" * 64

# The audit trail is only ever added to. On SQLite REPLACE deletes without telling a trigger, so a
# row may not take the place of another either.
GUARDS_ON_SQLITE = (
    """CREATE TRIGGER events_no_update BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END""",
    """CREATE TRIGGER events_no_delete BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END""",
    """CREATE TRIGGER events_at_the_end BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM events WHERE seq >= NEW.seq)
    BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END""",
)
GUARDS_ON_POSTGRESQL = (
    """CREATE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        RAISE EXCEPTION 'the audit trail is only added to'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    """CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_events()""",
    """CREATE FUNCTION refuse_events_before_the_end() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF EXISTS (SELECT 1 FROM events WHERE seq >= NEW.seq) THEN
            RAISE EXCEPTION 'the audit trail is only added to'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE TRIGGER events_at_the_end BEFORE INSERT ON events
    FOR EACH ROW EXECUTE FUNCTION refuse_events_before_the_end()""",
    """CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_events()""",
)


def upgrade() -> None:
    op.create_table(
        "buttons",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("minted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_buttons")),
    )
    op.create_index(op.f("ix_buttons_minted_at"), "buttons", ["minted_at"], unique=False)
    op.create_table(
        "cases",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("opened_by", sa.String(length=36), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=36), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('non-payment', 'fraud', 'misuse')", name=op.f("ck_cases_kind")
        ),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_cases_state")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    op.create_index(op.f("ix_cases_thread"), "cases", ["thread"], unique=False)
    op.create_index(
        "uq_cases_open",
        "cases",
        ["account", "tenant_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state IN ('open')"),
        postgresql_where=sa.text("state IN ('open')"),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name=op.f("fk_notes_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_case_id"), "notes", ["case_id"], unique=False)
    op.create_table(
        "chain",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("peaks", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_chain_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain")),
    )
    op.create_table(
        "consents",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("holder", sa.String(length=36), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_consents")),
    )
    op.create_table(
        "customers",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("relationship", sa.String(length=32), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", "tenant_id", name=op.f("pk_customers")),
    )
    op.create_index("ix_customers_domain", "customers", ["domain"], unique=False)
    op.create_index("ix_customers_tenant_id", "customers", ["tenant_id"], unique=False)
    op.create_table(
        "debtors",
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("customer_ref", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mapping", sa.String(length=10), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=True),
        sa.Column("tenant_id", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "mapping IN ('unmapped', 'proposed', 'confirmed')", name=op.f("ck_debtors_mapping")
        ),
        sa.PrimaryKeyConstraint("source", "customer_ref", name=op.f("pk_debtors")),
    )
    op.create_index("ix_debtors_customer", "debtors", ["account", "tenant_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("leaf", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_case_id"), "events", ["case_id"], unique=False)
    op.create_index("ix_events_kind_at", "events", ["kind", "at"], unique=False)
    op.create_index(op.f("ix_events_plan_id"), "events", ["plan_id"], unique=False)
    op.create_table(
        "facts",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_facts")),
    )
    op.create_table(
        "freezes",
        sa.Column("freeze_id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("scope IN ('all')", name=op.f("ck_freezes_scope")),
        sa.PrimaryKeyConstraint("freeze_id", name=op.f("pk_freezes")),
    )
    op.create_index(
        "uq_freezes_current",
        "freezes",
        ["scope"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "inbox",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_at"), "inbox", ["at"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("lane", sa.String(length=200), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retry_at", sa.Float(), server_default=sa.text("0"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.Float(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('ready', 'running', 'done', 'dead')", name=op.f("ck_jobs_status")
        ),
        sa.CheckConstraint(
            "run_at IS NULL OR lane IS NULL", name=op.f("ck_jobs_scheduled_without_lane")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("key", name=op.f("uq_jobs_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_jobs_lane",
        "jobs",
        ["lane", "id"],
        unique=False,
        sqlite_where=sa.text("status IN ('ready', 'running')"),
    )
    op.create_index(
        "ix_jobs_ready",
        "jobs",
        ["priority", "run_at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'ready'"),
    )
    op.create_index(
        "ix_jobs_running",
        "jobs",
        ["lease_until"],
        unique=False,
        sqlite_where=sa.text("status = 'running'"),
    )
    op.create_table(
        "jobs_history",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_jobs_history")),
    )
    op.create_table(
        "members",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=True),
        sa.Column("is_bot", sa.Boolean(), nullable=True),
        sa.Column("is_restricted", sa.Boolean(), nullable=True),
        sa.Column("is_ultra_restricted", sa.Boolean(), nullable=True),
        sa.Column("is_stranger", sa.Boolean(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_members")),
    )
    op.create_table(
        "people",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_people")),
    )
    op.create_table(
        "plans",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("series", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=True),
        sa.Column("tenant_id", sa.String(length=36), nullable=True),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bank_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bank_checked_by", sa.String(length=36), nullable=False),
        sa.Column("waiting_for", sa.String(length=40), nullable=False),
        sa.Column("waiting_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("halted", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "action IN ('suspend', 'reinstate', 'stop_renewal', 'adopt', 'cancel', "
            "'lift_freeze', "
            "'change_roles', 'let_go', 'change_policy', 'confirm_step_up', 'promise', 'write_off', "
            "'release_hold', 'release_run', 'ratify')",
            name=op.f("ck_plans_action"),
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'approved', 'executing', 'finished', 'partial', 'needs_human', 'rejected', 'withdrawn', 'expired', 'superseded')",
            name=op.f("ck_plans_state"),
        ),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_plans")),
        sa.UniqueConstraint("series", "revision", name=op.f("uq_plans_series_revision")),
    )
    op.create_index("ix_plans_customer", "plans", ["account", "tenant_id"], unique=False)
    op.create_index(
        "uq_plans_about",
        "plans",
        ["subject"],
        unique=True,
        sqlite_where=sa.text(
            "state IN ('approved', 'executing', 'pending') "
            "AND action IN ('change_policy', 'let_go', 'lift_freeze', 'promise', 'ratify', "
            "'release_hold', 'release_run')"
        ),
        postgresql_where=sa.text(
            "state IN ('approved', 'executing', 'pending') "
            "AND action IN ('change_policy', 'let_go', 'lift_freeze', 'promise', 'ratify', "
            "'release_hold', 'release_run')"
        ),
    )
    op.create_index(
        "uq_plans_open",
        "plans",
        ["account", "tenant_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('approved', 'executing', 'pending') AND NOT halted"),
        postgresql_where=sa.text("state IN ('approved', 'executing', 'pending') AND NOT halted"),
    )
    op.create_table(
        "policies",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_policies")),
    )
    op.create_table(
        "posts",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("shows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_posts")),
    )
    op.create_table(
        "schedules",
        sa.Column("schedule_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cron", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_slot", sa.String(length=16), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("muted_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("schedule_id", name=op.f("pk_schedules")),
        sa.UniqueConstraint("number", name=op.f("uq_schedules_number")),
    )
    op.create_index("ix_schedules_next_at", "schedules", ["next_at"], unique=False)
    op.create_table(
        "slots",
        sa.Column("schedule_id", sa.String(length=36), nullable=False),
        sa.Column("slot", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owed", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'posting', 'posted', 'perhaps', 'missed', 'muted', 'failed', "
            "'skipped')",
            name=op.f("ck_slots_state"),
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedules.schedule_id"], name=op.f("fk_slots_schedule_id_schedules")
        ),
        sa.PrimaryKeyConstraint("schedule_id", "slot", name=op.f("pk_slots")),
    )
    op.create_table(
        "snapshots",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("totals", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('loading', 'current', 'past', 'refused')", name=op.f("ck_snapshots_state")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("snapshot_id", name=op.f("uq_snapshots_snapshot_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_snapshots_sha256"), "snapshots", ["sha256"], unique=False)
    op.create_index(
        "uq_snapshots_current",
        "snapshots",
        ["source"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_table(
        "suspensions",
        sa.Column("suspension_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("suspension_id", name=op.f("pk_suspensions")),
    )
    op.create_index(
        "ix_suspensions_customer", "suspensions", ["account", "tenant_id"], unique=False
    )
    op.create_index(
        "uq_suspensions_open",
        "suspensions",
        ["account", "subscription_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "accounts",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.person_id"], name=op.f("fk_accounts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_accounts")),
    )
    op.create_index(op.f("ix_accounts_person_id"), "accounts", ["person_id"], unique=False)
    op.create_table(
        "bad_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.String(length=36), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("customer_ref", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshots.snapshot_id"],
            name=op.f("fk_bad_rows_snapshot_id_snapshots"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bad_rows")),
    )
    op.create_index(
        "ix_bad_rows_customer", "bad_rows", ["snapshot_id", "customer_ref"], unique=False
    )
    op.create_table(
        "documents",
        sa.Column("snapshot_id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("customer_ref", sa.String(length=200), nullable=False),
        sa.Column("customer_name", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=8), nullable=False),
        sa.Column("presence", sa.String(length=8), nullable=False),
        sa.Column("issued", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("open_minor", sa.BigInteger(), nullable=False),
        sa.Column("disputed_minor", sa.BigInteger(), nullable=False),
        sa.Column("subscription_ids", sa.Text(), nullable=False),
        sa.Column("payment_method", sa.Text(), nullable=False),
        sa.Column("last_payment_on", sa.Date(), nullable=True),
        sa.Column("last_payment_minor", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "category IN ('cloud', 'other', 'fee')", name=op.f("ck_documents_category")
        ),
        sa.CheckConstraint(
            "kind IN ('invoice', 'credit_note', 'payment_unapplied', 'finance_charge')",
            name=op.f("ck_documents_kind"),
        ),
        sa.CheckConstraint(
            "presence IN ('present', 'missing')", name=op.f("ck_documents_presence")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'partially_paid', 'disputed', 'on_hold', 'written_off', 'draft', 'closed')",
            name=op.f("ck_documents_status"),
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshots.snapshot_id"],
            name=op.f("fk_documents_snapshot_id_snapshots"),
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "document_id", name=op.f("pk_documents")),
    )
    op.create_index(
        "ix_documents_customer", "documents", ["snapshot_id", "customer_ref"], unique=False
    )
    op.create_index("ix_documents_number", "documents", ["number"], unique=False)
    op.create_table(
        "endings",
        sa.Column("snapshot_id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=200), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.CheckConstraint("how IN ('closed', 'vanished')", name=op.f("ck_endings_how")),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshots.snapshot_id"],
            name=op.f("fk_endings_snapshot_id_snapshots"),
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "document_id", name=op.f("pk_endings")),
    )
    op.create_index("ix_endings_document", "endings", ["document_id"], unique=False)
    op.create_table(
        "roles",
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "role IN ('agents', 'approvers', 'administrators')", name=op.f("ck_roles_role")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.person_id"], name=op.f("fk_roles_person_id_people")
        ),
        sa.PrimaryKeyConstraint("role", "person_id", name=op.f("pk_roles")),
    )
    op.create_table(
        "steps",
        sa.Column("step_id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("verb", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('todo', 'intent', 'unknown', 'confirmed', 'already', 'refused', 'review', 'cancelled')",
            name=op.f("ck_steps_state"),
        ),
        sa.CheckConstraint(
            "verb IN ('suspend', 'reactivate', 'restore', 'stop_renewal', 'cancel', 'adopt')",
            name=op.f("ck_steps_verb"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.plan_id"], name=op.f("fk_steps_plan_id_plans")
        ),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_steps")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_steps_plan_id_position")),
        sa.UniqueConstraint(
            "plan_id", "subscription_id", "verb", name=op.f("uq_steps_plan_id_subscription_id_verb")
        ),
    )
    op.create_index(
        "uq_steps_under_way",
        "steps",
        ["account", "tenant_id", "subscription_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('intent', 'unknown')"),
        postgresql_where=sa.text("state IN ('intent', 'unknown')"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("offer_name", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("generation", sa.String(length=16), nullable=False),
        sa.Column("parent_id", sa.String(length=64), nullable=False),
        sa.Column("auto_renew", sa.Boolean(), nullable=False),
        sa.Column("commitment_ends", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspension_reasons", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("term", sa.String(length=16), nullable=False),
        sa.Column("billing_cycle", sa.String(length=16), nullable=False),
        sa.Column("cancel_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account", "tenant_id"],
            ["customers.account", "customers.tenant_id"],
            name=op.f("fk_subscriptions_account_tenant_id_customers"),
        ),
        sa.PrimaryKeyConstraint(
            "account", "tenant_id", "subscription_id", name=op.f("pk_subscriptions")
        ),
    )
    op.create_index("ix_subscriptions_status", "subscriptions", ["status"], unique=False)
    op.create_table(
        "votes",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("choice IN ('approve', 'reject')", name=op.f("ck_votes_choice")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.person_id"], name=op.f("fk_votes_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.plan_id"], name=op.f("fk_votes_plan_id_plans")
        ),
        sa.PrimaryKeyConstraint("plan_id", "person_id", name=op.f("pk_votes")),
    )
    op.create_table(
        "attempts",
        sa.Column("step_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("correlation_id", sa.String(length=36), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("followers", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("subscription_id", sa.String(length=64), nullable=False),
        sa.Column("verb", sa.String(length=12), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "verb IN ('suspend', 'reactivate', 'restore', 'stop_renewal', 'cancel', 'adopt')",
            name=op.f("ck_attempts_verb"),
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["steps.step_id"], name=op.f("fk_attempts_step_id_steps")
        ),
        sa.PrimaryKeyConstraint("step_id", "number", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_begun_at"), "attempts", ["begun_at"], unique=False)
    op.create_index(op.f("ix_attempts_request_id"), "attempts", ["request_id"], unique=False)
    names = ("id", "seq", "hash", "peaks")
    chain = sa.table("chain", *(sa.column(name) for name in names))
    op.execute(chain.insert().values(id=1, seq=0, hash=GENESIS, peaks=""))
    on_postgresql = op.get_context().dialect.name == "postgresql"
    for guard in GUARDS_ON_POSTGRESQL if on_postgresql else GUARDS_ON_SQLITE:
        op.execute(guard)


def downgrade() -> None:
    op.drop_table("slots")
    op.drop_index("ix_schedules_next_at", table_name="schedules")
    op.drop_table("schedules")
    op.drop_table("attempts")
    op.drop_table("votes")
    op.drop_table("subscriptions")
    op.drop_table("steps")
    op.drop_table("roles")
    op.drop_table("endings")
    op.drop_table("documents")
    op.drop_table("bad_rows")
    op.drop_table("accounts")
    op.drop_table("suspensions")
    op.drop_table("snapshots")
    op.drop_table("posts")
    op.drop_table("policies")
    op.drop_table("plans")
    op.drop_table("people")
    op.drop_table("members")
    op.drop_table("jobs_history")
    op.drop_table("jobs")
    op.drop_table("inbox")
    op.drop_table("freezes")
    op.drop_table("facts")
    op.drop_table("events")
    op.drop_table("debtors")
    op.drop_table("customers")
    op.drop_table("consents")
    op.drop_table("chain")
    op.drop_table("notes")
    op.drop_table("cases")
    op.drop_table("buttons")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change_of_events, refuse_events_before_the_end")
