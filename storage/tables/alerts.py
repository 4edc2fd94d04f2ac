"""Alerts of Microsoft, the reports that they are made of, and what we answered."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from core.domain.alert_answers import AnswerState
from core.domain.alerts import AlertStatus, Source
from storage.tables.literals import is_one_of
from storage.tables.metadata import UTCDateTime, metadata

# `status` is that of the reports taken together, so that what is open is found at once.
alerts = Table(
    "alerts",
    metadata,
    Column("alert_id", String(36), primary_key=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("subscription_id", String(36), nullable=False),
    Column("found_at", UTCDateTime, nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("is_test", Boolean, nullable=False),
    Column("signal_id", String(36), nullable=False),
    Column("case_id", String(36), nullable=False, index=True),
    is_one_of("status", AlertStatus),
    Index("ix_alerts_customer", "account", "tenant_id"),
    Index("ix_alerts_subscription", "account", "subscription_id"),
)

# The canonical form of each report, as last read.
alert_reports = Table(
    "alert_reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert_id", ForeignKey("alerts.alert_id"), nullable=False, index=True),
    Column("account", String(64), nullable=False),
    Column("source", String(16), nullable=False),
    Column("report_id", String(200), nullable=False),
    Column("report", Text, nullable=False),
    is_one_of("source", Source),
    UniqueConstraint("account", "source", "report_id"),
)

alert_answers = Table(
    "alert_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("answer_id", String(36), nullable=False, unique=True),
    Column("alert_id", ForeignKey("alerts.alert_id"), nullable=False, index=True),
    Column("source", String(16), nullable=False),
    Column("report_ids", Text, nullable=False),
    Column("wanted", Text, nullable=False),
    Column("occasion", String(160), nullable=False),
    Column("person_id", String(36), nullable=False),
    Column("asked_at", UTCDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sent_at", UTCDateTime),
    Column("request_id", String(36), nullable=False),
    Column("correlation_id", String(36), nullable=False),
    Column("why", Text, nullable=False),
    is_one_of("source", Source),
    is_one_of("state", AnswerState),
    UniqueConstraint("alert_id", "occasion"),
)
