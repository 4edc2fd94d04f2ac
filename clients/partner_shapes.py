"""Partner Center's JSON as our own words: customers and subscriptions, whatever their casing."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from clients.partner_fields import inner, instant, is_yes, named, text, texts, whole
from core.domain.customers import (
    Customer,
    CustomerKey,
    Generation,
    Subscription,
    is_guid,
)
from core.ports.outside import Unreachable

log = logging.getLogger(__name__)

# Microsoft's kits agree on these numbers only; another one stays text and so unknown to us.
NUMBERED_STATUSES = {0: "none", 1: "active"}
NUMBERED_BILLING = {0: "none", 1: "usage", 2: "license"}
NEW_COMMERCE_OFFER = re.compile(r"[^:\s]+:[^:\s]+:[^:\s]+")
LONGEST_REGISTRATION = 100
LEGACY_AZURE = "ms-azr-"
SENT_ETAG = re.compile(r"[\x21\x23-\x7e]{1,1000}")


def customer(said: Mapping[str, object], account: str, read_at: datetime | None) -> Customer:
    company = inner(said, "companyProfile")
    tenant_id = text(said, "id").lower()
    if not is_guid(tenant_id):
        raise Unreachable("a customer without a tenant id")
    return Customer(
        key=CustomerKey(account, tenant_id),
        name=text(company, "companyName"),
        domain=text(company, "domain").lower(),
        country=country(company),
        relationship=text(said, "relationshipToPartner").lower() or "unknown",
        read_at=read_at,
        registration=text(company, "organizationRegistrationNumber")[:LONGEST_REGISTRATION],
    )


def customers(
    listed: Sequence[Mapping[str, object]], account: str, read_at: datetime | None
) -> list[Customer]:
    """Those of a list that have a tenant id; nothing can be done to the others."""
    known = [said for said in listed if is_guid(text(said, "id").lower())]
    if left_out := len(listed) - len(known):
        log.warning("customers without a tenant id left out account=%s n=%d", account, left_out)
    return [customer(said, account, read_at) for said in known]


def country(company: Mapping[str, object]) -> str:
    """The ISO code of a company profile's address, empty where it has none."""
    code = text(inner(company, "address"), "country").upper()
    return code if re.fullmatch("[A-Z]{2}", code) else ""


def subscription(
    said: Mapping[str, object], key: CustomerKey, read_at: datetime | None
) -> Subscription:
    subscription_id = text(said, "id").lower()
    if not is_guid(subscription_id):
        raise Unreachable("a subscription without a GUID")
    offer_name = text(said, "offerName")
    return Subscription(
        customer=key,
        subscription_id=subscription_id,
        name=text(said, "friendlyName") or offer_name,
        offer_name=offer_name,
        status=named(said.get("status"), NUMBERED_STATUSES) or "unknown",
        quantity=whole(said.get("quantity")),
        generation=generation(said),
        parent_id=text(said, "parentSubscriptionId").lower(),
        auto_renew=is_yes(said.get("autoRenewEnabled")),
        commitment_ends=instant(said.get("commitmentEndDate")),
        suspension_reasons=texts(said.get("suspensionReasons")),
        etag=etag(said),
        term=text(said, "termDuration").upper(),
        billing_cycle=named(said.get("billingCycle"), {}),
        cancel_until=instant(said.get("cancellationAllowedUntilDate")),
        bought_at=instant(said.get("creationDate")),
        read_at=read_at,
    )


def subscriptions(
    listed: Sequence[Mapping[str, object]], key: CustomerKey, read_at: datetime | None
) -> list[Subscription]:
    """Those of a list that have a GUID; nothing can be done to the others."""
    known = [said for said in listed if is_guid(text(said, "id").lower())]
    if left_out := len(listed) - len(known):
        log.warning("subscriptions without a GUID left out customer=%s n=%d", key, left_out)
    return [subscription(said, key, read_at) for said in known]


def azure_subscription(
    said: Mapping[str, object], key: CustomerKey, plan_id: str, read_at: datetime | None
) -> Subscription:
    """An entitlement of an Azure plan. It has no ETag, no seats and no end of its own; whether its
    status is text or a number is not known, and a number stays unknown."""
    azure_id = text(said, "id").lower()
    if not is_guid(azure_id):
        raise Unreachable("an Azure subscription without a GUID")
    return Subscription(
        customer=key,
        subscription_id=azure_id,
        name=text(said, "friendlyName") or azure_id,
        offer_name="Azure",
        status=named(said.get("status"), {}) or "unknown",
        quantity=0,
        generation=Generation.AZURE,
        parent_id=plan_id,
        read_at=read_at,
    )


def azure_subscriptions(
    listed: Sequence[Mapping[str, object]],
    key: CustomerKey,
    plan_id: str,
    read_at: datetime | None,
) -> list[Subscription]:
    """Those of a list that have a GUID; nothing can be done to the others."""
    known = [said for said in listed if is_guid(text(said, "id").lower())]
    if left_out := len(listed) - len(known):
        log.warning("Azure subscriptions without a GUID left out customer=%s n=%d", key, left_out)
    return [azure_subscription(said, key, plan_id, read_at) for said in known]


def generation(said: Mapping[str, object]) -> Generation:
    """How it is sold. Usage comes first: an Azure plan's offer looks like new commerce."""
    offer = text(said, "offerId")
    is_new_offer = NEW_COMMERCE_OFFER.fullmatch(offer) is not None
    if offer.lower().startswith(LEGACY_AZURE):
        return Generation.LEGACY
    if named(said.get("billingType"), NUMBERED_BILLING) == "usage":
        return Generation.AZURE_PLAN if is_new_offer else Generation.UNKNOWN
    if _is_software(said):
        return Generation.SOFTWARE
    if is_new_offer or instant(said.get("cancellationAllowedUntilDate")):
        return Generation.NEW_COMMERCE
    return Generation.LEGACY if is_guid(offer.lower()) else Generation.UNKNOWN


def etag(said: Mapping[str, object]) -> str:
    """The resource's ETag without quotes, empty where it has none that fits a header."""
    found = text(inner(said, "attributes"), "etag").strip('"')
    return found if SENT_ETAG.fullmatch(found) else ""


def _is_software(said: Mapping[str, object]) -> bool:
    """Perpetual licences and software: bought once, nothing runs that could be suspended."""
    product = text(inner(said, "productType"), "id").lower()
    contract = text(said, "contractType").lower()
    bought_once = text(said, "billingCycle").lower() == "one_time" and not text(
        said, "termDuration"
    )
    return product == "software" or contract in ("productkey", "redemptioncode") or bought_once
