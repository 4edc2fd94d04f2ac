"""Signed calls to one partner account: addresses, headers, tokens, pages."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from clients.http import Call, HttpClient, Reply
from clients.partner_auth import Tokens
from clients.partner_errors import configuration, refused_read
from clients.partner_fields import items, resource, text
from clients.standstill import Standstill
from core.ports.outside import Unreachable

log = logging.getLogger(__name__)

MOST_PAGES = 2_000
TOLD_FOR = 3600.0
Signer = TypeVar("Signer", bound=Tokens)
# Links of Microsoft's own samples: the kind of lines as a path, and a letter that is missing.
LINES_OF_A_KIND = re.compile(r"/lineitems/\w+/\w+$", re.IGNORECASE)
MISSPELT = re.compile(r"\bnvoicelineitemtype=", re.IGNORECASE)
SENT_BACK = re.compile(r"[\x21-\x7e]{1,8000}")
FIXED = {
    "Accept": "application/json",
    "MS-Contract-Version": "v1",
    "MS-PartnerCenter-Application": "Goodstanding",
    "X-Locale": "en-US",
}


class PartnerCalls(Generic[Signer]):
    """Calls below `/v1` of one account's REST base; the type says whose tokens sign them."""

    def __init__(
        self, http: HttpClient, tokens: Signer, always: Mapping[str, str] | None = None
    ) -> None:
        self._http = http
        self._tokens = tokens
        self._fixed = {**FIXED, **(always or {})}
        self._standstill = Standstill()
        # What is wrong with our own access, by method, and when the last answer said so.
        self._wrong: dict[str, tuple[str, float]] = {}

    @property
    def wrong(self) -> str:
        """What in the settings or at Microsoft keeps this account out, told for an hour: nobody
        may ask for the same again, so no later answer would end it."""
        now = time.monotonic()
        lately = (why for why, at in self._wrong.values() if now - at < TOLD_FOR)
        return next(lately, "")

    def get(self, path: str) -> dict[str, object]:
        """One resource, its field names in camel case. Raises Unreachable or Missing."""
        return resource(self._read(path, "", {}))

    def page(
        self, path: str, query: str, headers: Mapping[str, str]
    ) -> list[dict[str, object]]:
        """One page of a list that names its next one nowhere. Raises Unreachable or Missing."""
        return items(self._read(path, query, headers))

    def pages(self, path: str, query: str = "") -> Iterator[list[dict[str, object]]]:
        """The pages of a list, each with its items. Raises Unreachable or Missing."""
        asked, headers = query, dict[str, str]()
        seen = set[tuple[str, tuple[tuple[str, str], ...]]]()
        for _ in range(MOST_PAGES):
            body = self._read(path, query, headers)
            yield items(body)
            following = next_page(body, path)
            if following is None:
                return
            query, headers = whole_query(following[0], asked), following[1]
            mark = (query, tuple(headers.items()))
            if mark in seen:
                break
            seen.add(mark)
        raise Unreachable("the list does not end")

    def patch(self, path: str, body: Mapping[str, object], headers: Mapping[str, str]) -> Reply:
        """Send a change once. Raises Unreachable (no token), NotSent or NoAnswer."""
        return self._send("PATCH", path, body, headers)

    def post(
        self, path: str, body: Mapping[str, object] | None, headers: Mapping[str, str]
    ) -> Reply:
        """As patch; with no body at all where there is nothing to say."""
        return self._send("POST", path, body, headers)

    def _send(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None,
        headers: Mapping[str, str],
    ) -> Reply:
        token = self._tokens.token()
        said = (
            b"" if body is None else json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
        )
        kind = {"Content-Type": "application/json"} if said else {}
        call = Call(
            method=method,
            url=f"{self._http.base_url}/v1{path}",
            headers={**self._fixed, **kind, **headers},
            body=said,
            token=token,
            correlation_id=headers["MS-CorrelationId"],
        )
        reply = self._http.once(call)
        if reply.status == 401:
            self._tokens.drop(token)
        return self._noted(method, reply)

    def _read(self, path: str, query: str, headers: Mapping[str, str]) -> object:
        reply = self._ask(path, query, headers)
        if reply.status != 200:
            raise refused_read(reply)
        try:
            return reply.json()
        except ValueError:
            raise Unreachable("the answer cannot be read") from None

    def _ask(self, path: str, query: str, headers: Mapping[str, str]) -> Reply:
        """A read with a token; one that is no longer taken is replaced once."""
        ids = {"MS-RequestId": str(uuid4()), "MS-CorrelationId": str(uuid4())}
        url = f"{self._http.base_url}/v1{path}" + (f"?{query}" if query else "")
        with self._standstill.watched():
            token = self._tokens.token()
            asked = {**self._fixed, **ids, **headers}
            call = Call("GET", url, asked, b"", token, ids["MS-CorrelationId"])
            reply = self._http.ask(call)
            if reply.status == 401:
                self._tokens.drop(token)
                reply = self._http.ask(replace(call, token=self._tokens.token()))
        return self._noted("GET", reply)

    def _noted(self, method: str, reply: Reply) -> Reply:
        self._wrong.pop(method, None)
        if wrong := configuration(reply):
            self._wrong[method] = wrong, time.monotonic()
            log.error("our access does not do method=%s why=%s", method, wrong)
        return reply


def next_page(body: object, path: str) -> tuple[str, dict[str, str]] | None:
    """Query and headers of the page after this one; None where this was the last.

    Only those are taken from the answer: the address stays the one that we asked for.
    """
    links = resource(body).get("links") if isinstance(body, dict) else None
    link = links.get("next") if isinstance(links, dict) else None
    if not isinstance(link, dict) or not isinstance(link.get("uri"), str):
        return None
    where, _, query = str(link["uri"]).partition("?")
    if not f"/{LINES_OF_A_KIND.sub('/lineitems', where)}".lower().endswith(path.lower()):
        raise Unreachable("the next page belongs to another list")
    query = MISSPELT.sub("invoicelineitemtype=", query.replace("?", "&"))
    headers = _asked_headers(link.get("headers"))
    if headers and "seekoperation" not in {name.lower() for name, _ in parse_qsl(query)}:
        query = f"{query}&seekOperation=Next".lstrip("&")
    return query, headers


def whole_query(query: str, asked: str) -> str:
    """A next link leaves out what its path said; whatever was asked for at first still holds."""
    said = {name.lower() for name, _ in parse_qsl(query, keep_blank_values=True)}
    missing = [pair for pair in parse_qsl(asked) if pair[0].lower() not in said]
    return "&".join(filter(None, (query, urlencode(missing))))


def _asked_headers(listed: object) -> dict[str, str]:
    """The headers that a next link wants to see again, such as its continuation token."""
    headers = {}
    for entry in listed if isinstance(listed, list) else []:
        said = resource(entry)
        name, value = text(said, "key"), text(said, "value")
        if not name.lower().startswith("ms-") or not SENT_BACK.fullmatch(value):
            raise Unreachable("the next page wants a header that we do not send")
        headers[name] = value
    return headers
