"""Reading subscriptions, and the one verb that changes them."""

from __future__ import annotations

from datetime import datetime

from sandbox.partner_center.answers import Answer, Refused
from sandbox.partner_center.call import Call
from sandbox.partner_center.customers import related_customer
from sandbox.partner_center.money.credit import check_may_buy
from sandbox.partner_center.resources import Resource, collection, etag_of, is_add_on_of
from sandbox.partner_center.rules import after_patch, settled
from sandbox.partner_center.truth import PORTAL, Author, Truth

_FILTERS = {"order_id": "orderId", "mpn_id": "partnerId"}


def list_subscriptions(call: Call, customer_id: str, truth: Truth) -> Answer:
    owned = _owned(call, customer_id)
    for asked, field in _FILTERS.items():
        if asked in call.query:
            owned = [s for s in owned if s.get(field) == call.query[asked]]
    uri = f"/customers/{customer_id}/subscriptions"
    return Answer(200, collection(map(truth.seen_by_api, owned), uri), is_list=True)


def list_add_ons(call: Call, customer_id: str, id: str, truth: Truth) -> Answer:
    base = one_subscription(call, customer_id, id)
    found = [s for s in _owned(call, customer_id) if is_add_on_of(base["id"], s)]
    uri = f"/customers/{customer_id}/subscriptions/{id}/addons"
    return Answer(200, collection(map(truth.seen_by_api, found), uri), is_list=True)


def get_subscription(call: Call, customer_id: str, id: str, truth: Truth) -> Answer:
    return Answer(200, truth.seen_by_api(one_subscription(call, customer_id, id)))


def patch_subscription(
    call: Call, customer_id: str, id: str, truth: Truth, now: datetime
) -> Answer:
    """Suspend, reactivate, cancel or edit: once for each request id."""
    stored = one_subscription(call, customer_id, id)
    key = f"{call.account.name}/{stored['id']}/{call.required_request_id()}"
    if (known := truth.answered_before(key)) is not None:
        return Answer(200, known)
    stored = _after_others(call, customer_id.lower(), stored, truth)
    if call.required_etag() != etag_of(stored):
        raise Refused(400, "2055", "The ETag in If-Match is not the current one.")
    sent = call.sent_resource()
    call.left_out.extend(sorted(stored.keys() - sent.keys()))
    if sent.get("status") == "suspended" != stored["status"]:
        _check_nothing_runs_under(call, stored, truth)
    after = after_patch(stored, sent, _base_of(call, customer_id, stored), now)
    if call.meets("accepted_but_unchanged"):
        return Answer(200, after)
    if sent["quantity"] > stored["quantity"]:
        check_may_buy(call.account, truth, now)
    author = Author("api", call.request_id, call.correlation_id)
    changed = truth.change(call.account, customer_id.lower(), after, author=author)
    truth.remember_answer(key, changed)
    if call.fault is not None and call.fault.kind in ("late", "accepted"):
        truth.show_late(stored, reads=call.fault.reads)
    return Answer(200, changed)


def _owned(call: Call, customer_id: str) -> list[Resource]:
    customer = related_customer(call.account, customer_id)
    return list(call.account.subscriptions.get(customer["id"], {}).values())


def one_subscription(call: Call, customer_id: str, id: str) -> Resource:
    for subscription in _owned(call, customer_id):
        if subscription["id"] == id.lower():
            return subscription
    raise Refused(404, "20003", f"The subscription {id} was not found.")


def _after_others(call: Call, customer_id: str, stored: Resource, truth: Truth) -> Resource:
    """What somebody was quicker with, if that is the fault that was asked for."""
    if call.meets("stale_etag"):
        return truth.touch(call.account, customer_id, stored)
    if call.fault is None or not call.meets("meanwhile"):
        return stored
    changed = settled(stored, {**stored, **call.fault.set})
    return truth.change(call.account, customer_id, changed, author=PORTAL)


def _check_nothing_runs_under(call: Call, plan: Resource, truth: Truth) -> None:
    under = call.account.entitlements.get(plan["id"], {}).values()
    if any(truth.looks(entitlement)["status"] == "active" for entitlement in under):
        raise Refused(
            403, "900115", "An Azure plan cannot be suspended while it has active subscriptions."
        )


def _base_of(call: Call, customer_id: str, subscription: Resource) -> Resource | None:
    base_id = subscription.get("parentSubscriptionId")
    return next((s for s in _owned(call, customer_id) if s["id"] == base_id), None)
