"""Who is meant by an address is found without looking at every document."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

IS_SHOWN = sa.text("status != 'closed' AND presence != 'vanished'")


def upgrade() -> None:
    op.create_index(
        "ix_documents_address",
        "documents",
        [sa.text("lower(billing_email)")],
        sqlite_where=IS_SHOWN,
        postgresql_where=IS_SHOWN,
    )


def downgrade() -> None:
    op.drop_index("ix_documents_address", "documents")
