"""Microsoft Graph, as far as it shows a partner security alerts; errors have Graph's own shape."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from sandbox.partner_center.answers import Answer, Refused
from sandbox.partner_center.call import Call
from sandbox.partner_center.fraud.abuse import GRAPH, STATUSES, Abuse, AbuseBook
from sandbox.partner_center.fraud.shapes import graph_alert
from sandbox.partner_center.sign_in.tokens import Token

ALERTS = ("beta", "security", "partner", "securityAlerts")
REASONS = ("fraud", "legitimate", "ignore")
LACKING = frozenset({"china"})
BY = "the application"


class GraphRefused(Refused):
    """Graph says no, in its own words."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(status, code, message)
        inner = {"date": "", "request-id": str(uuid4())}
        error = {"code": code, "message": message, "innerError": inner}
        self.answer = Answer(status, {"error": error})


def check_token(call: Call, token: Token | None, now: Any) -> None:
    """A token for Partner Center opens nothing here."""
    if token is None or token.account != call.account.name or token.expires <= now:
        raise GraphRefused(401, "InvalidAuthenticationToken", "Access token is empty or over.")
    if token.audience != GRAPH:
        words = "Access token validation failure. Invalid audience."
        raise GraphRefused(401, "InvalidAuthenticationToken", words)
    if not call.account.options.graph_allowed:
        words = "Insufficient privileges to complete the operation."
        raise GraphRefused(403, "Authorization_RequestDenied", words)


def graph_call(call: Call, book: AbuseBook, base: str) -> Answer:
    """`base` is where this account's Graph is, for the link to the next page."""
    if call.account.cloud in LACKING or call.segments[:4] != ALERTS:
        raise GraphRefused(404, "ResourceNotFound", "Resource not found for the segment.")
    match (call.method, *call.segments[4:]):
        case ("GET",):
            return Answer(200, _listed(call, book, base))
        case ("GET", id):
            return Answer(200, graph_alert(_one(call, book, id), book, call.account))
        case ("PATCH", id):
            return _patch(call, book, id)
    raise GraphRefused(405, "Request_BadRequest", f"{call.method} is not allowed here.")


def _listed(call: Call, book: AbuseBook, base: str) -> dict[str, Any]:
    rows = [graph_alert(one, book, call.account) for one in book.of(call.account, GRAPH)]
    text, size = call.query.get("$skiptoken", "0"), call.account.options.page_size
    if not text.isdecimal():
        raise GraphRefused(400, "Request_BadRequest", "Invalid skip token.")
    first = int(text)
    body: dict[str, Any] = {
        "@odata.context": f"{base}/beta/$metadata#security/partner/securityAlerts",
        "value": rows[first : first + size],
    }
    if first + size < len(rows):
        query = urlencode({"$skiptoken": first + size})
        body["@odata.nextLink"] = f"{base}/{'/'.join(ALERTS)}?{query}"
    return body


def _one(call: Call, book: AbuseBook, id: str) -> Abuse:
    for one in book.of(call.account, GRAPH):
        if one.id == id:
            return one
    raise GraphRefused(404, "ResourceNotFound", f"There is no alert {id}.")


def _patch(call: Call, book: AbuseBook, id: str) -> Answer:
    one, sent = _one(call, book, id), call.sent_resource()
    status, reason = str(sent.get("status", "")), str(sent.get("resolvedReason") or "")
    if status not in STATUSES or sent.keys() - {"status", "resolvedReason", "@odata.type"}:
        raise GraphRefused(400, "Request_BadRequest", "The status is not valid.")
    if reason and reason not in REASONS:
        raise GraphRefused(400, "Request_BadRequest", "The reason is not valid.")
    if not call.meets("accepted_but_unchanged"):
        one = book.answer(one, GRAPH, status, reason, BY)
    return Answer(200, graph_alert(one, book, call.account))
