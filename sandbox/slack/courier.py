"""Brings a delivery to the bot: signed, within three seconds, and again where Slack would."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from typing import Any

import httpx

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.slack.deliveries import Attempt, Delivery

PATIENCE = 3.0
EVENTS_PATH = "/slack/events"
# Seconds of business time after a failure at which an event is sent again.
RETRIES = (0.0, 60.0, 300.0)
_LONGEST_SLEEP = 1.0


class Courier:
    """Sends deliveries; never called while the workspace is locked."""

    def __init__(self, clock: Clock, faults: Faults, *, signing_secret: str) -> None:
        self.bot_url = ""
        self._clock = clock
        self._faults = faults
        self._secret = signing_secret
        self._http = httpx.Client(timeout=PATIENCE, trust_env=False, follow_redirects=False)
        self._stopping = threading.Event()
        self._retrying: list[threading.Thread] = []

    def deliver(self, delivery: Delivery) -> None:
        """Send it once; events that fail are sent again in the background."""
        fault = self._faults.take("delivery", method=delivery.kind, path=delivery.name)
        if fault and fault.kind == "delay":
            self._faults.hold(fault.seconds)
        self._attempt(delivery, retry_num=None, reason=None)
        if fault and fault.kind == "duplicate":
            self._attempt(delivery, retry_num=None, reason=None)
        if fault and fault.kind == "drop_answer":
            _lose_answer(delivery)
            self._attempt(delivery, retry_num=1, reason="http_timeout")
        if not delivery.acknowledged and delivery.kind == "event":
            self._retry_later(delivery)

    def stop_retrying(self) -> None:
        self._stopping.set()

    def close(self) -> None:
        self.stop_retrying()
        for thread in self._retrying:
            thread.join(timeout=PATIENCE + _LONGEST_SLEEP + 1)
        self._http.close()

    def _retry_later(self, delivery: Delivery) -> None:
        thread = threading.Thread(target=self._retry, args=(delivery,), daemon=True)
        self._retrying = [one for one in self._retrying if one.is_alive()]
        self._retrying.append(thread)
        thread.start()

    def _retry(self, delivery: Delivery) -> None:
        for number, seconds in enumerate(RETRIES, start=1):
            if delivery.acknowledged or not self._wait(seconds):
                return
            self._attempt(delivery, retry_num=number, reason=_reason(delivery.attempts[-1]))

    def _wait(self, seconds: float) -> bool:
        """Let business time pass; false when the sandbox stops before."""
        due = self._clock.now().timestamp() + seconds
        while not self._stopping.is_set():
            left = due - self._clock.now().timestamp()
            if left <= 0:
                return True
            self._clock.wait(self._clock.moves, min(left, _LONGEST_SLEEP))
        return False

    def _attempt(self, delivery: Delivery, *, retry_num: int | None, reason: str | None) -> None:
        headers = self._headers(delivery, retry_num, reason)
        started = time.monotonic()
        status: int | None = None
        error: str | None = None
        body = ""
        try:
            answer = self._http.post(self._address(), content=delivery.body, headers=headers)
            status, body = answer.status_code, answer.text
        except httpx.TimeoutException:
            error = "http_timeout"
        except httpx.HTTPError as failure:
            error = f"connection_failed: {failure}"
        elapsed = time.monotonic() - started
        if elapsed > PATIENCE:
            error = error or "http_timeout"
        delivery.attempts.append(Attempt(status, int(elapsed * 1000), retry_num, error))
        if delivery.attempts[-1].acknowledged:
            delivery.acknowledged, delivery.answer = True, _read(body)

    def _address(self) -> str:
        return self.bot_url.rstrip("/") + EVENTS_PATH

    def _headers(
        self, delivery: Delivery, retry_num: int | None, reason: str | None
    ) -> dict[str, str]:
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": delivery.content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, delivery.body),
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        if retry_num is not None:
            headers |= {
                "X-Slack-Retry-Num": str(retry_num),
                "X-Slack-Retry-Reason": reason or "unknown_error",
            }
        return headers


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's signature over the raw body."""
    signed = f"v0:{timestamp}:".encode() + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _lose_answer(delivery: Delivery) -> None:
    last = delivery.attempts[-1]
    delivery.attempts[-1] = Attempt(None, last.elapsed_ms, last.retry_num, "answer lost (fault)")
    delivery.acknowledged, delivery.answer = False, None


def _reason(last: Attempt) -> str:
    if last.error is None:
        return "http_error"
    return "connection_failed" if last.error.startswith("connection_failed") else "http_timeout"


def _read(body: str) -> Any:
    """An answer: nothing, a JSON value, or the text as it came."""
    if not body.strip():
        return None
    try:
        return json.loads(body)
    except ValueError:
        return body
