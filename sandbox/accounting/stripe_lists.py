"""How Stripe answers a question: filters, cursors, what is expanded, and its refusals."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence

from flask import Response, jsonify

from sandbox.accounting.stripe_account import StripeAccount, Thing

# Filters of each list, and what may be included in its objects.
FILTERS: Mapping[str, frozenset[str]] = {
    "invoices": frozenset({"status", "customer", "collection_method", "created", "due_date"}),
    "customers": frozenset({"email", "created"}),
    "events": frozenset({"type", "types[]", "created"}),
    "invoice_payments": frozenset({"invoice", "status", "created"}),
}
EXPANDED: Mapping[str, frozenset[str]] = {
    "invoices": frozenset({"customer", "payments"}),
    "customers": frozenset({"invoice_credit_balance", "cash_balance"}),
    "events": frozenset(),
    "invoice_payments": frozenset({"invoice"}),
}
CURSORS = ("starting_after", "ending_before")
NO_FILTERS = frozenset({*CURSORS, "types[]", "limit", "expand[]"})
RANGE = re.compile(r"(created|due_date)\[(gte|gt|lte|lt)\]")
COMPARED: Mapping[str, Callable[[int, int], bool]] = {
    "gte": operator.ge, "gt": operator.gt, "lte": operator.le, "lt": operator.lt,
}  # fmt: skip
STATUSES = frozenset({"draft", "open", "paid", "uncollectible", "void"})
MOST, USUAL, MOST_TYPES, PAYMENTS_SHOWN = 100, 10, 20, 10
EVENTS_KEPT = 30 * 86_400

Asked = Sequence[tuple[str, str]]


class Refused(Exception):
    """Stripe says no, in the shape of its errors."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str = "",
        param: str = "",
        sort: str = "invalid_request_error",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self._status, self._headers = status, headers or {}
        error = {"type": sort, "message": message, "code": code, "param": param}
        self._error = {name: text for name, text in error.items() if text}

    def response(self) -> Response:
        if self._error["type"] == "page":
            return Response(self._error["message"], status=self._status, mimetype="text/html")
        made = jsonify(error=self._error)
        made.status_code = self._status
        made.headers.update(self._headers)
        return made


def answer_to(account: StripeAccount, kind: str, id: str, asked: Asked) -> Thing:
    things = _things(account, kind)
    if not id:
        return _listed(account, kind, things, asked)
    found = next((thing for thing in things if thing["id"] == id), None)
    if found is None:
        raise _missing(kind, id, "id", 404)
    for name, _ in asked:
        if name != "expand[]":
            raise _unknown(name)
    return _shown(account, kind, found, [value for _, value in asked])


def _things(account: StripeAccount, kind: str) -> list[Thing]:
    """All of them, newest first: of the same second, what was made last."""
    held: Mapping[str, Thing] = getattr(account, kind.removeprefix("invoice_"))
    things = list(held.values())
    if kind == "events":
        things = [one for one in things if one["created"] > account.seconds() - EVENTS_KEPT]
    return sorted(things, key=lambda one: int(one.get("created") or 0))[::-1]


def _listed(account: StripeAccount, kind: str, things: list[Thing], asked: Asked) -> Thing:
    expanded = [value for name, value in asked if name == "expand[]"]
    limit = int(dict(asked).get("limit", USUAL))
    if not 1 <= limit <= MOST:
        raise Refused(400, f"This value must be between 1 and {MOST}.", param="limit")
    places = {name: value for name, value in asked if name in CURSORS}
    if len(places) > 1:
        raise Refused(400, "You cannot use both ending_before and starting_after.")
    wanted = [one for one in things if not one.get("deleted") and _fits(kind, one, asked)]
    page, more = _cut(kind, things, wanted, places, limit)
    inner = [path.removeprefix("data.") for path in expanded if path.startswith("data.")]
    if len(inner) != len(expanded):
        raise _not_expandable(next(path for path in expanded if not path.startswith("data.")))
    shown = [_shown(account, kind, one, inner) for one in page]
    return {"object": "list", "url": f"/v1/{kind}", "has_more": more, "data": shown}


def _cut(
    kind: str, things: list[Thing], wanted: list[Thing], places: Mapping[str, str], limit: int
) -> tuple[list[Thing], bool]:
    """The cursor need not be of the list itself: a paid invoice still tells where it was."""
    for name, id in places.items():
        order = {one["id"]: number for number, one in enumerate(things)}
        if id not in order or things[order[id]].get("deleted"):
            raise _missing(kind, id, name, 400)
        if name == "ending_before":
            newer = [one for one in wanted if order[one["id"]] < order[id]]
            return newer[-limit:], len(newer) > limit
        wanted = [one for one in wanted if order[one["id"]] > order[id]]
    return wanted[:limit], len(wanted) > limit


def _fits(kind: str, thing: Thing, asked: Asked) -> bool:
    types = [value for name, value in asked if name == "types[]"]
    if len(types) > MOST_TYPES:
        raise Refused(400, f"At most {MOST_TYPES} types may be named.", param="types")
    if types and thing["type"] not in types:
        return False
    rest = [(name, value) for name, value in asked if name not in NO_FILTERS]
    return all(_meets(kind, thing, name, value) for name, value in rest)


def _meets(kind: str, thing: Thing, name: str, value: str) -> bool:
    within = RANGE.fullmatch(name)
    if (within[1] if within else name) not in FILTERS[kind]:
        raise _unknown(name)
    if within:
        held = thing[within[1]]
        return held is not None and COMPARED[within[2]](held, int(value))
    if kind == "invoices" and name == "status" and value not in STATUSES:
        raise Refused(400, f"Invalid status: must be one of {', '.join(STATUSES)}", param=name)
    return str(thing[name]) == value


def _shown(account: StripeAccount, kind: str, thing: Thing, expanded: Sequence[str]) -> Thing:
    for path in expanded:
        if path not in EXPANDED[kind]:
            raise _not_expandable(path)
    hidden = EXPANDED["customers"] if kind == "customers" else frozenset()
    shown = {key: value for key, value in thing.items() if key not in hidden - set(expanded)}
    if "customer" in expanded and thing["customer"]:
        shown["customer"] = _shown(account, "customers", account.customers[thing["customer"]], ())
    if "payments" in expanded:
        shown["payments"] = _payments(account, thing["id"])
    return shown


def _payments(account: StripeAccount, invoice: str) -> Thing:
    """The first of them only, as of every list within an object."""
    things = [one for one in _things(account, "invoice_payments") if one["invoice"] == invoice]
    return {
        "object": "list",
        "url": "/v1/invoice_payments",
        "has_more": len(things) > PAYMENTS_SHOWN,
        "data": things[:PAYMENTS_SHOWN],
    }


def _missing(kind: str, id: str, param: str, status: int) -> Refused:
    said = f"No such {kind.removesuffix('s')}: '{id}'"
    return Refused(status, said, code="resource_missing", param=param)


def _unknown(name: str) -> Refused:
    said = f"Received unknown parameter: {name}"
    return Refused(400, said, code="parameter_unknown", param=name)


def _not_expandable(path: str) -> Refused:
    return Refused(400, f"This property cannot be expanded ({path}).", param="expand")
