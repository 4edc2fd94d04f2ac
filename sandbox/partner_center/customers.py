"""Reading customers: the list with its pages and filters, one, its profiles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Answer, Refused
from sandbox.partner_center.call import Call
from sandbox.partner_center.paging import page_by_token, place_asked
from sandbox.partner_center.resources import Resource

LARGEST_PAGE = 500
_FILTERS = {"CompanyName": "companyName", "Domain": "domain"}


def list_customers(call: Call) -> Answer:
    place = place_asked(call, usual=call.account.options.page_size, largest=LARGEST_PAGE)
    found = [_in_list(c) for c in call.account.customers.values() if _is_related(c)]
    if place.filter:
        found = _filtered(found, place.filter)
    query = {"size": str(place.size)} | ({"filter": place.filter} if place.filter else {})
    return page_by_token(found, place, "/customers", query)


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
