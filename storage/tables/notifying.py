"""Who hears in private that a vote is wanted, where they were asked, and who opened a Home tab."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table

from storage.tables.metadata import UTCDateTime, metadata

preferences = Table(
    "preferences",
    metadata,
    Column("person_id", ForeignKey("people.person_id"), primary_key=True),
    Column("asked", Boolean, nullable=False),
    Column("back_on", Date),
)

vote_asks = Table(
    "vote_asks",
    metadata,
    Column("plan_id", ForeignKey("plans.plan_id"), primary_key=True),
    Column("person_id", String(36), primary_key=True),
    Column("user_id", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    Column("times", Integer, nullable=False),
    Column("asked_at", UTCDateTime, nullable=False),
    Column("shows", Integer, nullable=False),
    Index("ix_vote_asks_channel_ts", "channel", "ts"),
    Index("ix_vote_asks_person_id", "person_id"),
)

homes = Table(
    "homes",
    metadata,
    Column("user_id", String(32), primary_key=True),
    Column("opened_at", UTCDateTime, nullable=False, index=True),
    # A digest of what was drawn last.
    Column("shows", String(64), nullable=False),
)
