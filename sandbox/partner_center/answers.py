"""What Partner Center answers: bodies, refusals, headers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from uuid import uuid4

from flask import Response

_BOM = "\ufeff"
_SERVER = "201022015"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, before it is written to the wire."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    is_list: bool = False


class Refused(Exception):
    """Partner Center says no, with its own code."""

    def __init__(self, status: int, code: str, description: str, *data: str) -> None:
        super().__init__(description)
        self.answer = refusal(status, code, description, *data)


def refusal(status: int, code: str, description: str, *data: str) -> Answer:
    body = {
        "code": code,
        "description": description,
        "data": list(data),
        "source": "PartnerFD" if status == 401 else "PartnerAPI",
    }
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return Answer(status, body, headers)


def too_many_requests(retry_after: int) -> Answer:
    """The one answer that does not have the shape of the others."""
    message = f"Rate limit is exceeded. Try again in {retry_after} seconds."
    body = {"statusCode": 429, "message": message}
    return Answer(429, body, {"Retry-After": str(retry_after)})


def to_wire(answer: Answer, *, at: datetime, bom: str, echoed: Mapping[str, str]) -> Response:
    """Write an answer the way Partner Center does, dated by the business clock."""
    marked = bom == "all" or (bom == "lists" and answer.is_list)
    text = answer.body if isinstance(answer.body, str) else _json(answer.body)
    response = Response((_BOM if marked else "") + text, status=answer.status)
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    response.headers["Date"] = format_datetime(at, usegmt=True)
    response.headers["MS-CV"] = f"{uuid4().hex[:22]}.0"
    response.headers["MS-ServerId"] = _SERVER
    response.headers.update({**echoed, **answer.headers})
    return response


def cut_short(response: Response) -> Response:
    """The headers promise a whole body, half of it comes."""
    whole = response.get_data()
    headers = response.headers.copy()
    headers["Content-Length"] = str(len(whole))
    half = [whole[: len(whole) // 2]]
    return Response(iter(half), status=response.status_code, headers=headers)


def _json(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
