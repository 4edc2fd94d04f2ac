"""Brings a delivery to the bot: within three seconds, and again where Slack would."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any, Protocol

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.slack.deliveries import Attempt, Delivery

PATIENCE = 3.0
# Seconds of business time after a failure at which an event is sent again.
RETRIES = (0.0, 60.0, 300.0)
# How an attempt fails, and why it is made once more.
TIMEOUT, CONNECTION_FAILED, HTTP_ERROR = "http_timeout", "connection_failed", "http_error"
_LONGEST_SLEEP = 1.0


@dataclass(frozen=True, slots=True)
class Retry:
    """Which time it is sent once more, and why."""

    num: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sent:
    """How one attempt ended: a status and an answer, or what went wrong."""

    status: int | None
    error: str | None
    answer: Any = None


class Way(Protocol):
    """How a delivery gets to the bot, once."""

    def send(self, delivery: Delivery, retry: Retry | None) -> Sent: ...


class Courier:
    """Sends deliveries one way or the other; never called while the workspace is locked."""

    def __init__(self, clock: Clock, faults: Faults, way: Way) -> None:
        self._clock = clock
        self._faults = faults
        self._way = way
        self._stopping = threading.Event()
        self._retrying: list[threading.Thread] = []

    def deliver(self, delivery: Delivery) -> None:
        """Send it once; events that fail are sent again in the background."""
        fault = self._faults.take("delivery", method=delivery.kind, path=delivery.name)
        if fault and fault.kind == "delay":
            self._faults.hold(fault.seconds)
        self._attempt(delivery, None)
        if fault and fault.kind == "duplicate":
            self._attempt(delivery, None)
        if fault and fault.kind == "drop_answer":
            _lose_answer(delivery)
            self._attempt(delivery, Retry(1, TIMEOUT))
        if not delivery.acknowledged and delivery.kind == "event":
            self._retry_later(delivery)

    def stop_retrying(self) -> None:
        self._stopping.set()

    def close(self) -> None:
        self.stop_retrying()
        for thread in self._retrying:
            thread.join(timeout=PATIENCE + _LONGEST_SLEEP + 1)

    def _retry_later(self, delivery: Delivery) -> None:
        thread = threading.Thread(target=self._retry, args=(delivery,), daemon=True)
        self._retrying = [one for one in self._retrying if one.is_alive()]
        self._retrying.append(thread)
        thread.start()

    def _retry(self, delivery: Delivery) -> None:
        for number, seconds in enumerate(RETRIES, start=1):
            if delivery.acknowledged:
                return
            delivery.next_attempt_at = self._clock.now().timestamp() + seconds
            if not self._wait_until(delivery.next_attempt_at):
                return
            delivery.next_attempt_at = None
            self._attempt(delivery, Retry(number, _reason(delivery.attempts[-1])))

    def _wait_until(self, due: float) -> bool:
        """Let business time pass; false when the sandbox stops before."""
        while not self._stopping.is_set():
            left = due - self._clock.now().timestamp()
            if left <= 0:
                return True
            self._clock.wait(self._clock.moves, min(left, _LONGEST_SLEEP))
        return False

    def _attempt(self, delivery: Delivery, retry: Retry | None) -> None:
        started = time.monotonic()
        sent = self._way.send(delivery, retry)
        elapsed = time.monotonic() - started
        error = sent.error or (TIMEOUT if elapsed > PATIENCE else None)
        num = retry.num if retry else None
        delivery.attempts.append(Attempt(sent.status, int(elapsed * 1000), num, error))
        if delivery.attempts[-1].acknowledged:
            delivery.acknowledged, delivery.answer = True, sent.answer


def _lose_answer(delivery: Delivery) -> None:
    last = delivery.attempts[-1]
    delivery.attempts[-1] = Attempt(None, last.elapsed_ms, last.retry_num, "answer lost (fault)")
    delivery.acknowledged, delivery.answer = False, None


def _reason(last: Attempt) -> str:
    if last.error is None:
        return HTTP_ERROR
    return CONNECTION_FAILED if last.error.startswith(CONNECTION_FAILED) else TIMEOUT
