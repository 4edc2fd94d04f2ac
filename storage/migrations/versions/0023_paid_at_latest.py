"""Paid invoices of which the books name no day. What was kept of before has one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite writes a column that is added behind the constraints, unlike a table made at once.
    anew = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("paid_documents", recreate=anew) as paid:
        no = sa.false()
        paid.add_column(sa.Column("at_latest", sa.Boolean(), nullable=False, server_default=no))
    with op.batch_alter_table("paid_documents") as paid:
        paid.alter_column("at_latest", server_default=None)


def downgrade() -> None:
    """What has no day was not kept before."""
    op.execute(sa.text("DELETE FROM paid_documents WHERE at_latest"))
    with op.batch_alter_table("paid_documents") as paid:
        paid.drop_column("at_latest")
