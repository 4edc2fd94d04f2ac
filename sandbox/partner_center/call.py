"""One request to Partner Center as its parts see it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from werkzeug.datastructures import Headers

from sandbox.faults import Fault
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Refused
from sandbox.partner_center.resources import Resource, camel_case


@dataclass(frozen=True, slots=True)
class Call:
    """Who asks for what, and what shall go wrong on the way; `left_out` is filled as it goes."""

    account: Account
    method: str
    segments: tuple[str, ...]
    query: Mapping[str, str]
    headers: Headers
    body: bytes
    request_id: str
    correlation_id: str
    fault: Fault | None = None
    left_out: list[str] = field(default_factory=list)

    def meets(self, kind: str) -> bool:
        return self.fault is not None and self.fault.kind == kind

    def required_request_id(self) -> str:
        """The idempotency key of a change."""
        return _guid(self.headers.get("MS-RequestId"))

    def required_etag(self) -> str:
        """The ETag that the caller saw, out of its double quotes."""
        text = self.headers.get("If-Match")
        if not text:
            raise Refused(400, "400", "The header If-Match is missing.")
        if len(text) < 3 or text[0] != '"' or text[-1] != '"':
            raise Refused(400, "400", "The header If-Match must be an ETag in double quotes.")
        return text[1:-1]

    def sent_resource(self) -> Resource:
        try:
            sent: Any = json.loads(self.body.decode("utf-8-sig"))
        except ValueError:
            sent = None
        if not isinstance(sent, dict):
            raise Refused(400, "400", "The body is not a JSON object.")
        return camel_case(sent)


def _guid(text: str | None) -> str:
    try:
        return str(UUID(text or ""))
    except ValueError:
        raise Refused(400, "400", "The header MS-RequestId must be a GUID.") from None
