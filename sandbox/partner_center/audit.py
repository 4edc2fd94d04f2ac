"""Audit records: every change that Partner Center accepted, as it tells a partner of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Answer, Refused
from sandbox.partner_center.call import Call
from sandbox.partner_center.paging import page_by_token, place_asked
from sandbox.partner_center.resources import Resource
from sandbox.partner_center.truth import Truth

USUAL_DAYS, MOST_DAYS, LARGEST_PAGE = 30, 90, 500
IN_THE_PORTAL = "admin.agent@partner.example"

_Filter = Callable[[Resource, str], bool]
_FILTERS: Mapping[str, tuple[str, _Filter]] = {
    "companyname": ("substring", lambda one, text: text in one["customerName"].casefold()),
    "customerid": ("equals", lambda one, text: one["customerId"] == text),
    "resourcetype": ("equals", lambda one, text: one["resourceType"] == text),
}


def audit_call(call: Call, truth: Truth, now: datetime) -> Answer:
    if call.method != "GET":
        raise Refused(405, "405", f"{call.method} is not allowed here.")
    first, last = _window(call, now.date())
    place = place_asked(call, usual=LARGEST_PAGE, largest=LARGEST_PAGE)
    found = [
        _record(call.account, change)
        for change in reversed(truth.changes())
        if change["account"] == call.account.name
        and first <= datetime.fromisoformat(change["at"]).date() <= last
    ]
    query = {"startDate": first.isoformat(), "endDate": last.isoformat(), "size": str(place.size)}
    if place.filter:
        found = _filtered(found, place.filter)
        query["filter"] = place.filter
    return page_by_token(found, place, "/auditrecords", query)


def _window(call: Call, today: date) -> tuple[date, date]:
    last = _day(call, "endDate") or today
    first = _day(call, "startDate") or last - timedelta(days=USUAL_DAYS)
    if today - first > timedelta(days=MOST_DAYS):
        raise Refused(400, "400", f"Records older than {MOST_DAYS} days are not kept.")
    if first > last:
        raise Refused(400, "400", "The startDate must not be after the endDate.")
    return first, last


def _day(call: Call, name: str) -> date | None:
    text = call.query.get(name, "")
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise Refused(400, "400", f"The {name} cannot be read.") from None


def _record(account: Account, change: Mapping[str, Any]) -> Resource:
    resource_type, operation = _what(change)
    customer = account.customers[change["customer_id"]]
    return {
        "id": f"{account.tenant_id}_{change['n']}",
        "partnerId": account.tenant_id,
        "customerId": customer["id"],
        "customerName": customer["companyProfile"]["companyName"],
        "userPrincipalName": IN_THE_PORTAL if change["by"] == "portal" else "",
        "applicationId": account.client_id if change["by"] == "api" else "",
        "resourceType": resource_type,
        "resourceOldValue": _value(change, 0),
        "resourceNewValue": _value(change, 1),
        "operationType": operation,
        "operationDate": change["at"],
        "operationStatus": "succeeded",
        "customizedData": [
            {"key": name, "value": change[name]}
            for name in ("subscription_id", "entitlement_id")
            if change[name]
        ],
        "attributes": {"objectType": "AuditRecord"},
    }


def _what(change: Mapping[str, Any]) -> tuple[str, str]:
    if change["subscription_id"]:
        return "subscription", "update_subscription"
    if "amount" in change["changed"]:
        return "customer", "update_customer_spending_budget"
    return "partner_relationship", "remove_partner_customer_relationship"


def _value(change: Mapping[str, Any], which: int) -> str:
    """JSON inside a text, as the real one has it: what changed, and of which resource."""
    id = change["entitlement_id"] or change["subscription_id"] or change["customer_id"]
    values = {name: both[which] for name, both in change["changed"].items()}
    return json.dumps({"Id": id} | {name[:1].upper() + name[1:]: v for name, v in values.items()})


def _filtered(records: list[Resource], filter_text: str) -> list[Resource]:
    try:
        asked = {key.lower(): str(value) for key, value in json.loads(filter_text).items()}
        operator, fits = _FILTERS[asked["field"].lower()]
        value, is_right = asked["value"].casefold(), asked["operator"].lower() == operator
    except (ValueError, KeyError, AttributeError):
        is_right = False
    if not is_right:
        raise Refused(400, "400", "The filter cannot be read.")
    return [one for one in records if fits(one, value)]
