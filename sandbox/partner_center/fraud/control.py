"""Control API: plant abuse, end it, and see what Microsoft sees and what was answered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.calls import NotHere, WrongCall, answer_wrong_calls, sent_object
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.fraud.abuse import SOURCES, STATUSES, AbuseBook
from sandbox.partner_center.fraud.shapes import MINING
from sandbox.partner_center.truth import Truth
from sandbox.partner_center.webhooks.notices import fraud_detected
from sandbox.partner_center.webhooks.postman import Postman

LEVELS = ("informational", "low", "medium", "high")
USUAL: Mapping[str, Any] = {"kind": MINING, "severity": "high", "confidence": "high"}
KIND = re.compile(r"[A-Za-z][A-Za-z0-9]{2,79}")
FIELDS = frozenset({*USUAL, "sources", "is_test", "first", "hint", "customer_id", "account"})
PERSON = "somebody in the portal"


def fraud_blueprint(truth: Truth, book: AbuseBook, postman: Postman) -> Blueprint:
    routes = answer_wrong_calls(
        Blueprint("partner_center_fraud", __name__, url_prefix="/sandbox/partner-center")
    )

    @routes.get("/alerts")
    def show() -> ResponseReturnValue:
        name = request.args.get("account")
        accounts = [truth.account(name)] if name else truth.accounts.values()
        return jsonify([book.shown(one) for account in accounts for one in book.of(account)])

    @routes.post("/alerts")
    def change() -> ResponseReturnValue:
        match sent_object():
            case {"subscription_id": str(id), **rest} if rest.keys() <= FIELDS:
                return jsonify(_plant(truth, book, postman, id.lower(), rest))
            case {"id": str(id), "stop": True, **rest} if not rest:
                return jsonify(book.shown(book.stop(id)))
            case {"id": str(id), "status": str(status), **rest} if rest.keys() <= {"reason"}:
                return jsonify(_in_portal(book, id, status, str(rest.get("reason", ""))))
        raise WrongCall(
            'say {"subscription_id": an Azure subscription, "kind": ..., "severity": ...}, '
            '{"id": ..., "stop": true} or {"id": ..., "status": "resolved", "reason": "fraud"}'
        )

    return routes


def _plant(
    truth: Truth, book: AbuseBook, postman: Postman, id: str, asked: Mapping[str, Any]
) -> dict[str, Any]:
    account, customer_id = _whose(truth, id, asked)
    fields = {"subscription_id": id} | {name: asked.get(name, USUAL[name]) for name in USUAL}
    if not KIND.fullmatch(str(fields["kind"])):
        raise WrongCall(f"kind is a word such as {MINING}")
    for name in ("severity", "confidence"):
        if fields[name] not in LEVELS:
            raise WrongCall(f"{name} is one of {', '.join(LEVELS)}")
    sources = asked.get("sources", SOURCES)
    if not sources or not set(sources) <= set(SOURCES):
        raise WrongCall(f"sources are some of {', '.join(SOURCES)}")
    fields |= {"sources": tuple(sources), "is_test": asked.get("is_test") is True}
    if "first" in asked:
        fields["first"] = _moment(asked["first"])
    abuse = book.plant(account, customer_id, fields)
    if asked.get("hint", True):
        postman.send(fraud_detected(account.name, id))
    return book.shown(abuse)


def _whose(truth: Truth, id: str, asked: Mapping[str, Any]) -> tuple[Account, str]:
    """Of a subscription that is nowhere here the caller says whose it shall be."""
    try:
        with truth.lock:
            account, customer_id, _ = truth.find_entitlement(id)
    except NotHere:
        if "account" not in asked or "customer_id" not in asked:
            raise
        return truth.account(str(asked["account"])), str(asked["customer_id"])
    return account, customer_id


def _moment(text: object) -> str:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise WrongCall("first is a moment with an offset, such as 2026-10-12T03:00:00+02:00")
    return moment.isoformat()


def _in_portal(book: AbuseBook, id: str, status: str, reason: str) -> dict[str, Any]:
    if status not in STATUSES:
        raise WrongCall(f"status is one of {', '.join(STATUSES)}")
    abuse = book.find(id)
    for source in abuse.standing:
        abuse = book.answer(abuse, source, status, reason, PERSON)
    return book.shown(abuse)
