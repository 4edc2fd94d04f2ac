"""What a case of fraud or misuse is kept with: severity, clocks, checklist, owner's delegate."""

from __future__ import annotations

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
