"""Where the reading of each set of books stands, and what stands in its way."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, String, Table, Text

from core.domain.readings import Stage, Trouble
from storage.tables.literals import is_one_of
from storage.tables.metadata import UTCDateTime, metadata

readings = Table(
    "readings",
    metadata,
    Column("source", String(200), primary_key=True),
    Column("stage", String(8), nullable=False),
    Column("reading_id", String(36), nullable=False),
    Column("whole", Boolean, nullable=False),
    # They mean something to the source alone.
    Column("place", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("mark", Text, nullable=False),
    Column("next_mark", Text, nullable=False),
    Column("begun_at", UTCDateTime),
    Column("saved_at", UTCDateTime),
    Column("read_at", UTCDateTime),
    Column("whole_at", UTCDateTime),
    Column("wanted_at", UTCDateTime),
    Column("trouble", String(8)),
    Column("why", Text, nullable=False),
    Column("since", UTCDateTime),
    Column("tries", Integer, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("retry_at", UTCDateTime),
    # Whoever took it up last; another process that still writes has lost it.
    Column("turn", Integer, nullable=False),
    Column("holder", String(36), nullable=False),
    Column("held_until", UTCDateTime),
    is_one_of("stage", Stage),
    is_one_of("trouble", Trouble),
)
