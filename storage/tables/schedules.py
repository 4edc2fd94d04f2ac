"""Schedules and their slots: one row for each local date and time makes "exactly once" true. And
what belongs to a channel or to a row of its digest."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from core.domain.digests import SlotState
from core.domain.languages import Language
from storage.tables.literals import is_one_of
from storage.tables.metadata import UTCDateTime, metadata

schedules = Table(
    "schedules",
    metadata,
    Column("schedule_id", String(36), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("cron", String(200), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("created_by", String(36), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("next_slot", String(16), nullable=False),
    Column("next_at", UTCDateTime, nullable=False),
    Column("muted_until", UTCDateTime),
    Column("removed_at", UTCDateTime),
    # The canonical form of what its channel chose.
    Column("choices", Text, nullable=False),
    Index("ix_schedules_next_at", "next_at"),
)

slots = Table(
    "slots",
    metadata,
    Column("schedule_id", ForeignKey("schedules.schedule_id"), primary_key=True),
    # Local date and time in the schedule's zone; a run by hand has the instant instead.
    Column("slot", String(32), primary_key=True),
    Column("at", UTCDateTime, nullable=False),
    Column("state", String(10), nullable=False),
    Column("late", Boolean, nullable=False),
    Column("posted_at", UTCDateTime),
    # Who owed what when it was posted: the next digest is compared with it.
    Column("owed", Text, nullable=False),
    # The canonical form of its sums: the trend is read from these alone.
    Column("totals", Text, nullable=False),
    is_one_of("state", SlotState),
)

channel_languages = Table(
    "channel_languages",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("language", String(2), nullable=False),
    is_one_of("language", Language),
)

follow_ups = Table(
    "follow_ups",
    metadata,
    # That of a row: a customer's, or that of a page of the books which nobody confirmed.
    Column("key", String(401), primary_key=True),
    Column("owner", String(36), nullable=False),
    Column("owned_at", UTCDateTime),
    Column("until", Date),
    Column("snoozed_by", String(36), nullable=False),
    Column("snoozed_at", UTCDateTime),
    # How things stood then: it is shown again once they are worse.
    Column("standing", Integer),
    Column("overdue", Text, nullable=False),
)
