"""The line to Partner Center inside one process: the stand-in answers, and what shall go wrong
with an answer goes wrong on the way."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import httpx


class Outcome(StrEnum):
    """What becomes of one call. The first is what is usual."""

    DONE = "done"
    ANSWER_LOST = "applied, and the answer is lost"
    NEVER_ARRIVED = "lost on the way"
    NEVER_LEFT = "nobody there"
    CUT = "applied, and the answer is cut short"
    BROKEN_AFTER = "applied, and answered 500"
    BROKEN_BEFORE = "answered 503"
    THROTTLED = "answered 429"
    REFUSED = "answered 400"
    FORBIDDEN = "answered 403"
    SIGNED_OUT = "answered 401"
    STALE = "answered 400 2055"
    PRECONDITION = "answered 412"
    NOT_FOUND = "answered 404"
    MOVED = "answered 302"
    UNCHANGED = "answered 200, and nothing was changed"
    LATE = "applied, and shown late"
    READ_BROKEN = "no read is answered for a while"
    NO_TOKEN = "no token is given out for a while"


APPLIED = {Outcome.ANSWER_LOST, Outcome.CUT, Outcome.BROKEN_AFTER}
CODES = {
    Outcome.BROKEN_BEFORE: (503, ""),
    Outcome.THROTTLED: (429, ""),
    Outcome.REFUSED: (400, "800002"),
    Outcome.FORBIDDEN: (403, ""),
    Outcome.SIGNED_OUT: (401, ""),
    Outcome.STALE: (400, "2055"),
    Outcome.PRECONDITION: (412, ""),
    Outcome.NOT_FOUND: (404, ""),
    Outcome.MOVED: (302, ""),
}
# By a fault of the stand-in itself, which knows what it changed.
BY_STAND_IN = {Outcome.UNCHANGED: "accepted_but_unchanged", Outcome.LATE: "late"}
READS_BROKEN = 4


class Network(httpx.BaseTransport):
    """`outcome` befalls the next change, or the next reads or sign-ins where it is about them."""

    def __init__(self, app: Any) -> None:
        self._inner = httpx.WSGITransport(app=app)
        self.outcome = Outcome.DONE
        self.befallen = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        outcome, self.outcome = self._mine(request), self.outcome
        if outcome is Outcome.DONE:
            return self._inner.handle_request(request)
        self.befallen += 1
        if outcome in {Outcome.READ_BROKEN, Outcome.NO_TOKEN}:
            if self.befallen >= READS_BROKEN:
                self.outcome = Outcome.DONE
            return _answer(request, 503, "")
        self.outcome = Outcome.DONE
        return self._befallen(request, outcome)

    def _mine(self, request: httpx.Request) -> Outcome:
        signs_in = "/login/" in request.url.path
        fits = {
            Outcome.READ_BROKEN: request.method == "GET",
            Outcome.NO_TOKEN: signs_in,
        }.get(self.outcome, request.method != "GET" and not signs_in)
        return self.outcome if fits else Outcome.DONE

    def _befallen(self, request: httpx.Request, outcome: Outcome) -> httpx.Response:
        if outcome in APPLIED:
            self._inner.handle_request(request).read()
        match outcome:
            case Outcome.ANSWER_LOST | Outcome.NEVER_ARRIVED:
                raise httpx.ReadError("the connection was reset", request=request)
            case Outcome.NEVER_LEFT:
                raise httpx.ConnectError("refused", request=request)
            case Outcome.CUT:
                raise httpx.RemoteProtocolError("the answer ended early", request=request)
            case Outcome.BROKEN_AFTER:
                return _answer(request, 500, "")
        return _answer(request, *CODES[outcome])

    def close(self) -> None:
        """Desks come and go, the line stays."""


def _answer(request: httpx.Request, status: int, code: str) -> httpx.Response:
    said = {"code": code or str(status), "description": "It was asked for.", "data": []}
    headers = {"Retry-After": "2"} if status == 429 else {}
    if status == 302:
        headers["Location"] = "https://elsewhere.example/"
    return httpx.Response(status, headers=headers, json=said, request=request)
