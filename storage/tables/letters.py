"""Letters, whom they go to, and what came back; all of it personal, so none of it in the chain."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from core.domain.notices import Came, ContactKind, LetterState, Meaning, Means, Source
from storage.tables.literals import is_one_of
from storage.tables.metadata import UTCDateTime, metadata

contacts = Table(
    "contacts",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    Column("source", String(16), primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("address", String(254), primary_key=True),
    Column("language", String(12), nullable=False),
    Column("name", Text, nullable=False),
    is_one_of("source", (Source.PERSON, Source.PARTNER_CENTER)),
    is_one_of("kind", ContactKind),
    Index("ix_contacts_address", "address"),
)

letters = Table(
    "letters",
    metadata,
    Column("letter_id", String(36), primary_key=True),
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("name", String(60), nullable=False),
    # The canonical form of the draft.
    Column("draft", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("policy", String(64), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("try_at", UTCDateTime, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("waits", String(40), nullable=False),
    Column("why", Text, nullable=False),
    Column("sent_at", UTCDateTime, index=True),
    Column("accepted_at", UTCDateTime),
    Column("delivered_at", UTCDateTime),
    Column("delivered_on", Date),
    Column("means", String(8)),
    Column("evidence", Text, nullable=False),
    Column("person_id", String(36), nullable=False),
    Column("bounced_at", UTCDateTime),
    Column("settled_at", UTCDateTime),
    Column("escalated_at", UTCDateTime),
    is_one_of("state", LetterState),
    is_one_of("means", Means),
    Index("ix_letters_customer", "account", "tenant_id"),
    Index("ix_letters_state", "state", "try_at"),
)

replies = Table(
    "replies",
    metadata,
    Column("reply_id", String(36), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("came", String(10), nullable=False),
    Column("received_at", UTCDateTime, nullable=False),
    Column("sender", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("account", String(64)),
    Column("tenant_id", String(36)),
    Column("letter_id", ForeignKey("letters.letter_id")),
    Column("case_id", String(36), nullable=False),
    Column("meaning", String(10)),
    Column("read_by", String(36), nullable=False),
    Column("read_at", UTCDateTime),
    is_one_of("came", Came),
    is_one_of("meaning", Meaning),
    Index("ix_replies_customer", "account", "tenant_id"),
)
