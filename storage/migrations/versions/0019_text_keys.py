"""Keys of the digests that the audit trail has of texts. Digests of before have none, and stay what
they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_keys",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("bucket", sa.String(length=2), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_text_keys")),
    )
    op.create_index("ix_text_keys_customer", "text_keys", ["account", "tenant_id", "bucket"])


def downgrade() -> None:
    op.drop_index("ix_text_keys_customer", "text_keys")
    op.drop_table("text_keys")
