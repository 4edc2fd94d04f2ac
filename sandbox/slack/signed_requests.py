"""One way to the bot: a signed HTTP request to the one address that it named."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

import httpx

from sandbox.calling import caller
from sandbox.slack.courier import CONNECTION_FAILED, PATIENCE, TIMEOUT, Retry, Sent
from sandbox.slack.deliveries import Delivery

EVENTS_PATH = "/slack/events"


class SignedRequests:
    """Posts each delivery to `bot_url`."""

    def __init__(self, secret: str) -> None:
        self.bot_url = ""
        self._secret = secret
        self._http = caller(PATIENCE)

    def send(self, delivery: Delivery, retry: Retry | None) -> Sent:
        address = self.bot_url.rstrip("/") + EVENTS_PATH
        headers = self._headers(delivery, retry)
        try:
            answer = self._http.post(address, content=delivery.body, headers=headers)
        except httpx.TimeoutException:
            return Sent(None, TIMEOUT)
        except httpx.HTTPError as failure:
            return Sent(None, f"{CONNECTION_FAILED}: {failure}")
        return Sent(answer.status_code, None, _read(answer.text))

    def close(self) -> None:
        self._http.close()

    def _headers(self, delivery: Delivery, retry: Retry | None) -> dict[str, str]:
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": delivery.content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, delivery.body),
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        if retry is not None:
            headers |= {
                "X-Slack-Retry-Num": str(retry.num),
                "X-Slack-Retry-Reason": retry.reason,
            }
        return headers


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's signature over the raw body."""
    signed = f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _read(body: str) -> Any:
    """An answer: nothing, a JSON value, or the text as it came."""
    if not body.strip():
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body
