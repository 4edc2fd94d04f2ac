"""Second factors of people, enrolled and confirmed; what their codes proved; who owns an account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
PURPOSES = "purpose IN ('prove', 'vote', 'break_glass')"


def upgrade() -> None:
    op.create_table(
        "factors",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("factor_id", sa.String(length=36), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("enrolled_by", sa.String(length=36), nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("confirmed_by", sa.String(length=36), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("proved_at", MOMENT, nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("locked_until", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.person_id"], name=op.f("fk_factors_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_factors")),
        sa.UniqueConstraint("factor_id", name=op.f("uq_factors_factor_id")),
    )
    op.create_table(
        "code_keys",
        sa.Column("key_id", sa.String(length=36), nullable=False),
        sa.Column("public", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_code_keys")),
    )
    _offers()
    _proofs()
    op.create_table(
        "openings",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.plan_id"], name=op.f("fk_openings_plan_id_plans")
        ),
        sa.PrimaryKeyConstraint("plan_id", "person_id", name=op.f("pk_openings")),
    )
    op.create_index(op.f("ix_openings_opened_at"), "openings", ["opened_at"], unique=False)
    op.create_table(
        "account_owners",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("tenant_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("named_by", sa.String(length=36), nullable=False),
        sa.Column("named_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.person_id"], name=op.f("fk_account_owners_person_id_people")
        ),
        sa.PrimaryKeyConstraint(
            "account", "tenant_id", "person_id", name=op.f("pk_account_owners")
        ),
    )
    op.create_index("ix_account_owners_person_id", "account_owners", ["person_id"], unique=False)
    # SQLite writes a column that is added behind the constraints, unlike a table made at once.
    anew = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table("votes", recreate=anew) as votes:
        votes.add_column(sa.Column("proof", sa.String(length=36), nullable=True))


def _offers() -> None:
    op.create_table(
        "code_offers",
        sa.Column("offer_id", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("proof_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.CheckConstraint(PURPOSES, name=op.f("ck_code_offers_purpose")),
        sa.CheckConstraint(
            "state IN ('waits', 'proved', 'over')", name=op.f("ck_code_offers_state")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.person_id"], name=op.f("fk_code_offers_person_id_people")
        ),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_code_offers")),
    )
    op.create_index(op.f("ix_code_offers_offered_at"), "code_offers", ["offered_at"], unique=False)


def _proofs() -> None:
    op.create_table(
        "proofs",
        sa.Column("proof_id", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("attest", sa.Text(), nullable=False),
        sa.CheckConstraint(PURPOSES, name=op.f("ck_proofs_purpose")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.person_id"], name=op.f("fk_proofs_person_id_people")
        ),
        sa.PrimaryKeyConstraint("proof_id", name=op.f("pk_proofs")),
    )


def downgrade() -> None:
    with op.batch_alter_table("votes") as votes:
        votes.drop_column("proof")
    for table in ("openings", "account_owners", "proofs", "code_offers", "code_keys", "factors"):
        op.drop_table(table)
