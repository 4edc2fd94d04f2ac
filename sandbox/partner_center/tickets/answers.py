"""Service requests as Partner Center takes and shows them; only to a person who signed in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.calls import NotHere
from sandbox.partner_center.answers import Answer, Refused
from sandbox.partner_center.call import Call
from sandbox.partner_center.customers import related_customer
from sandbox.partner_center.paging import page_by_offset, place_asked
from sandbox.partner_center.resources import Resource, camel_case, collection
from sandbox.partner_center.tickets.tickets import (
    PARTNER,
    SEVERITIES,
    STATUSES,
    TOPICS,
    Tickets,
    Wish,
)
from sandbox.partner_center.truth import Truth

LARGEST_PAGE = 500


def ticket_call(call: Call, tickets: Tickets, truth: Truth) -> Answer:
    """Whatever is asked of `servicerequests`, for the partner or for one customer."""
    of_customer = call.segments[1] == "customers"
    customer = related_customer(call.account, call.segments[2])["id"] if of_customer else ""
    rest = call.segments[4 if of_customer else 2 :]
    match (call.method, *rest):
        case ("GET",):
            return _listed(call, tickets, customer)
        case ("GET", "supporttopics") if not of_customer:
            found = collection(_topics(), "/servicerequests/supporttopics")
            return Answer(200, found, is_list=True)
        case ("GET", id):
            return Answer(200, _one(call, tickets, customer, id))
        case ("POST", locale) if not of_customer and "-" in locale:
            return _create(call, tickets, truth)
        case ("PATCH", id) if not of_customer:
            return _patch(call, tickets, id)
    raise Refused(405, "405", f"{call.method} is not allowed here.")


def _topics() -> list[Resource]:
    return [
        {
            "id": int(id),
            "name": name,
            "description": f"{product}: {name}",
            "attributes": {"objectType": "SupportTopic"},
        }
        for id, (product, name) in TOPICS.items()
    ]


def _listed(call: Call, tickets: Tickets, customer: str) -> Answer:
    place = place_asked(call, usual=call.account.options.page_size, largest=LARGEST_PAGE)
    found = [t for t in tickets.of(call.account) if customer in ("", t["organization"]["id"])]
    status = call.query.get("status", "") or _status_in(place.filter)
    if status:
        found = [ticket for ticket in found if ticket["status"] == _word(status, STATUSES)]
    path = f"/customers/{customer}/servicerequests" if customer else "/servicerequests"
    return page_by_offset([_in_list(t) for t in found], place, path, {"size": str(place.size)})


def _in_list(ticket: Resource) -> Resource:
    """Numbers where the request alone has words, and no notes."""
    numbers = {
        "severity": SEVERITIES.index(ticket["severity"]),
        "status": STATUSES.index(ticket["status"]),
    }
    return {name: value for name, value in ticket.items() if name != "notes"} | numbers


def _one(call: Call, tickets: Tickets, customer: str, id: str) -> Resource:
    try:
        name, ticket = tickets.find(id)
    except NotHere:
        name, ticket = "", {}
    if name != call.account.name or customer not in ("", ticket["organization"]["id"]):
        raise Refused(404, "404", f"The service request {id} was not found.")
    return ticket


def _create(call: Call, tickets: Tickets, truth: Truth) -> Answer:
    if call.account.options.create_gone:
        raise Refused(404, "404", "There is no resource for POST at this address.")
    key = f"{call.account.name}/servicerequests/{call.required_request_id()}"
    if (known := truth.answered_before(key)) is not None:
        return Answer(201, known)
    ticket = tickets.open(call.account, _wish(call))
    truth.remember_answer(key, ticket)
    return Answer(201, ticket)


def _wish(call: Call) -> Wish:
    sent = call.sent_resource()
    needed = ("title", "description", "severity", "supportTopicId")
    missing = [name for name in needed if not sent.get(name)]
    if missing:
        raise Refused(400, "400", "The service request is not whole.", *missing)
    severity, topic = _word(sent["severity"], SEVERITIES), str(sent["supportTopicId"])
    if topic not in TOPICS:
        raise Refused(400, "400", f"The support topic {topic} is not known.")
    customer = _customer_in(call, sent)
    return Wish(str(sent["title"]), str(sent["description"]), severity, topic, customer)


def _customer_in(call: Call, sent: Mapping[str, Any]) -> str:
    """Whose request it is; none when it is the partner's own."""
    asked = sent.get("organization")
    id = str(camel_case(asked).get("id", "")) if isinstance(asked, dict) else ""
    if id in ("", call.account.tenant_id):
        return ""
    return str(related_customer(call.account, id)["id"])


def _patch(call: Call, tickets: Tickets, id: str) -> Answer:
    """A note, the end, or both."""
    ticket, sent = _one(call, tickets, "", id), call.sent_resource()
    note, status = _note_in(sent), sent.get("status")
    if ticket["status"] == "closed":
        raise Refused(400, "400", "The service request is closed.")
    if not note and status is None:
        raise Refused(400, "400", "Send a NewNote with a Text, or the Status closed.")
    if status is not None and _word(status, STATUSES) != "closed":
        raise Refused(400, "400", "A partner can only close a service request.")
    if note:
        tickets.note(id, note, by=PARTNER)
    if status is not None:
        tickets.move(id, "closed", by=PARTNER)
    return Answer(200, tickets.find(id)[1])


def _note_in(sent: Mapping[str, Any]) -> str:
    note = sent.get("newNote")
    return str(camel_case(note).get("text", "")).strip() if isinstance(note, dict) else ""


def _word(said: object, words: Sequence[str]) -> str:
    """A member of an enumeration, by its name in any case or by its number."""
    text = str(said).lower()
    if text.isdecimal() and int(text) < len(words):
        return words[int(text)]
    if text not in words:
        raise Refused(400, "400", f"{said} is none of {', '.join(words)}.")
    return text


def _status_in(filter_text: str) -> str:
    if not filter_text:
        return ""
    try:
        asked = {key.lower(): str(value) for key, value in json.loads(filter_text).items()}
    except (ValueError, AttributeError):
        asked = {}
    if asked.get("field", "").lower() != "status" or "value" not in asked:
        raise Refused(400, "400", "The filter cannot be read.")
    return asked["value"]
