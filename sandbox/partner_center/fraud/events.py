"""Fraud events as Partner Center shows and takes them; only to a person who signed in."""

from __future__ import annotations

from typing import Any

from sandbox.partner_center.answers import Answer, Refused
from sandbox.partner_center.call import Call
from sandbox.partner_center.fraud.abuse import EVENTS, Abuse, AbuseBook
from sandbox.partner_center.fraud.shapes import MINING, event_id, legacy_event, new_event

TAKEN = {"investigating": (), "resolved": ("fraud", "ignore")}
BY = "agent@partner.example"


def fraud_call(call: Call, book: AbuseBook) -> Answer:
    """Whatever is asked of `fraudEvents`."""
    match (call.method, *call.segments[2:]):
        case ("GET",):
            return Answer(200, _listed(call, book), is_list=True)
        case ("POST", "subscription", id, "status"):
            return _update(call, book, id.lower())
    raise Refused(405, "405", f"{call.method} is not allowed here.")


def _is_new(call: Call) -> bool:
    """An account may not have the new model: it does not look at the header then."""
    asked = call.headers.get("X-NewEventsModel", "").lower() == "true"
    return asked and call.account.options.fraud_model == "new"


def _listed(call: Call, book: AbuseBook) -> list[dict[str, Any]]:
    """A bare array, of which the older model knows no pages."""
    shape = new_event if _is_new(call) else legacy_event
    found = [shape(one, book, call.account) for one in _seen(call, book)]
    asked = {name.lower(): value for name, value in call.query.items() if value}
    for name, field in (("subscriptionid", "subscriptionId"), ("eventstatus", "eventStatus"),
                        ("eventtype", "eventType")):  # fmt: skip
        if name in asked:
            wanted = asked[name].lower()
            found = [one for one in found if str(one.get(field, "")).lower() == wanted]
    return _page(call, found, asked) if _is_new(call) else found


def _seen(call: Call, book: AbuseBook) -> list[Abuse]:
    seen = book.of(call.account, EVENTS)
    if _is_new(call):
        return seen
    return [one for one in seen if one.kind == MINING and not one.is_test]


def _page(call: Call, found: list[dict[str, Any]], asked: dict[str, str]) -> list[dict[str, Any]]:
    if "pagesize" not in asked and "pagenumber" not in asked:
        return found
    sizes = [asked.get(name, "0") for name in ("pagesize", "pagenumber")]
    if not all(text.isdecimal() and int(text) for text in sizes):
        raise Refused(400, "400", "PageSize and PageNumber must not be zero.")
    size, number = map(int, sizes)
    return found[size * (number - 1) : size * number]


def _update(call: Call, book: AbuseBook, id: str) -> Answer:
    """Without an id every event of the subscription is meant, as with the real one."""
    sent = call.sent_resource()
    status = str(sent.get("eventStatus", "")).lower()
    reason = str(sent.get("resolvedReason") or "").lower()
    if status not in TAKEN or (TAKEN[status] and reason not in TAKEN[status]):
        raise Refused(400, "400", "The EventStatus or its ResolvedReason is not valid.")
    here = [one for one in book.of(call.account, EVENTS) if one.subscription_id == id]
    ids = sent.get("eventIds") or []
    meant = [one for one in here if not ids or event_id(one) in ids]
    if not meant:
        raise Refused(404, "404", f"No fraud event of {id} was found.")
    for one in meant:
        if not call.meets("accepted_but_unchanged"):
            book.answer(one, EVENTS, status, reason, BY)
    return Answer(200, "")
