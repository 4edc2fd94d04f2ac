"""Schedules of who is on call, pages, and their calls."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from core.domain.paging import Over, Why
from storage.tables.literals import is_one_of
from storage.tables.metadata import UTCDateTime, metadata

# The last one is in force.
on_call = Table(
    "on_call",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("person_id", String(36), nullable=False),
    Column("at", UTCDateTime, nullable=False),
)

pages = Table(
    "pages",
    metadata,
    Column("page_id", String(36), primary_key=True),
    Column("case_id", ForeignKey("cases.case_id"), nullable=False),
    Column("occasion", String(100), nullable=False),
    Column("why", String(12), nullable=False),
    # Names and values, as canonical JSON.
    Column("facts", Text, nullable=False),
    Column("opened_at", UTCDateTime, nullable=False, index=True),
    Column("starts_at", UTCDateTime, nullable=False),
    Column("next_at", UTCDateTime),
    Column("step", Integer, nullable=False),
    Column("taken_by", String(36), nullable=False),
    Column("ended_at", UTCDateTime, index=True),
    Column("ended_why", String(12)),
    is_one_of("why", Why),
    is_one_of("ended_why", Over),
    UniqueConstraint("case_id", "occasion"),
)

page_calls = Table(
    "page_calls",
    metadata,
    Column("page_id", ForeignKey("pages.page_id"), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("target", String(36), primary_key=True),
    Column("sent_at", UTCDateTime),
)
