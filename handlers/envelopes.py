"""What comes over a line of Socket Mode, and how an envelope is answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from slack_bolt import App, BoltResponse

from handlers.payload import Payload
from handlers.registry import dispatch


@dataclass(frozen=True, slots=True)
class Hello:
    """The line is ready."""


@dataclass(frozen=True, slots=True)
class Goodbye:
    """Slack wants the line to end, now or soon."""

    reason: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """One command, click, form or event. `takes_answer`: whether Slack reads what comes back."""

    id: str
    payload: Mapping[str, object]
    takes_answer: bool
    headers: Mapping[str, str]


def read(text: str) -> Hello | Goodbye | Envelope | None:
    """None for what has no shape of Slack's."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    sent = Payload(found if isinstance(found, dict) else {})
    if sent.text("type") == "hello":
        return Hello()
    if sent.text("type") == "disconnect":
        return Goodbye(sent.text("reason"))
    if not sent.text("envelope_id"):
        return None
    return Envelope(
        id=sent.text("envelope_id"),
        payload=sent.within("payload").body,
        takes_answer=sent.flag("accepts_response_payload") is True,
        headers=_retry_headers(sent),
    )


def answer(app: App, envelope: Envelope) -> str | None:
    """The acknowledgement; None where Slack shall rather send it again. By the time it is there,
    whatever it says was committed."""
    response = dispatch(app, dict(envelope.payload), envelope.headers, mode="socket_mode")
    if response.status != 200:
        return None
    said: dict[str, object] = {"envelope_id": envelope.id}
    if envelope.takes_answer and response.body:
        said["payload"] = _read_answer(response)
    return json.dumps(said, ensure_ascii=False)


def _read_answer(response: BoltResponse) -> object:
    """Bolt writes its answers for HTTP: JSON, or the text alone."""
    kind = response.first_headers().get("content-type", "")
    if kind.startswith("application/json"):
        return json.loads(response.body)
    return {"text": response.body}


def _retry_headers(sent: Payload) -> dict[str, str]:
    """As a request would carry them."""
    attempt, reason = sent.body.get("retry_attempt"), sent.text("retry_reason")
    if not isinstance(attempt, int) or attempt < 1:
        return {}
    return {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": reason}
