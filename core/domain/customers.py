"""A customer of a partner account, its subscriptions as last read, and its name in the books."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def is_guid(text: str) -> bool:
    """Canonical lower-case GUID; anything else never reaches a URL."""
    return GUID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, order=True)
class CustomerKey:
    """The partner account (a name from the settings) and the tenant id."""

    account: str
    tenant_id: str

    def __str__(self) -> str:
        return f"{self.account}/{self.tenant_id}"

    @classmethod
    def parse(cls, text: str) -> CustomerKey:
        """The key that str() wrote."""
        account, _, tenant_id = text.partition("/")
        return cls(account, tenant_id)


@dataclass(frozen=True, slots=True)
class Customer:
    """A tenant in Partner Center. Country is ISO 3166 alpha-2, empty where not known."""

    key: CustomerKey
    name: str
    domain: str
    country: str = ""
    relationship: str = "reseller"
    read_at: datetime | None = None
    # Of the company, in the register of its country; filled as it is read there, and for proposals.
    registration: str = ""


class Generation(StrEnum):
    """How Microsoft sells it; decides what suspending means. `azure` is one Azure subscription
    beneath an Azure plan (an entitlement, in Partner Center)."""

    NEW_COMMERCE = "new-commerce"
    LEGACY = "legacy"
    AZURE_PLAN = "azure-plan"
    AZURE = "azure"
    SOFTWARE = "software"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription as last read. `status` and the reasons are open enums, `term` and
    `billing_cycle` Microsoft's words (P1M, P1Y, monthly). `parent_id` is the base of an add-on, or
    the plan of an Azure subscription. It may be cancelled until `cancel_until`, where that is
    known, and has no end of its own where `commitment_ends` is missing; `bought_at` is when it was
    ordered."""

    customer: CustomerKey
    subscription_id: str
    name: str
    offer_name: str
    status: str
    quantity: int
    generation: Generation
    parent_id: str = ""
    auto_renew: bool = False
    commitment_ends: datetime | None = None
    suspension_reasons: tuple[str, ...] = ()
    etag: str = ""
    term: str = ""
    billing_cycle: str = ""
    cancel_until: datetime | None = None
    bought_at: datetime | None = None
    read_at: datetime | None = None

    def is_addon(self) -> bool:
        return self.parent_id != "" and self.generation is not Generation.AZURE


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A subscription as just read: typed, its ETag, and the whole resource to be sent back."""

    subscription: Subscription
    resource: Mapping[str, object]


class MappingState(StrEnum):
    """How sure we are that a name in the books is a tenant."""

    UNMAPPED = "unmapped"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer as the books know it, and the tenant it is matched with."""

    source: str
    customer_ref: str
    name: str
    mapping: MappingState
    customer: CustomerKey | None = None


@dataclass(frozen=True, slots=True)
class Suspension:
    """A suspension that we placed: what was before, so that reinstating restores it by field."""

    suspension_id: str
    customer: CustomerKey
    subscription_id: str
    plan_id: str
    reason: str
    before: Mapping[str, object]
    since: datetime
    lifted_at: datetime | None = None
