"""Documents are kept as versions: what each looked like from one snapshot on until another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# What stays as it was.
SAME = (
    "number", "customer_ref", "customer_name", "tenant_id", "kind", "category", "issued", "due",
    "currency", "total_minor", "disputed_minor", "subscription_ids", "payment_method",
    "last_payment_on", "last_payment_minor", "billing_email",
)  # fmt: skip
# Of a document that ended so long ago that nobody knows how it looked.
UNKNOWN = {
    "number": "''", "customer_ref": "''", "customer_name": "''", "tenant_id": "''",
    "kind": "'invoice'", "category": "'cloud'", "issued": "date('1970-01-01')",
    "currency": "'XXX'", "total_minor": "0", "disputed_minor": "0", "subscription_ids": "'[]'",
    "payment_method": "''",
}  # fmt: skip
BEFORE = """
    CREATE TABLE documents_before AS
    SELECT d.*, s.since, s.until FROM documents d JOIN (
        SELECT snapshot_id, number AS since,
               lead(number) OVER (PARTITION BY source ORDER BY number) AS until
        FROM snapshots WHERE state IN ('current', 'past')
    ) s ON s.snapshot_id = d.snapshot_id
"""
ENDED_BEFORE = """
    CREATE TABLE endings_before AS
    SELECT s.source, e.document_id, e.how, s.number AS since
    FROM endings e JOIN snapshots s ON s.snapshot_id = e.snapshot_id
    WHERE s.state IN ('current', 'past')
"""
SHOWN = f"""
    INSERT INTO documents
        (source, document_id, since, until, digest, status, presence, open_minor, {", ".join(SAME)})
    SELECT source, document_id, since, until, 0, status, presence, open_minor, {", ".join(SAME)}
    FROM documents_before ORDER BY since, document_id
"""  # noqa: S608
LOOKED = ", ".join(f"coalesce(d.{name}, {UNKNOWN.get(name, 'NULL')})" for name in SAME)
OVER = f"""
    INSERT INTO documents
        (source, document_id, since, until, digest, status, presence, open_minor, {", ".join(SAME)})
    SELECT e.source, e.document_id, e.since,
        (SELECT min(l.since) FROM (
            SELECT source, document_id, since FROM documents_before
            UNION ALL SELECT source, document_id, since FROM endings_before
        ) l WHERE l.document_id = e.document_id AND l.source = e.source AND l.since > e.since),
        0,
        CASE e.how WHEN 'closed' THEN 'closed' ELSE coalesce(d.status, 'open') END,
        CASE e.how WHEN 'closed' THEN 'present' ELSE 'vanished' END,
        CASE e.how WHEN 'closed' THEN 0 ELSE coalesce(d.open_minor, 0) END,
        {LOOKED}
    FROM endings_before e LEFT JOIN documents_before d
        ON d.document_id = e.document_id AND d.source = e.source AND d.since = (
            SELECT max(b.since) FROM documents_before b
            WHERE b.document_id = e.document_id AND b.source = e.source AND b.since < e.since
        )
    ORDER BY e.since, e.document_id
"""  # noqa: S608
# Snapshots of which no rows were kept say nothing of their day.
OUTLIVED = """
    SELECT snapshot_id FROM snapshots s WHERE s.state = 'past' AND s.number < coalesce(
        (SELECT min(d.since) FROM documents_before d WHERE d.source = s.source),
        (SELECT c.number FROM snapshots c WHERE c.source = s.source AND c.state = 'current'),
        0
    )
"""
IS_SHOWN = sa.text("status != 'closed' AND presence != 'vanished'")


def upgrade() -> None:
    op.execute(BEFORE)
    op.execute(ENDED_BEFORE)
    for table in ("documents_before", "endings_before"):
        op.create_index(f"ix_{table}", table, ["document_id", "source", "since"])
    op.drop_table("endings")
    op.drop_table("documents")
    _documents()
    op.execute(SHOWN)
    op.execute(OVER)
    op.execute(f"DELETE FROM bad_rows WHERE snapshot_id IN ({OUTLIVED})")  # noqa: S608
    op.execute(f"DELETE FROM snapshots WHERE snapshot_id IN ({OUTLIVED})")  # noqa: S608
    op.drop_table("endings_before")
    op.drop_table("documents_before")


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("document_id", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        *_looks(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        *_checks("'present', 'missing', 'vanished'"),
    )
    version = ["document_id", "source", "since"]
    op.create_index("uq_documents_version", "documents", version, unique=True)
    op.create_index("ix_documents_number", "documents", ["number"])
    op.create_index("ix_documents_since", "documents", ["since"])
    _index_while("ix_documents_customer", ["customer_ref", "source"], IS_SHOWN)
    _index_while("ix_documents_until", ["until"], sa.text("until IS NOT NULL"))


def _index_while(name: str, columns: list[str], condition: sa.TextClause) -> None:
    op.create_index(name, "documents", columns, sqlite_where=condition, postgresql_where=condition)


def _looks() -> list[sa.Column[object]]:
    return [
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
        sa.Column("billing_email", sa.Text(), nullable=True),
    ]


def _checks(presences: str) -> list[sa.CheckConstraint]:
    listed = {
        "category": "'cloud', 'other', 'fee'",
        "kind": "'invoice', 'credit_note', 'payment_unapplied', 'finance_charge'",
        "presence": presences,
        "status": "'open', 'partially_paid', 'disputed', 'on_hold', 'written_off', 'draft', 'closed'",
    }
    return [
        sa.CheckConstraint(f"{column} IN ({words})", name=op.f(f"ck_documents_{column}"))
        for column, words in listed.items()
    ]


def downgrade() -> None:
    """Only what the newest books show, and how what they do not show ended."""
    op.execute(f"CREATE TABLE documents_before AS {_newest()}")
    op.drop_table("documents")
    _as_it_was()
    names = f"snapshot_id, document_id, source, status, presence, open_minor, {', '.join(SAME)}"
    op.execute(
        f"INSERT INTO documents ({names}) SELECT {names} FROM documents_before "  # noqa: S608
        f"WHERE {IS_SHOWN.text}"
    )
    op.execute(
        "INSERT INTO endings (snapshot_id, document_id, how) SELECT snapshot_id, document_id, "  # noqa: S608
        "CASE status WHEN 'closed' THEN 'closed' ELSE 'vanished' END FROM documents_before "
        f"WHERE NOT ({IS_SHOWN.text})"
    )
    op.drop_table("documents_before")


def _newest() -> str:
    return (
        "SELECT s.snapshot_id, d.document_id, d.source, d.status, d.presence, d.open_minor, "
        f"{', '.join(f'd.{name}' for name in SAME)} "
        "FROM documents d JOIN snapshots s ON s.source = d.source AND s.state = 'current' "
        "WHERE d.since <= s.number AND (d.until IS NULL OR d.until > s.number)"
    )


def _as_it_was() -> None:
    op.create_table(
        "documents",
        sa.Column("snapshot_id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        *_looks(),
        *_checks("'present', 'missing'"),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshots.snapshot_id"],
            name=op.f("fk_documents_snapshot_id_snapshots"),
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "document_id", name=op.f("pk_documents")),
    )
    op.create_index("ix_documents_customer", "documents", ["snapshot_id", "customer_ref"])
    op.create_index("ix_documents_number", "documents", ["number"])
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
    op.create_index("ix_endings_document", "endings", ["document_id"])
