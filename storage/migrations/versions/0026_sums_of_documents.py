"""Indexes from which the books are summed up, without a look at the documents themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

OPEN = "status IN ('disputed', 'on_hold', 'open', 'partially_paid') AND presence = 'present'"
OWED = sa.text(f"kind = 'invoice' AND category = 'cloud' AND {OPEN}")
CREDIT = sa.text(f"kind IN ('credit_note', 'payment_unapplied') AND {OPEN}")
SUMMED = ["customer_ref", "currency", "open_minor", "disputed_minor", "since", "until"]


def upgrade() -> None:
    for name, columns, where in (
        ("ix_documents_due", ["source", "due", *SUMMED], OWED),
        ("ix_documents_credits", ["source", *SUMMED], CREDIT),
    ):
        op.create_index(
            name, "documents", columns, sqlite_where=where, postgresql_where=where
        )
    op.create_index("ix_subscriptions_commitment_ends", "subscriptions", ["commitment_ends"])


def downgrade() -> None:
    op.drop_index("ix_subscriptions_commitment_ends", "subscriptions")
    op.drop_index("ix_documents_credits", "documents")
    op.drop_index("ix_documents_due", "documents")
