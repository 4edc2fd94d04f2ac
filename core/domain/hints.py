"""What a webhook of Partner Center hints at: the event's name and the ids in its address."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.customers import is_guid

TEST = "test-created"
# The ids stand behind these words, whatever comes before them: http://, /v1, /webhooks/v1.
CUSTOMER = re.compile(r"(?:^|/)customers/([^/?#&]{36})(?![^/?#])", re.IGNORECASE)
SUBSCRIPTION = re.compile(
    r"(?:/subscriptions/|[?&]SubscriptionId=)([^/?#&]{36})(?![^/?#&])", re.IGNORECASE
)


class Wants(StrEnum):
    """What is read, or done, because of a hint. A hint itself is never believed."""

    CUSTOMER = "customer"
    BILLING = "billing"
    USAGE = "usage"
    FRAUD = "fraud"
    NOTHING = "nothing"


EVENTS = {
    "subscription-updated": Wants.CUSTOMER,
    "invoice-ready": Wants.BILLING,
    "usagerecords-thresholdexceeded": Wants.USAGE,
    "azure-fraud-event-detected": Wants.FRAUD,
    TEST: Wants.NOTHING,
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One delivery whose signature was right: for which account, what happened, where, and when."""

    account: str
    event: str
    resource: str
    changed_at: datetime

    @property
    def key(self) -> str:
        """The same for the same event, however often it is delivered."""
        parts = (self.account, self.event, self.resource, self.changed_at.isoformat())
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def wanted(event: str) -> Wants | None:
    """What an event of this name is good for; None for one that nobody here has heard of."""
    name = event.lower()
    if name in EVENTS:
        return EVENTS[name]
    # Resellers, delegated and granular admins: accepted, approved, ended, and what comes next.
    return Wants.CUSTOMER if "-relationship-" in name else None


def customer_in(resource: str) -> str:
    """The tenant id in a resource's address; empty where there is none."""
    return _id(CUSTOMER, resource)


def subscription_in(resource: str) -> str:
    """The subscription's id, in the path or behind a question mark."""
    return _id(SUBSCRIPTION, resource)


def _id(pattern: re.Pattern[str], resource: str) -> str:
    found = pattern.search(resource)
    text = found[1].lower() if found else ""
    return text if is_guid(text) else ""
