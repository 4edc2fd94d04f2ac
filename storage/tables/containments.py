"""Containments; that nobody has two which no other person ratified is true by a key here."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from core.domain.containment import CONTAINED, State
from storage.tables.literals import among, is_one_of, unique_while
from storage.tables.metadata import UTCDateTime, metadata

containments = Table(
    "containments",
    metadata,
    Column("containment_id", String(36), primary_key=True),
    Column("plan_id", ForeignKey("plans.plan_id"), nullable=False, unique=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("case_id", String(36), nullable=False),
    Column("reason", String(12), nullable=False),
    Column("requester", String(36), nullable=False),
    Column("since", UTCDateTime, nullable=False),
    Column("until", UTCDateTime, nullable=False),
    Column("state", String(12), nullable=False),
    Column("next_at", UTCDateTime),
    Column("asked", Integer, nullable=False),
    Column("kept", Integer, nullable=False),
    # What follows is empty where votes let it go.
    Column("proof", String(36), nullable=False),
    Column("ratify_by", UTCDateTime),
    Column("decide_by", UTCDateTime),
    Column("ratified_by", String(36), nullable=False),
    Column("refused_by", String(36), nullable=False),
    # How far Azure had counted when it began, as canonical JSON.
    Column("spending", Text),
    Column("ended_at", UTCDateTime),
    Column("ended_why", String(40), nullable=False),
    is_one_of("reason", sorted(CONTAINED)),
    is_one_of("state", State),
    Index("ix_containments_customer", "account", "tenant_id"),
)

IS_OPEN = containments.c.state != "over"
UNSETTLED = (State.UNRATIFIED, State.UNDOING)
unique_while(
    "uq_containments_unratified",
    containments.c.requester,
    where=among(containments.c.state, UNSETTLED),
)
