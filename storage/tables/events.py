"""The audit trail: rows that are only ever added, each chained to the one before."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, Text

from storage.tables.metadata import UTCDateTime, metadata

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    # These columns only find a row; its body says the same and is what the hash covers.
    Column("at", UTCDateTime, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("plan_id", String(36), nullable=False, index=True),
    Column("case_id", String(36), nullable=False, index=True),
    Column("body", Text, nullable=False),
    # Random, so that the leaf gives nothing away of the body to whoever sees it in a proof.
    Column("salt", String(32), nullable=False),
    Column("leaf", String(64), nullable=False),
    # The head of the tree over this row and all before it.
    Column("hash", String(64), nullable=False),
    Index("ix_events_kind_at", "kind", "at"),
    Index("ix_events_at", "at"),
)

# One row, which also puts writers in turn and shows when the end of the trail was cut off.
chain = Table(
    "chain",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("peaks", Text, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
