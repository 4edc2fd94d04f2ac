"""The control API: what is true at Partner Center, and changing it behind the bot's back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.calls import NotHere, WrongCall, answer_wrong_calls, query_number, sent_object
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.requests import RequestLog
from sandbox.partner_center.resources import Resource
from sandbox.partner_center.rules import settled
from sandbox.partner_center.truth import PORTAL, Truth

RELATIONSHIPS = ("reseller", "none")
STATUSES = ("active", "suspended", "deleted", "pending", "expired", "disabled")
ENTITLEMENT_STATUSES = ("active", "inactive", "disabled")
_FIXED = ("id", "attributes")


def control_blueprint(truth: Truth, log: RequestLog) -> Blueprint:
    routes = answer_wrong_calls(
        Blueprint("partner_center_control", __name__, url_prefix="/sandbox/partner-center")
    )

    @routes.get("/customers")
    def customers() -> ResponseReturnValue:
        return jsonify(_customers(truth, request.args.get("account")))

    @routes.get("/subscriptions/<id>")
    def subscription(id: str) -> ResponseReturnValue:
        with truth.lock:
            return jsonify(truth.find(id)[2])

    @routes.get("/entitlements/<id>")
    def entitlement(id: str) -> ResponseReturnValue:
        with truth.lock:
            return jsonify(truth.find_entitlement(id)[2])

    @routes.get("/changes")
    def changes() -> ResponseReturnValue:
        return jsonify(truth.changes(int(query_number("after", 0))))

    @routes.get("/requests")
    def requests() -> ResponseReturnValue:
        return jsonify(log.listed(int(query_number("after", 0))))

    _add_levers(routes, truth)
    return routes


def _add_levers(routes: Blueprint, truth: Truth) -> None:
    @routes.post("/portal")
    def portal() -> ResponseReturnValue:
        return jsonify(_change_in_portal(truth, sent_object()))

    @routes.post("/options")
    def options() -> ResponseReturnValue:
        return jsonify(_turn_options(truth, sent_object()))


def _customers(truth: Truth, name: str | None) -> list[Resource]:
    with truth.lock:
        accounts = [truth.account(name)] if name else truth.accounts.values()
        return [_with_subscriptions(a, customer) for a in accounts for customer in a.customers]


def _with_subscriptions(account: Account, customer_id: str) -> Resource:
    owned = list(account.subscriptions.get(customer_id, {}).values())
    return account.customers[customer_id] | {
        "account": account.name,
        "subscriptions": owned,
        "entitlements": [e for s in owned for e in account.entitlements.get(s["id"], {}).values()],
    }


def _change_in_portal(truth: Truth, asked: Mapping[str, Any]) -> Resource:
    match asked:
        case {"entitlement_id": str(id), "set": {"status": str(to), **more}, **rest}:
            if to not in ENTITLEMENT_STATUSES or more or rest:
                raise WrongCall(f"status is one of {', '.join(ENTITLEMENT_STATUSES)}")
            return _set_entitlement(truth, id, to)
        case {"subscription_id": str(id), "set": dict(fields), **rest} if fields and not rest:
            return _set_subscription(truth, id, fields)
        case {"customer_id": str(id), "set": {"relationshipToPartner": str(to), **more}, **rest}:
            if to not in RELATIONSHIPS or more or rest:
                raise WrongCall(f"relationshipToPartner is one of {', '.join(RELATIONSHIPS)}")
            return _set_relationship(truth, id, to)
        case {"customer_id": str(id), "set": {"agreement": bool(agreed), **more}, **rest} if not (
            more or rest
        ):
            return _set_agreement(truth, id, agreed)
    raise WrongCall('say {"subscription_id": ..., "set": {"status": "active", ...}}')


def _set_subscription(truth: Truth, id: str, fields: Resource) -> Resource:
    if fixed := [name for name in _FIXED if name in fields]:
        raise WrongCall(f"nobody can set {', '.join(fixed)}")
    if "status" in fields and fields["status"] not in STATUSES:
        raise WrongCall(f"status must be one of {', '.join(STATUSES)}")
    with truth.lock:
        account, customer_id, before = truth.find(id)
        after = settled(before, before | fields) | fields
        return truth.change(account, customer_id, after, author=PORTAL)


def _set_entitlement(truth: Truth, id: str, to: str) -> Resource:
    with truth.lock:
        account, customer_id, before = truth.find_entitlement(id)
        after = before | {"status": to}
        return truth.change_entitlement(account, customer_id, after, author=PORTAL)


def _set_relationship(truth: Truth, id: str, to: str) -> Resource:
    with truth.lock:
        for account in truth.accounts.values():
            if id in account.customers:
                return truth.change_relationship(account, id, to)
    raise NotHere(f"there is no customer {id}")


def _set_agreement(truth: Truth, id: str, agreed: bool) -> Resource:
    with truth.lock:
        for account in truth.accounts.values():
            if id in account.customers:
                change = account.unsigned.discard if agreed else account.unsigned.add
                change(id)
                return {"customer_id": id, "agreement": agreed}
    raise NotHere(f"there is no customer {id}")


def _turn_options(truth: Truth, asked: Resource) -> Resource:
    if not isinstance(asked.get("account"), str):
        raise WrongCall(f"account must be one of {', '.join(truth.accounts)}")
    wished = {name: value for name, value in asked.items() if name != "account"}
    with truth.lock:
        account = truth.account(asked["account"])
        account.options = account.options.turned(wished)
        return {"account": account.name, **asdict(account.options)}
