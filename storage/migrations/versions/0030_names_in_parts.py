"""By what customers are found: beginnings of names, and threes of letters of their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import VARCHAR

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

UNBROKEN = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
BEGINNING = re.compile(rf"(?<!\S)\S|[{UNBROKEN}]")
FIRST_WORD = re.compile(r"\w+")
LONGEST = 200
AT_ONCE = 1000


def _ordered(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(VARCHAR(length, collation="C"), "postgresql")


def upgrade() -> None:
    parts = op.create_table(
        "name_parts",
        sa.Column("kind", sa.String(6), nullable=False),
        sa.Column("part", _ordered(LONGEST), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("tenant_id", sa.String(36), nullable=False),
        sa.CheckConstraint(
            "kind IN ('name', 'word', 'domain')", name=op.f("ck_name_parts_kind")
        ),
        sa.PrimaryKeyConstraint("kind", "part", "account", "tenant_id", name=op.f("pk_name_parts")),
        sqlite_with_rowid=False,
    )
    grams = op.create_table(
        "name_grams",
        sa.Column("gram", _ordered(3), nullable=False),
        sa.Column("word", _ordered(LONGEST), nullable=False),
        sa.PrimaryKeyConstraint("gram", "word", name=op.f("pk_name_grams")),
        sqlite_with_rowid=False,
    )
    known = op.get_bind().execute(
        sa.text("SELECT account, tenant_id, words, domain FROM customers")
    ).all()
    _fill(parts, (
        {"kind": kind, "part": part, "account": row.account, "tenant_id": row.tenant_id}
        for row in known
        for kind, part in sorted(_parts(row.words, row.domain))
    ))
    words = {word for row in known for word in _spoken(row.words, row.domain)}
    _fill(grams, (
        {"gram": gram, "word": word} for word in sorted(words) for gram in sorted(_grams(word))
    ))


def _fill(table: sa.Table, rows: Iterator[dict[str, str]]) -> None:
    while some := list(islice(rows, AT_ONCE)):
        op.bulk_insert(table, some)


def _parts(words: str, domain: str) -> set[tuple[str, str]]:
    name = words.strip()
    found = [name[one.start() :][:LONGEST] for one in BEGINNING.finditer(name)]
    parts = {("name", one) for one in found[:1]} | {("word", one) for one in found[1:]}
    return parts | ({("domain", domain[:LONGEST])} if domain else set())


def _spoken(words: str, domain: str) -> set[str]:
    first = FIRST_WORD.match(domain)
    said = [*words.split(), *([first[0]] if first else [])]
    return {one[:LONGEST] for one in said if len(one) > 1 and not one.isdecimal()}


def _grams(word: str) -> set[str]:
    framed = f" {word} "
    return {framed[at : at + 3] for at in range(len(framed) - 2)}


def downgrade() -> None:
    op.drop_table("name_grams")
    op.drop_table("name_parts")
