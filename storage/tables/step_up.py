"""Second factors, codes that were typed, what they proved, and who owns which account."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from core.domain.step_up import OfferState, Purpose
from storage.tables.literals import is_one_of
from storage.tables.metadata import UTCDateTime, metadata

factors = Table(
    "factors",
    metadata,
    Column("person_id", ForeignKey("people.person_id"), primary_key=True),
    Column("factor_id", String(36), nullable=False, unique=True),
    Column("sealed", Text, nullable=False),
    Column("enrolled_by", String(36), nullable=False),
    Column("enrolled_at", UTCDateTime, nullable=False),
    Column("plan_id", String(36), nullable=False),
    Column("confirmed_by", String(36), nullable=False),
    Column("confirmed_at", UTCDateTime),
    Column("proved_at", UTCDateTime),
    Column("last_step", BigInteger, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("locked_until", UTCDateTime),
)

# Codes are closed with the public half; the other one is sealed.
code_keys = Table(
    "code_keys",
    metadata,
    Column("key_id", String(36), primary_key=True),
    Column("public", String(64), nullable=False),
    Column("sealed", Text, nullable=False),
    Column("made_at", UTCDateTime, nullable=False),
)

code_offers = Table(
    "code_offers",
    metadata,
    Column("offer_id", String(36), primary_key=True),
    Column("purpose", String(12), nullable=False),
    Column("person_id", ForeignKey("people.person_id"), nullable=False),
    Column("account", String(80), nullable=False),
    Column("about", String(64), nullable=False),
    Column("details", Text, nullable=False),
    Column("offered_at", UTCDateTime, nullable=False, index=True),
    Column("state", String(8), nullable=False),
    Column("proof_id", String(36), nullable=False),
    # Empty once somebody looked.
    Column("code", Text, nullable=False),
    is_one_of("purpose", Purpose),
    is_one_of("state", OfferState),
)

proofs = Table(
    "proofs",
    metadata,
    Column("proof_id", String(36), primary_key=True),
    Column("purpose", String(12), nullable=False),
    Column("person_id", ForeignKey("people.person_id"), nullable=False),
    Column("about", String(64), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("attest", Text, nullable=False),
    is_one_of("purpose", Purpose),
)

account_owners = Table(
    "account_owners",
    metadata,
    Column("account", String(64), primary_key=True),
    Column("tenant_id", String(36), primary_key=True),
    Column("person_id", ForeignKey("people.person_id"), primary_key=True),
    Column("named_by", String(36), nullable=False),
    Column("named_at", UTCDateTime, nullable=False),
    Index("ix_account_owners_person_id", "person_id"),
)
