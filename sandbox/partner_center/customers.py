"""Reading customers: the list with its pages and filters, one, its profiles."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Answer, Refused
from sandbox.partner_center.call import Call
from sandbox.partner_center.resources import Resource

LARGEST_PAGE = 500
_FILTERS = {"CompanyName": "companyName", "Domain": "domain"}


def list_customers(call: Call) -> Answer:
    size, filter_text, offset = _place(call)
    found = [_in_list(c) for c in call.account.customers.values() if _is_related(c)]
    if filter_text:
        found = _filtered(found, filter_text)
    page = found[offset : offset + size]
    query = {"size": str(size)} | ({"filter": filter_text} if filter_text else {})
    body: dict[str, Any] = {"totalCount": len(found), "items": page, "links": {}}
    body["links"]["self"] = {"uri": f"/customers?{urlencode(query)}", "method": "GET"}
    if offset + size < len(found):
        token = _token(size, filter_text, offset + size)
        body["links"]["next"] = _next_link(query, token)
        body["continuationToken"] = token
    body["attributes"] = {"objectType": "Collection"}
    return Answer(200, body, is_list=True)


def get_customer(call: Call, customer_id: str) -> Answer:
    return Answer(200, related_customer(call.account, customer_id))


def get_profile(call: Call, customer_id: str, kind: str) -> Answer:
    return Answer(200, related_customer(call.account, customer_id)[f"{kind}Profile"])


def related_customer(account: Account, customer_id: str) -> Resource:
    """A customer that this partner still does business with."""
    customer = account.customers.get(customer_id.lower())
    if customer is None:
        raise Refused(404, "60003", f"The tenant {customer_id} was not found.")
    if not _is_related(customer):
        raise Refused(403, "20002", "There is no commerce relationship with this customer.")
    return customer


def _is_related(customer: Mapping[str, Any]) -> bool:
    return bool(customer["relationshipToPartner"] == "reseller")


def _in_list(customer: Mapping[str, Any]) -> Resource:
    company = customer["companyProfile"]
    short = {name: company[name] for name in ("tenantId", "domain", "companyName")}
    return {
        "id": customer["id"],
        "commerceId": customer["commerceId"],
        "companyProfile": short | {"attributes": {"objectType": "CustomerCompanyProfile"}},
        "relationshipToPartner": customer["relationshipToPartner"],
        "attributes": {"objectType": "Customer"},
    }


def _place(call: Call) -> tuple[int, str, int]:
    """Page size, filter and offset: from the query, or from the token of the last page."""
    token = call.headers.get("MS-ContinuationToken")
    if token is None:
        return _size(call), call.query.get("filter", ""), 0
    if call.query.get("seekOperation", "").lower() != "next":
        raise Refused(400, "400", "A continuation token needs seekOperation=Next.")
    try:
        place = json.loads(base64.b64decode(token, validate=True))
        return int(place["size"]), str(place["filter"]), int(place["offset"])
    except (ValueError, KeyError, TypeError):
        raise Refused(400, "400", "The continuation token is not valid.") from None


def _size(call: Call) -> int:
    text = call.query.get("size", "0")
    if not text.isdecimal() or int(text) > LARGEST_PAGE:
        raise Refused(400, "400", f"The size must be a number from 0 to {LARGEST_PAGE}.")
    return int(text) or call.account.options.page_size


def _token(size: int, filter_text: str, offset: int) -> str:
    place = {"size": size, "filter": filter_text, "offset": offset}
    return base64.b64encode(json.dumps(place).encode()).decode()


def _next_link(query: Mapping[str, str], token: str) -> Resource:
    asked = urlencode({**query, "seekOperation": "Next"})
    header = {"key": "MS-ContinuationToken", "value": token}
    # without /v1 in front, as Microsoft's own samples have it
    return {"uri": f"/customers?{asked}", "method": "GET", "headers": [header]}


def _filtered(customers: list[Resource], filter_text: str) -> list[Resource]:
    try:
        asked = {key.lower(): value for key, value in json.loads(filter_text).items()}
        field, value = _FILTERS[asked["field"]], str(asked["value"]).casefold()
        operator = asked["operator"].lower()
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(400, "400", "The filter cannot be read.") from None
    if operator != "starts_with":
        raise Refused(400, "400", f"The operator {operator} does not fit this field.")
    return [c for c in customers if c["companyProfile"][field].casefold().startswith(value)]
