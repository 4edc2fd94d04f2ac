"""By what a customer is found: every beginning of a name, and threes of letters of its words."""

from __future__ import annotations

from sqlalchemy import Column, String, Table
from sqlalchemy.dialects.postgresql import VARCHAR

from storage.tables.literals import is_one_of
from storage.tables.metadata import metadata

# In the order of its characters, so that all that begins alike lies together.
NAME, WORD, DOMAIN = "name", "word", "domain"
LONGEST = 200


def _ordered(name: str, length: int) -> Column[str]:
    kind = String(length).with_variant(VARCHAR(length, collation="C"), "postgresql")
    return Column(name, kind, primary_key=True)


# A name from its first word on, from a later one on, or a domain. It begins with the part, since
# nobody asks for the parts of a customer: they follow from its name.
name_parts = Table(
    "name_parts",
    metadata,
    Column("kind", String(6), primary_key=True),
    _ordered("part", LONGEST),
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    is_one_of("kind", (NAME, WORD, DOMAIN)),
    sqlite_with_rowid=False,
)

# Each word that is in any name, once, under every three letters of it: what is mistyped shares
# most of them.
name_grams = Table(
    "name_grams",
    metadata,
    _ordered("gram", 3),
    _ordered("word", LONGEST),
    sqlite_with_rowid=False,
)
