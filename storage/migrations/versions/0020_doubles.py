"""People who were found to be one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doubles",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("same_as", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.person_id"], name=op.f("fk_doubles_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["same_as"], ["people.person_id"], name=op.f("fk_doubles_same_as_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_doubles")),
    )


def downgrade() -> None:
    op.drop_table("doubles")
