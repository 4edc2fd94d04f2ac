"""What a webhook says: that something changed, where to look, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

TEST = "test-created"
SUBSCRIPTION = "subscription-updated"
INVOICE = "invoice-ready"
THRESHOLD = "usagerecords-thresholdExceeded"
FRAUD = "azure-fraud-event-detected"
EVENTS = (
    TEST,
    SUBSCRIPTION,
    INVOICE,
    THRESHOLD,
    FRAUD,
    "reseller-relationship-accepted-by-customer",
    "indirect-reseller-relationship-accepted-by-customer",
    "dap-admin-relationship-approved",
    "dap-admin-relationship-terminated",
    "granular-admin-relationship-approved",
    "granular-admin-relationship-terminated",
    "granular-admin-relationship-expired",
)
# The real host, whatever the account's own address is: a receiver must not call it.
_HOST = "api.partnercenter.microsoft.com"


@dataclass(frozen=True, slots=True)
class Notice:
    """One event; without a name of the resource where Microsoft leaves it out."""

    account: str
    event: str
    resource_uri: str
    resource_name: str = ""

    def body(self, at: datetime) -> bytes:
        said: dict[str, Any] = {"EventName": self.event, "ResourceUri": self.resource_uri}
        if self.resource_name:
            said["ResourceName"] = self.resource_name
        said["AuditUri"] = f"https://{_HOST}/auditactivity/v1/{self.event}"
        # seven digits behind the second, as the real one writes it
        said["ResourceChangeUtcDate"] = f"{at:%Y-%m-%dT%H:%M:%S.%f}0+00:00"
        return json.dumps(said, ensure_ascii=False).encode()


def subscription_updated(change: Mapping[str, Any]) -> Notice:
    place = f"customers/{change['customer_id']}/subscriptions/{change['subscription_id']}"
    uri = f"http://{_HOST}/webhooks/v1/{place}"
    return Notice(change["account"], SUBSCRIPTION, uri, "subscription")


def invoice_ready(account: str, id: str) -> Notice:
    return Notice(account, INVOICE, f"/v1/invoices/{id}", "invoice")


def threshold_exceeded(account: str) -> Notice:
    """Without a word about which customer."""
    return Notice(account, THRESHOLD, "/v1/customers/usagerecords", "usagerecords")


def fraud_detected(account: str, azure_subscription: str) -> Notice:
    uri = f"/v1/fraudEvents?SubscriptionId={azure_subscription}&EventStatus=Active"
    return Notice(account, FRAUD, uri)


def test_created(account: str, correlation_id: str) -> Notice:
    uri = f"http://{_HOST}/webhooks/v1/registration/validationEvents/{correlation_id}"
    return Notice(account, TEST, uri, "test")
