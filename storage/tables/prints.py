"""Cards as people saw them: each drawing once, however often it was shown."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from core.domain.prints import Card
from storage.tables.literals import is_one_of
from storage.tables.metadata import UTCDateTime, metadata

card_prints = Table(
    "card_prints",
    metadata,
    Column("card", String(12), primary_key=True),
    Column("subject", String(36), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("revision", String(64), nullable=False),
    Column("occasion", Integer, nullable=False),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    # Names and amounts: outside the trail, so that it can be emptied.
    Column("drawn", Text, nullable=False),
    Column("first_at", UTCDateTime, nullable=False),
    Column("last_at", UTCDateTime, nullable=False),
    Column("times", Integer, nullable=False),
    Column("event", Integer, nullable=False),
    is_one_of("card", Card),
)
