"""People, the accounts bound to them, their roles, and what the directory said last."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from core.domain.people import Role
from storage.tables.literals import is_one_of
from storage.tables.metadata import UTCDateTime, metadata

people = Table(
    "people",
    metadata,
    Column("person_id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("team_id", String(32), primary_key=True),
    Column("user_id", String(32), primary_key=True),
    Column("person_id", ForeignKey("people.person_id"), nullable=False, index=True),
    # The directory is asked about the first account of a person.
    Column("position", Integer, nullable=False),
)

# Who was a person of their own until somebody found that they are one with another: whoever asks
# for the first is answered with the second.
doubles = Table(
    "doubles",
    metadata,
    Column("person_id", ForeignKey("people.person_id"), primary_key=True),
    Column("same_as", ForeignKey("people.person_id"), nullable=False),
)

roles = Table(
    "roles",
    metadata,
    Column("role", String(20), primary_key=True),
    Column("person_id", ForeignKey("people.person_id"), primary_key=True),
    is_one_of("role", Role),
)

# A flag is null where the directory left it out, which is a refusal and not a no.
members = Table(
    "members",
    metadata,
    Column("team_id", String(32), primary_key=True),
    Column("user_id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("deleted", Boolean),
    Column("is_bot", Boolean),
    Column("is_restricted", Boolean),
    Column("is_ultra_restricted", Boolean),
    Column("is_stranger", Boolean),
    Column("zone", String(64), nullable=False),
    Column("locale", String(16), nullable=False),
    Column("read_at", UTCDateTime),
)
