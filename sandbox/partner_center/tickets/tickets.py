"""Service requests: what partners asked of Microsoft, and how far it got."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.calls import NotHere
from sandbox.clock import Clock
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.resources import Resource

# In the order of the numbers that lists show in place of the words.
SEVERITIES = ("unknown", "critical", "moderate", "minimal")
STATUSES = ("none", "open", "closed", "attention_needed")
TOPICS: Mapping[str, tuple[str, str]] = {
    "32444671": ("Partner Center", "Cannot manage my profile"),
    "32569836": ("Partner Center", "Customer subscriptions and orders"),
    "32569851": ("Partner Center", "Billing, invoices and credit line"),
    "32569872": ("Azure", "Fraud, misuse and compromised subscriptions"),
    "32569890": ("Microsoft 365", "Customer cannot sign in after reactivation"),
}
NEVER = "0001-01-01T00:00:00"
PARTNER, AGENT = "Admin Agent", "Microsoft Support"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a partner writes when it asks for help; without a customer it is about itself."""

    title: str
    description: str
    severity: str
    topic: str
    customer_id: str = ""


class Tickets:
    """Every service request by its number, with the name of the account it belongs to."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tickets: dict[str, tuple[str, Resource]] = {}

    def open(self, account: Account, wish: Wish) -> Resource:
        product, topic = TOPICS[wish.topic]
        with self._lock:
            now = self._now()
            id = f"1{self._clock.now():%y%m%d}{len(self._tickets) + 1:08}"
            ticket: Resource = {
                "title": wish.title,
                "description": wish.description,
                "severity": wish.severity,
                "supportTopicId": wish.topic,
                "supportTopicName": topic,
                "id": id,
                "status": "open",
                **_who(account, wish.customer_id),
                "lastUpdatedBy": PARTNER,
                "productName": product,
                "productId": product.lower().replace(" ", "-"),
                "createdDate": now,
                "lastModifiedDate": now,
                "lastClosedDate": NEVER,
                "fileLinks": [],
                "notes": [],
                "attributes": {"objectType": "ServiceRequest"},
            }
            self._tickets[id] = account.name, ticket
            return ticket

    def find(self, id: str) -> tuple[str, Resource]:
        with self._lock:
            if id not in self._tickets:
                raise NotHere(f"there is no service request {id}")
            return self._tickets[id]

    def of(self, account: Account) -> list[Resource]:
        """The newest first."""
        with self._lock:
            owned = [ticket for name, ticket in self._tickets.values() if name == account.name]
        return owned[::-1]

    def note(self, id: str, text: str, *, by: str) -> None:
        now = self._now()
        note = {"createdByName": by, "createdDate": now, "text": text}
        _, ticket = self.find(id)
        self._change(id, {"notes": [*ticket["notes"], note]}, by=by)

    def move(self, id: str, status: str, *, by: str) -> None:
        closed = self._now() if status == "closed" else NEVER
        self._change(id, {"status": status, "lastClosedDate": closed}, by=by)

    def to_json(self) -> dict[str, Any]:
        with self._lock:
            return {id: [name, ticket] for id, (name, ticket) in self._tickets.items()}

    def load_json(self, state: Mapping[str, Any]) -> None:
        with self._lock:
            self._tickets = {id: (name, ticket) for id, (name, ticket) in state.items()}

    def _change(self, id: str, fields: Mapping[str, Any], *, by: str) -> None:
        name, ticket = self.find(id)
        touched = {"lastUpdatedBy": by, "lastModifiedDate": self._now()}
        with self._lock:
            self._tickets[id] = name, {**ticket, **fields, **touched}

    def _now(self) -> str:
        return self._clock.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _who(account: Account, customer_id: str) -> Resource:
    """Whose problem it is, and whom an agent at Microsoft calls."""
    organization = {"id": account.tenant_id, "name": account.partner_name, "phoneNumber": ""}
    country = {"china": "CN", "us": "US"}.get(account.cloud, "DE")
    contact = {
        "organization": dict(organization),
        "contactId": account.client_id,
        "firstName": "Admin",
        "lastName": "Agent",
        "email": "agent@partner.example",
        "phoneNumber": "",
    }
    if customer_id:
        company = account.customers[customer_id]["companyProfile"]
        organization = {"id": customer_id, "name": company["companyName"], "phoneNumber": ""}
        country = company["address"]["country"]
    return {"organization": organization, "primaryContact": contact, "countryCode": country}
