"""The desk itself: facts, freezes, buttons, posts and the inbox."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from core.ports.records import Scope
from storage.tables.literals import is_one_of, unique_while
from storage.tables.metadata import UTCDateTime, metadata

facts = Table(
    "facts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

freezes = Table(
    "freezes",
    metadata,
    Column("freeze_id", String(36), primary_key=True),
    Column("scope", String(8), nullable=False),
    Column("why", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("person_id", String(36), nullable=False),
    Column("since", UTCDateTime, nullable=False),
    Column("lifted_at", UTCDateTime),
    Column("of", String(120), nullable=False),
    is_one_of("scope", Scope),
)

IS_ON = freezes.c.lifted_at.is_(None)
unique_while("uq_freezes_current", freezes.c.scope, freezes.c.of, where=IS_ON)

buttons = Table(
    "buttons",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("purpose", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("revision", String(64), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    Column("minted_at", UTCDateTime, nullable=False, index=True),
)

posts = Table(
    "posts",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    Column("shows", Integer, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("at", UTCDateTime, nullable=False, index=True),
)
