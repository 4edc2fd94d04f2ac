"""The way in by HTTP: a request is judged before Bolt sees it, and Bolt judges it again."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
import time
from collections.abc import Mapping
from urllib.parse import parse_qsl

from slack_bolt import App

from handlers.registry import dispatch

log = logging.getLogger(__name__)

LARGEST = 1024 * 1024
FRESH = 5 * 60
MOST_FIELDS = 100
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
TIMESTAMP = re.compile(r"\d{10}", re.ASCII)
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}

Answer = tuple[int, Mapping[str, str], str]


class Turned(Exception):
    """Not a request of Slack's, or none that can be read."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(status, why)
        self.status = status
        self.why = why


class SlackHttp:
    """Answers what came to the one address that Slack knows."""

    def __init__(self, app: App, signing_secret: str) -> None:
        if len(signing_secret) < 32:
            raise ValueError("the signing secret is empty or short")
        self._app = app
        self._secret = signing_secret.encode()

    def answer(self, method: str, headers: Mapping[str, str], body: bytes) -> Answer:
        sent = {name.lower(): value for name, value in headers.items()}
        try:
            text = self._judged(method, sent, body)
        except Turned as turned:
            log.warning("turned away status=%s why=%s", turned.status, turned.why)
            return turned.status, PLAIN, f"{turned.why}\n"
        return self._answered(text, sent)

    def _answered(self, text: str, sent: Mapping[str, str]) -> Answer:
        answer = dispatch(self._app, text, sent)
        flat = {name: values[0] for name, values in answer.headers.items() if values}
        return answer.status, flat, answer.body

    def _judged(self, method: str, sent: Mapping[str, str], body: bytes) -> str:
        if method != "POST":
            raise Turned(400, "only POST is answered here")
        kind = sent.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in (FORM, JSON):
            raise Turned(415, "neither a form nor JSON")
        if len(body) > LARGEST:
            raise Turned(413, "too large")
        self._check_signature(sent, body)
        return _read_form(body) if kind == FORM else _read_json(body)

    def _check_signature(self, sent: Mapping[str, str], body: bytes) -> None:
        """By the machine's clock: this is about the network, not about business time."""
        stamp, signature = _signing(sent)
        if abs(time.time() - int(stamp)) > FRESH:
            raise Turned(401, "too old")
        signed = b"v0:" + stamp.encode() + b":" + body
        expected = "v0=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, signature):
            raise Turned(401, "not signed by Slack")


def _signing(sent: Mapping[str, str]) -> tuple[str, str]:
    stamp = sent.get("x-slack-request-timestamp", "")
    signature = sent.get("x-slack-signature", "")
    if not TIMESTAMP.fullmatch(stamp) or not SIGNATURE.fullmatch(signature):
        raise Turned(401, "not signed by Slack")
    return stamp, signature


def _read_form(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
        fields = parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise Turned(400, "no form that can be read") from None
    names = [name for name, _ in fields]
    if len(set(names)) != len(names):
        raise Turned(400, "a field comes twice")
    if "payload" in names:
        _read_object(dict(fields)["payload"])
    return text


def _read_json(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except ValueError:
        raise Turned(400, "not UTF-8") from None
    _read_object(text)
    return text


def _read_object(text: str) -> None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Turned(400, "no JSON that can be read") from None
    if not isinstance(found, dict):
        raise Turned(400, "no JSON object")
