"""The calls to Partner Center of the last minute, which all processes count together."""

from __future__ import annotations

from sqlalchemy import Column, Double, Index, Integer, String, Table

from storage.tables.metadata import metadata

# Seconds of machine time, and on PostgreSQL of its machine.
calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", String(64), nullable=False),
    Column("at", Double, nullable=False),
    # Where the line of those who wait ended behind this one.
    Column("line_ends", Double, nullable=False),
    Index("ix_calls_account", "account", "at"),
)
