"""Policies: their texts by version, and when each came into force."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from storage.tables.metadata import UTCDateTime, metadata

policies = Table(
    "policies",
    metadata,
    Column("version", String(64), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("text", Text, nullable=False),
)

# The last one is in force.
publications = Table(
    "publications",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", ForeignKey("policies.version"), nullable=False),
    Column("since", UTCDateTime, nullable=False),
    Column("hardened", Boolean, nullable=False),
    Column("person_id", String(36), nullable=False),
    Column("plan_id", String(36), nullable=False),
)
