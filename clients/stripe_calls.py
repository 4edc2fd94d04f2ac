"""Questions to Stripe's API: one version of it, one key, and what its refusals mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlencode

from clients.http import Call, HttpClient, Reply
from clients.partner_errors import one_line
from clients.partner_fields import inner, text
from core.domain.secret import Secret
from core.faults import Way
from core.ports.outside import Unreachable
from core.ports.receivables import SourceRefused

# Without one, the account's own counts, which differs (docs.stripe.com/api-versions). This is the
# last whose invoices have several payments and that nothing which we read has left since.
VERSION = "2025-08-27.basil"
OBJECT_ID = re.compile(r"[A-Za-z0-9_]{1,255}")
BUSY = frozenset({"rate_limit", "lock_timeout"})
# What a message of Stripe's shows of the key, and the permission that it says would do.
KEY = re.compile(r"\b[rsp]k_(?:live|test)_[\w*]+")
PERMISSION = re.compile(r"\brak_\w{1,80}\b")

Said: TypeAlias = Mapping[str, object]
Asked: TypeAlias = Sequence[tuple[str, str]]


class Gone(Exception):
    """Stripe knows nothing by an id that the question named."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, in Stripe's order, and whether another one follows."""

    objects: tuple[Said, ...]
    more: bool


class StripeCalls:
    """Reads below `/v1` of one account: the key's own, or a connected one."""

    def __init__(self, http: HttpClient, key: Secret, account: str) -> None:
        self._http, self._key = http, key
        self._fixed = {"Accept": "application/json", "Stripe-Version": VERSION}
        if account:
            self._fixed["Stripe-Account"] = account

    def one(self, kind: str, id: str, asked: Asked = ()) -> Said:
        """One object. Raises Gone, SourceRefused or Unreachable."""
        if not OBJECT_ID.fullmatch(id):
            raise Gone(id)
        return _object(self._answer(f"{kind}/{id}", asked))

    def listed(self, kind: str, asked: Asked) -> Listed:
        """One page. Raises Gone where its cursor is not known, SourceRefused or Unreachable."""
        body = self._answer(kind, asked)
        if not isinstance(body, dict) or body.get("object") != "list":
            raise Unreachable("the answer is not a list of Stripe's")
        objects, more = body.get("data"), body.get("has_more")
        if not isinstance(objects, list) or not isinstance(more, bool) or (more and not objects):
            raise Unreachable("the answer is a list in a shape that is not known")
        return Listed(tuple(map(_object, objects)), more)

    def _answer(self, path: str, asked: Asked) -> object:
        query = f"?{urlencode(asked)}" if asked else ""
        url = f"{self._http.base_url}/v1/{path}{query}"
        reply = self._http.ask(Call("GET", url, self._fixed, b"", self._key, way=Way.BOOKS))
        if reply.status != 200:
            raise _no(reply)
        try:
            return reply.json()
        except ValueError:
            raise Unreachable("the answer cannot be read") from None


def _object(said: object) -> Said:
    if not isinstance(said, dict) or not text(said, "id"):
        raise Unreachable("the answer holds something that has no id")
    return said


def _no(reply: Reply) -> Gone | SourceRefused | Unreachable:
    """What an answer means that is none; errors have the shape of docs.stripe.com/api/errors."""
    error = _error(reply)
    code, words = text(error, "code"), KEY.sub("(key)", one_line(text(error, "message")))
    if code == "resource_missing":
        return Gone(words)
    if reply.status == 401:
        ended = "has expired" if code == "api_key_expired" else "is not taken"
        return SourceRefused(
            f"The key {ended}: make a new restricted key under Developers, API keys in Stripe."
        )
    if reply.status == 403:
        lacks = PERMISSION.search(words)
        needed = f"lacks the permission {lacks[0]}" if lacks else f"is not allowed this: {words}"
        return SourceRefused(f"The restricted key {needed}; add it under Developers, API keys.")
    if reply.status == 400 and error and code not in BUSY:
        return SourceRefused(f"Stripe {VERSION} does not take the question: {words}")
    return Unreachable(f"answered {reply.status} {code} {words}".strip(), reply.retry_after())


def _error(reply: Reply) -> Said:
    try:
        body = reply.json()
    except ValueError:
        return {}
    return inner(body, "error") if isinstance(body, dict) else {}
