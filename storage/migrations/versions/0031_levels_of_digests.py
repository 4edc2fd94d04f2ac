"""What each digest said was overdue in all stands in a column of its own."""

from __future__ import annotations

import json
from decimal import Decimal

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

EVERYBODY = (
    '{"accounts":[],"countries":[],"currencies":[],"floors":0,"owner":"","standing":null}'
)
SLOTS = sa.table("slots", *map(sa.column, ("schedule_id", "slot", "owed", "totals")))


def upgrade() -> None:
    with op.batch_alter_table("slots") as slots:
        slots.add_column(sa.Column("totals", sa.Text))
    op.execute(SLOTS.update().values(totals=_text([])))
    said = sa.select(SLOTS).where(SLOTS.c.owed.like("%amount%"))
    for row in op.get_bind().execute(said).all():
        here = (SLOTS.c.schedule_id == row.schedule_id) & (SLOTS.c.slot == row.slot)
        op.execute(SLOTS.update().where(here).values(totals=_totals(row.owed)))
    with op.batch_alter_table("slots") as slots:
        slots.alter_column("totals", existing_type=sa.Text, nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("slots") as slots:
        slots.drop_column("totals")


def _totals(owed: str) -> str:
    sums: dict[str, Decimal] = {}
    for one in json.loads(owed)["owed"]:
        for money in one["overdue"]:
            code = money["currency"]
            sums[code] = sums.get(code, Decimal(0)) + Decimal(money["amount"])
    return _text([{"amount": str(amount), "currency": code} for code, amount in sums.items()])


def _text(totals: list[dict[str, str]]) -> str:
    """Until now no channel chose anybody."""
    said = {"only": json.loads(EVERYBODY), "totals": totals}
    return json.dumps(said, sort_keys=True, separators=(",", ":"))
