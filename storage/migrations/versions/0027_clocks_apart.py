"""Books may be unread because their clock and ours differ."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BEFORE, NOW = ("trouble IN ('silent', 'barred', 'refused')", "trouble IN ('silent', 'barred', 'apart', 'refused')")


def upgrade() -> None:
    _allow(NOW)


def downgrade() -> None:
    op.execute(sa.text("UPDATE readings SET trouble = 'barred' WHERE trouble = 'apart'"))
    _allow(BEFORE)


def _allow(troubles: str) -> None:
    with op.batch_alter_table("readings") as readings:
        readings.drop_constraint(op.f("ck_readings_trouble"), type_="check")
        readings.create_check_constraint(op.f("ck_readings_trouble"), troubles)
