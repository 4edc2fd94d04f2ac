"""When the form of an approval was opened, where the policy asks for the note on habits."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from storage.tables.metadata import UTCDateTime, metadata

openings = Table(
    "openings",
    metadata,
    Column("plan_id", ForeignKey("plans.plan_id"), primary_key=True),
    Column("person_id", String(36), primary_key=True),
    Column("opened_at", UTCDateTime, nullable=False, index=True),
)
