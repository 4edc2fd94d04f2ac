"""The sample partner: its accounts with their customers and subscriptions."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from sandbox.data.offers import OFFERS, Offer
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.resources import Resource, make_etag

FOLDER = Path(__file__).parent
PARTNER = "Rheinland Cloud Services GmbH"
MPN_ID = "6179042"
TIME_ZONE = "Europe/Berlin"
# How long something that was bought can be given back.
USUAL_DAYS, PERPETUAL_DAYS = 7, 30

# Good for nothing but this sandbox.
MAIN_TENANT = "3f9c6a52-5b0e-4d2b-9c55-1a7be0c4d6f1"
MAIN_CLIENT = "b6a1d0f7-2f4c-4f0b-8a43-6d1f5e7c9a20"
MAIN_SECRET = "demo-secret-of-the-main-account"
CHINA_TENANT = "9d27e4b8-71c3-4e6a-b0f4-58c2d9a3e711"
CHINA_CLIENT = "c2e85b19-9a7d-46f3-b1d8-04f7a6e3c58d"
CHINA_SECRET = "demo-secret-of-the-china-account"

US_TENANT = "e76d8153-cda9-45ff-9eb5-9167b2d30d16"
US_CLIENT = "1ff39dc8-62b9-4685-bf5b-2384a46be223"
US_SECRET = "demo-secret-of-the-us-account"
# An indirect reseller: it has no access to the API and asks its provider.
SHOP_TENANT = "d111122f-7f6c-4171-a9b8-1f92a759ee5b"
SHOP_CLIENT = "71e1bdc4-6624-4e43-ac1c-040a67eea237"
SHOP_SECRET = "demo-secret-of-the-shop-account"
SHOP_PROVIDER = "Hansa Cloud Distribution AG"

CONTOSO = "0ce98e8d-ca00-4ab0-8205-cd156818f096"
NORDWIND = "7c1e0000-0000-4000-8000-0000000004ab"


def usual_accounts() -> list[Account]:
    """The two that every sandbox has, still without customers."""
    main = Account("main", "global", PARTNER, MAIN_TENANT, MAIN_CLIENT, MAIN_SECRET)
    china = Account(
        "china", "china", PARTNER, CHINA_TENANT, CHINA_CLIENT, CHINA_SECRET, currency="CNY"
    )
    return [main, china]


def sample_accounts() -> list[Account]:
    """Fresh copies of the two usual accounts; what is done to them touches no other copy."""
    return _filled(*usual_accounts())


def further_accounts() -> list[Account]:
    """The US Government cloud, and an indirect reseller without any access."""
    shop = "Kontor Nord IT GmbH"
    return _filled(
        Account("us", "us", PARTNER, US_TENANT, US_CLIENT, US_SECRET, currency="USD"),
        Account("shop", "global", shop, SHOP_TENANT, SHOP_CLIENT, SHOP_SECRET, tier="reseller"),
    )


def every_account() -> list[Account]:
    """All accounts that the stand-in knows."""
    return [*sample_accounts(), *further_accounts()]


def _filled(*accounts: Account) -> list[Account]:
    """Accounts with their customers, and what these have."""
    named = {account.name: account for account in accounts}
    tenants: dict[str, tuple[Account, str]] = {}
    plans: dict[str, Account] = {}
    for row in _rows("customers.csv"):
        if account := named.get(row["account"]):
            account.customers[row["tenant_id"]] = _customer(row)
            account.subscriptions[row["tenant_id"]] = {}
            tenants[row["domain"]] = account, row["tenant_id"]
    for row in _rows("subscriptions.csv"):
        if row["customer"] in tenants:
            account, id = tenants[row["customer"]]
            account.subscriptions[id][row["id"]] = _subscription(row, OFFERS[row["offer"]], id)
            plans[row["id"]] = account
    for row in _rows("entitlements.csv"):
        if account := plans.get(row["plan"]):
            account.entitlements.setdefault(row["plan"], {})[row["id"]] = _entitlement(row)
            account.daily_costs[row["id"]] = Decimal(row["daily"])
    return list(accounts)


@cache
def _rows(name: str) -> tuple[Mapping[str, str], ...]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _customer(row: Mapping[str, str]) -> Resource:
    return {
        "id": row["tenant_id"],
        "commerceId": row["commerce_id"],
        "companyProfile": _company(row),
        "billingProfile": _billing(row),
        "relationshipToPartner": "reseller",
        "allowDelegatedAccess": True,
        "customDomains": [row["domain"]],
        "associatedPartnerId": None,
        "attributes": {"objectType": "Customer"},
    }


def _company(row: Mapping[str, str]) -> Resource:
    return {
        "tenantId": row["tenant_id"],
        "domain": row["domain"],
        "companyName": row["name"],
        "address": {
            "country": row["country"],
            "city": row["city"],
            "addressLine1": row["street"],
            "postalCode": row["postal_code"],
        },
        "email": f"office@{row['domain']}",
        "attributes": {"objectType": "CustomerCompanyProfile"},
    }


def _billing(row: Mapping[str, str]) -> Resource:
    contact = {"firstName": row["first_name"], "lastName": row["last_name"]}
    return {
        "id": row["commerce_id"],
        **contact,
        "email": f"billing@{row['domain']}",
        "culture": row["culture"],
        "language": row["culture"].split("-")[0],
        "companyName": row["name"],
        "defaultAddress": {
            "country": row["country"],
            "city": row["city"],
            "addressLine1": row["street"],
            "postalCode": row["postal_code"],
            **contact,
        },
        "attributes": {"etag": "6842361", "objectType": "CustomerBillingProfile"},
    }


def _subscription(row: Mapping[str, str], offer: Offer, customer_id: str) -> Resource:
    reasons = row["suspension_reasons"]
    return {
        **_bought(row, offer),
        "creationDate": f"{row['started']}T09:12:44.683Z",
        "effectiveStartDate": f"{row['started']}T00:00:00Z",
        "commitmentEndDate": f"{row['ends']}T23:59:59Z",
        "status": row["status"],
        "autoRenewEnabled": row["auto_renew"] == "yes",
        "billingType": offer.billing,
        "billingCycle": row["billing_cycle"],
        "hasPurchasableAddons": not row["parent"] and offer.billing == "license",
        "isTrial": row["is_trial"] == "yes",
        "isMicrosoftProduct": True,
        "publisherName": "Microsoft Corporation",
        "actions": ["edit", "cancel"],
        "partnerId": MPN_ID,
        "suspensionReasons": [reasons] if reasons else [],
        "contractType": "productKey" if offer.product_type == "Software" else "subscription",
        "orderId": row["order_id"],
        "attentionNeeded": bool(reasons),
        "actionTaken": False,
        **(_new_commerce(row, offer) if _has_terms(offer) else {}),
        "links": _links(row, customer_id),
        "attributes": {"etag": make_etag(row["id"], 1), "objectType": "Subscription"},
    }


def _has_terms(offer: Offer) -> bool:
    """Legacy offers and what is paid by use end no term and are cancelled in no window."""
    return ":" in offer.id and offer.billing == "license"


def _entitlement(row: Mapping[str, str]) -> Resource:
    """An Azure subscription under a plan, as its list shows it."""
    return {
        "id": row["id"],
        "friendlyName": row["name"],
        "status": row["status"],
        "subscriptionId": row["plan"],
        "attributes": {"objectType": "AzureEntitlement"},
    }


def _bought(row: Mapping[str, str], offer: Offer) -> Resource:
    parent = {"parentSubscriptionId": row["parent"]} if row["parent"] else {}
    return {
        "id": row["id"],
        "entitlementId": row["id"],
        "offerId": offer.id,
        "offerName": offer.name,
        "friendlyName": offer.name,
        "productType": {"id": offer.product_type, "displayName": offer.product_type},
        "quantity": int(row["quantity"]),
        "unitType": "Usage-based" if offer.billing == "usage" else "Licenses",
        **parent,
    }


def _new_commerce(row: Mapping[str, str], offer: Offer) -> Resource:
    """The fields that only new-commerce subscriptions have."""
    terms: Resource = {}
    if row["term"]:
        terms = {"termDuration": row["term"], "renewalTermDuration": row["term"]}
    if row["next_term_quantity"]:
        terms["scheduledNextTermInstructions"] = _next_term(row, offer)
    days = PERPETUAL_DAYS if row["billing_cycle"] == "one_time" else USUAL_DAYS
    window = date.fromisoformat(row["started"]) + timedelta(days=days)
    return {
        **terms,
        "cancellationAllowedUntilDate": f"{window.isoformat()}T09:12:44.683Z",
        "refundOptions": [],
        "refundableQuantity": None,
    }


def _next_term(row: Mapping[str, str], offer: Offer) -> Resource:
    product_id, sku_id, availability_id = offer.id.split(":")
    product = {
        "productId": product_id,
        "skuId": sku_id,
        "availabilityId": availability_id,
        "billingCycle": row["billing_cycle"],
        "termDuration": row["term"],
    }
    return {"product": product, "quantity": int(row["next_term_quantity"])}


def _links(row: Mapping[str, str], customer_id: str) -> Resource:
    uri = f"/customers/{customer_id}/subscriptions/{row['id']}"
    links = {"self": {"uri": uri, "method": "GET", "headers": []}}
    if row["parent"]:
        parent = f"/customers/{customer_id}/subscriptions/{row['parent']}"
        links["parentSubscription"] = {"uri": parent, "method": "GET", "headers": []}
    return links
