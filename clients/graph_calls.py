"""Calls to Microsoft Graph, signed by the application with a token for Graph."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from clients.http import Call, HttpClient, Reply
from clients.partner_auth import Tokens
from clients.partner_errors import NotAllowed, complaint_of, refused_read
from clients.partner_fields import resource
from core.faults import Way
from core.ports.outside import Unreachable

log = logging.getLogger(__name__)

MOST_PAGES = 500
TOLD_FOR = 3600.0
KEPT_OUT = frozenset({401, 403})
FIXED = {"Accept": "application/json"}


class GraphCalls:
    """Calls below `/beta` of one account's Graph."""

    def __init__(self, http: HttpClient, tokens: Tokens) -> None:
        self._http = http
        self._tokens = tokens
        self._wrong: tuple[str, float] = ("", 0.0)

    @property
    def wrong(self) -> str:
        """What keeps us out and is ours to mend, told for an hour."""
        why, at = self._wrong
        return why if time.monotonic() - at < TOLD_FOR else ""

    def get(self, path: str) -> dict[str, object]:
        """One resource, its field names in camel case. Raises Unreachable or Missing."""
        return resource(self._read(path, ""))

    def pages(self, path: str) -> Iterator[list[dict[str, object]]]:
        """The pages of a list. Raises Unreachable or Missing. Of the link to the next page only
        the query is believed: the address stays the one that we asked for."""
        query, seen = "", set[str]()
        for _ in range(MOST_PAGES):
            body = self._read(path, query)
            if not isinstance(body, dict) or not isinstance(body.get("value"), list):
                raise Unreachable("the answer is not a list")
            yield [resource(one) for one in body["value"]]
            link = body.get("@odata.nextLink")
            if not isinstance(link, str) or not link:
                return
            query = urlsplit(link).query
            if query in seen or not query:
                break
            seen.add(query)
        raise Unreachable("the list does not end")

    def patch(self, path: str, body: Mapping[str, object], ids: Mapping[str, str]) -> Reply:
        """Send a change once. Raises Unreachable (no token), NotSent or NoAnswer."""
        token = self._tokens.token()
        said = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
        headers = {**FIXED, "Content-Type": "application/json", **ids}
        correlation = ids["client-request-id"]
        way = Way.GRAPH_CHANGE
        call = Call("PATCH", self._url(path), headers, said, token, correlation, way)
        reply = self._http.once(call)
        if reply.status == 401:
            self._tokens.drop(token)
        return self._noted(reply)

    def _read(self, path: str, query: str) -> object:
        reply = self._ask(self._url(path) + (f"?{query}" if query else ""))
        if reply.status in KEPT_OUT:
            raise NotAllowed(_kept_out(reply))
        if reply.status != 200:
            raise refused_read(reply)
        try:
            return reply.json()
        except ValueError:
            raise Unreachable("the answer cannot be read") from None

    def _ask(self, url: str) -> Reply:
        """A read with a token; one that is no longer taken is replaced once."""
        token = self._tokens.token()
        call = Call("GET", url, FIXED, b"", token, way=Way.GRAPH_READ)
        reply = self._http.ask(call)
        if reply.status == 401:
            self._tokens.drop(token)
            reply = self._http.ask(replace(call, token=self._tokens.token()))
        return self._noted(reply)

    def _noted(self, reply: Reply) -> Reply:
        why = _kept_out(reply) if reply.status in KEPT_OUT else ""
        self._wrong = (why, time.monotonic())
        if why:
            log.error("Graph keeps us out why=%s", why)
        return reply

    def _url(self, path: str) -> str:
        return f"{self._http.base_url}/beta{path}"


def _kept_out(reply: Reply) -> str:
    """Which permission is missing is not said; the role of whoever runs the application neither."""
    complaint = complaint_of(reply)
    return f"{reply.status} {complaint.code} {complaint.detail()}".strip()
