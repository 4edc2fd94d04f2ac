"""A web server that has one file of receivables, behind a login, and can be made to misbehave."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from werkzeug.http import http_date
from werkzeug.wrappers import Request, Response

PATH = "/exports/receivables.csv"
RETRY_AFTER = 57
SIGN_IN = b"<!doctype html><title>Sign in</title><form>Who are you?</form>"


class FileServer:
    """A WSGI app. `now` dates its answers, where it is given; `fault` is one of FAULTS, or empty;
    `login` what Authorization has to say, where it has to; `named` says whether the file has an
    ETag, `packed` whether it goes out as gzip."""

    def __init__(self, login: str = "") -> None:
        self.login = login
        self.now: Callable[[], datetime] | None = None
        self.content = b""
        self.modified = datetime(2026, 11, 30, 6, 30, tzinfo=UTC)
        self.named = True
        self.packed = False
        self.kind = "text/csv; charset=utf-8"
        self.fault = ""
        # Status and conditional headers of every call, in order.
        self.answered: list[tuple[int, Mapping[str, str]]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        asked = Request(environ)
        response = self._answer(asked)
        if self.now is not None:
            response.headers["Date"] = http_date(self.now())
        told = {name: value for name, value in asked.headers.items() if name.startswith("If-")}
        self.answered.append((response.status_code, told))
        return response(environ, start_response)

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.content).hexdigest()[:20]}"' if self.named else ""

    def _answer(self, asked: Request) -> Response:
        if self.login and asked.headers.get("Authorization") != self.login:
            return Response("who?", 401, {"WWW-Authenticate": 'Basic realm="books"'})
        if self.fault in FAULTS and self.fault != "cut":
            return FAULTS[self.fault]()
        if asked.path != PATH or asked.method != "GET":
            return Response("no such file", 404)
        if self._has_it(asked):
            return Response(status=304, headers=self._names())
        response = self._file(asked)
        return cut_short(response) if self.fault == "cut" else response

    def _has_it(self, asked: Request) -> bool:
        if known := asked.headers.get("If-None-Match"):
            return known == self.etag
        since = asked.headers.get("If-Modified-Since")
        return since == http_date(self.modified)

    def _names(self) -> dict[str, str]:
        names = {"Last-Modified": http_date(self.modified)}
        return names | {"ETag": self.etag} if self.etag else names

    def _file(self, asked: Request) -> Response:
        headers = self._names() | {"Content-Type": self.kind}
        if self.packed and "gzip" in asked.headers.get("Accept-Encoding", ""):
            return Response(
                gzip.compress(self.content), 200, headers | {"Content-Encoding": "gzip"}
            )
        return Response(self.content, 200, headers)


def cut_short(response: Response) -> Response:
    """The headers promise a whole body, half of it comes."""
    whole = response.get_data()
    headers = response.headers.copy()
    headers["Content-Length"] = str(len(whole))
    return Response(iter([whole[: len(whole) // 2]]), response.status_code, headers)


def _throttled() -> Response:
    return Response("slower", 429, {"Retry-After": str(RETRY_AFTER)})


FAULTS: Mapping[str, Callable[[], Response]] = {
    "broken": lambda: Response("oh", 500),
    "throttled": _throttled,
    "page": lambda: Response(SIGN_IN, 200, {"Content-Type": "text/html; charset=utf-8"}),
    "kept out": lambda: Response("no", 403),
    "moved": lambda: Response("", 302, {"Location": "https://elsewhere.example/x.csv"}),
    "gone": lambda: Response("", 404),
    "cut": lambda: Response(""),
}
