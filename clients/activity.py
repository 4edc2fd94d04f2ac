"""Activity records, read from Partner Center: who suspended it in the portal?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urlencode

from clients.partner_accounts import Lines
from clients.partner_fields import instant, named, resource, text
from core.domain.activity import Activity
from core.domain.clouds import Capability
from core.domain.customers import CustomerKey, is_guid
from core.ports.outside import Missing, Unreachable

LARGEST_VALUE = 200_000


class ActivityReader:
    """The port `core.ports.partner_activity.PartnerActivity` over HTTP."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def activity(self, key: CustomerKey, since: date, until: date) -> Iterator[Activity]:
        line = self._lines.line(key.account).having(Capability.AUDIT_RECORDS)
        if not is_guid(key.tenant_id):
            raise Missing("not a tenant id")
        wanted = {"Field": "CustomerId", "Value": key.tenant_id, "Operator": "equals"}
        query = urlencode(
            {
                "startDate": since.isoformat(),
                "endDate": until.isoformat(),
                "filter": json.dumps(wanted, separators=(",", ":")),
            }
        )
        for page in line.calls.pages("/auditrecords", query):
            for said in page:
                if text(said, "customerId").lower() == key.tenant_id:
                    yield _activity(said)


def _activity(said: Mapping[str, object]) -> Activity:
    at = instant(said.get("operationDate"))
    if at is None:
        raise Unreachable("an activity record without a date")
    new = _value(said)
    return Activity(
        record_id=text(said, "id"),
        at=at,
        tenant_id=text(said, "customerId").lower(),
        operation=named(said.get("operationType"), {}),
        outcome=named(said.get("operationStatus"), {}),
        person=text(said, "userPrincipalName"),
        application=text(said, "applicationId").lower(),
        subscription_id=_subscription(said, new),
        status=named(new.get("status"), {}),
    )


def _value(said: Mapping[str, object]) -> Mapping[str, object]:
    """What the resource is now: JSON inside a text, of any size and casing, or nothing to read."""
    written = text(said, "resourceNewValue")
    if not written or len(written) > LARGEST_VALUE:
        return {}
    try:
        return resource(json.loads(written))
    except (ValueError, RecursionError, Unreachable):
        return {}


def _subscription(said: Mapping[str, object], new: Mapping[str, object]) -> str:
    """By its own id, which may be that of an Azure subscription, else by what stands beside it."""
    if named(said.get("resourceType"), {}) != "subscription":
        return ""
    if is_guid(own := text(new, "id").lower()):
        return own
    listed = said.get("customizedData")
    for pair in listed if isinstance(listed, list) else []:
        if isinstance(pair, Mapping) and _is_subscription(text(pair, "key")):
            return text(pair, "value").lower()
    return ""


def _is_subscription(key: str) -> bool:
    return key.lower().replace("_", "") == "subscriptionid"
