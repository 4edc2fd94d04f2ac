"""Which policy came into force, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# What the desk was last started with is in force.
GO_ON = """
    INSERT INTO publications (number, version, since, hardened, person_id, plan_id)
    SELECT 1, facts.value, COALESCE(MAX(events.at), CURRENT_TIMESTAMP), :hardened, '', ''
    FROM facts LEFT JOIN events ON events.kind = 'PolicyLoaded'
    WHERE facts.name = 'policy' AND facts.value IN (SELECT version FROM policies)
    GROUP BY facts.value
"""


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hardened", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["policies.version"], name=op.f("fk_publications_version_policies")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_publications")),
    )
    op.get_bind().execute(sa.text(GO_ON), {"hardened": False})
    op.execute("DELETE FROM facts WHERE name = 'policy'")


def downgrade() -> None:
    op.drop_table("publications")
