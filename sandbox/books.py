"""The partner's own books: what happened to open documents, and the snapshots that tell it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.calls import WrongCall, answer_wrong_calls, sent_object
from sandbox.clock import Clock
from sandbox.data.receivables import (
    Change,
    Row,
    disputed,
    of_the_webshop,
    paid,
    receivables,
    vanished,
    write_rows,
    written_off,
)

KINDS: dict[str, Callable[[str], Change]] = {
    "paid": paid,
    "disputed": disputed,
    "written_off": written_off,
    "vanished": vanished,
}
WEBSHOP = "/webshop/receivables.csv"
_OWED = ("open", "partially_paid")


class Books:
    """Whoever reads the books sets `deliver`: it takes each new snapshot as a file."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._happened: list[tuple[str, str]] = []
        # Whether the customers of the further accounts are in these books, too.
        self.further = False
        self.deliver: Callable[[Path], None] | None = None
        self.blueprint = _blueprint(self)

    def happen(self, kind: str, whose: str) -> None:
        """Something happened to all open documents of a customer, or to one document."""
        if kind not in KINDS:
            raise WrongCall(f"{kind!r} does not happen in books; {', '.join(KINDS)} do")
        happened = [*self._happened, (kind, whose)]
        try:
            self._rows(happened)
        except ValueError as error:
            raise WrongCall(str(error)) from error
        self._happened = happened

    def send(self) -> None:
        """Hand over the books of this moment."""
        if self.deliver is None:
            raise WrongCall("nobody takes these books; whoever starts the sandbox sets `deliver`")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "receivables.csv"
            write_rows(file, self._rows(self._happened))
            self.deliver(file)

    def owed(self) -> list[dict[str, Any]]:
        """Who is late with what, the longest first."""
        found: dict[str, dict[str, Any]] = {}
        for row in self._rows(self._happened):
            days = self._days_late(row)
            if days < 1:
                continue
            domain = row["billing_email"].partition("@")[2]
            one = found.setdefault(domain, {"whose": domain, "name": row["customer_name"]})
            amounts = one.setdefault("overdue", {})
            so_far = Decimal(amounts.get(row["currency"], "0"))
            amounts[row["currency"]] = str(so_far + Decimal(row["open_amount"]))
            one["days"] = max(days, one.get("days", 0))
        return sorted(found.values(), key=lambda one: -int(one["days"]))

    def happened(self) -> list[dict[str, str]]:
        return [{"what": kind, "whose": whose} for kind, whose in self._happened]

    def of_the_webshop(self) -> Response:
        """A file that is written anew each hour, as a web server has it."""
        now = self._clock.now()
        hour = now.replace(minute=0, second=0, microsecond=0)
        response = Response(of_the_webshop(hour), content_type="text/csv; charset=utf-8")
        response.headers["Date"] = format_datetime(now, usegmt=True)
        response.add_etag()
        response.make_conditional(request)
        return response

    def to_json(self) -> Mapping[str, Any]:
        return {"happened": self._happened}

    def load_json(self, state: Mapping[str, Any], /) -> None:
        self._happened = [(kind, whose) for kind, whose in state["happened"]]

    def _rows(self, happened: list[tuple[str, str]]) -> list[Row]:
        changes = [KINDS[kind](whose) for kind, whose in happened]
        return receivables(as_of=self._clock.now(), changes=changes, further=self.further)

    def _days_late(self, row: Row) -> int:
        is_owed = row["status"] in _OWED and Decimal(row["open_amount"]) > 0 and row["due_date"]
        if not is_owed:
            return 0
        return (self._clock.now().date() - date.fromisoformat(row["due_date"])).days


def _blueprint(books: Books) -> Blueprint:
    routes = answer_wrong_calls(Blueprint("books", __name__))

    @routes.get("/sandbox/books")
    def show() -> ResponseReturnValue:
        return jsonify(owed=books.owed(), happened=books.happened())

    @routes.post("/sandbox/books")
    def send() -> ResponseReturnValue:
        asked = sent_object()
        if asked:
            books.happen(str(asked.get("what")), str(asked.get("whose")))
        books.send()
        return jsonify(owed=books.owed(), happened=books.happened())

    @routes.get(WEBSHOP)
    def webshop() -> ResponseReturnValue:
        return books.of_the_webshop()

    return routes
