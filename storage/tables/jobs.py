"""The jobs of the embedded engine, and those that are over."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from storage.tables.metadata import UTCDateTime, metadata

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("key", String(200), nullable=False, unique=True),
    Column("payload", JSON, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("lane", String(200)),
    Column("status", String(8), nullable=False),
    # Two clocks: when a job is due is business time, when to try again is the machine's.
    Column("run_at", UTCDateTime),
    Column("retry_at", Float, nullable=False, server_default=text("0")),
    # Deliveries so far: the fencing token of whoever holds the job.
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("lease_owner", String(64)),
    Column("lease_until", Float),
    Column("error", Text),
    Column("finished_at", UTCDateTime),
    CheckConstraint("status IN ('ready', 'running', 'done', 'dead')", name="status"),
    CheckConstraint("run_at IS NULL OR lane IS NULL", name="scheduled_without_lane"),
    # Ids are never given twice: they say in which order a lane was filled.
    sqlite_autoincrement=True,
)

Index(
    "ix_jobs_ready",
    jobs.c.priority,
    jobs.c.run_at,
    jobs.c.id,
    sqlite_where=text("status = 'ready'"),
)
Index(
    "ix_jobs_lane",
    jobs.c.lane,
    jobs.c.id,
    sqlite_where=text("status IN ('ready', 'running')"),
)
Index("ix_jobs_running", jobs.c.lease_until, sqlite_where=text("status = 'running'"))

jobs_history = Table(
    "jobs_history",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("status", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    Column("finished_at", UTCDateTime, nullable=False),
)
