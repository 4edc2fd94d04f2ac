"""Freezes of one customer or one action."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

IS_ON = sa.text("lifted_at IS NULL")
ALL, SOME = "scope IN ('all')", "scope IN ('all', 'customer', 'action')"


def upgrade() -> None:
    anew = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    op.drop_index("uq_freezes_current", "freezes")
    with op.batch_alter_table("freezes", recreate=anew) as freezes:
        freezes.drop_constraint(op.f("ck_freezes_scope"), type_="check")
        freezes.add_column(sa.Column("of", sa.String(120), nullable=False, server_default=""))
        freezes.create_check_constraint(op.f("ck_freezes_scope"), SOME)
    with op.batch_alter_table("freezes") as freezes:
        freezes.alter_column("of", server_default=None)
    _index("scope", "of")


def downgrade() -> None:
    """What was frozen in part is frozen altogether: rather too much than too little."""
    op.drop_index("uq_freezes_current", "freezes")
    op.execute("UPDATE freezes SET scope = 'all'")
    op.execute(
        "UPDATE freezes SET lifted_at = since WHERE lifted_at IS NULL AND freeze_id <> "
        "(SELECT min(freeze_id) FROM freezes WHERE lifted_at IS NULL)"
    )
    with op.batch_alter_table("freezes") as freezes:
        freezes.drop_constraint(op.f("ck_freezes_scope"), type_="check")
        freezes.drop_column("of")
        freezes.create_check_constraint(op.f("ck_freezes_scope"), ALL)
    _index("scope")


def _index(*columns: str) -> None:
    op.create_index(
        "uq_freezes_current",
        "freezes",
        list(columns),
        unique=True,
        sqlite_where=IS_ON,
        postgresql_where=IS_ON,
    )
