"""The keys under which the audit trail has digests of what people wrote; without its key a digest
says nothing of a text, not even to whoever guesses it."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from storage.tables.metadata import UTCDateTime, metadata

text_keys = Table(
    "text_keys",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("key", String(64), nullable=False),
    # The first digits of the digest without a key: it finds the key of a text again, and goes with
    # it.
    Column("bucket", String(2), nullable=False),
    # Empty where the text is about no customer.
    Column("account", String(64), nullable=False),
    Column("tenant_id", String(36), nullable=False),
    Column("made_at", UTCDateTime, nullable=False),
    Index("ix_text_keys_customer", "account", "tenant_id", "bucket"),
)
