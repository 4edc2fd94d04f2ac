"""Secrets, sealed; and who may replace one at the moment."""

from __future__ import annotations

from sqlalchemy import Column, String, Table, Text

from storage.tables.metadata import UTCDateTime, metadata

consents = Table(
    "consents",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("given_at", UTCDateTime, nullable=False),
    Column("used_at", UTCDateTime, nullable=False),
    Column("refused", Text, nullable=False),
    Column("holder", String(36), nullable=False),
    Column("held_until", UTCDateTime),
)
