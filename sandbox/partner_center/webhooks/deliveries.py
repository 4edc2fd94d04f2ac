"""Webhooks on their way: what was sent where, how often, and what came of it."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox.calls import NotHere
from sandbox.clock import as_text
from sandbox.partner_center.webhooks.notices import Notice
from sandbox.partner_center.webhooks.seals import Sealed

MOST_ATTEMPTS = 10
# Minutes of business time before each further attempt.
PAUSES = (1, 2, 4, 8, 15, 30, 60, 120, 240)
KEPT = 2_000
WAITING, HELD, DELIVERED, DROPPED, GIVEN_UP = (
    "waiting", "held", "delivered", "dropped", "given_up",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: the status of the answer, or what went wrong."""

    at: str
    status: int | None
    error: str


@dataclass(slots=True)
class Delivery:
    """One webhook for one address; `due` is when the next attempt is made."""

    n: int
    notice: Notice
    url: str
    sealed: Sealed
    due: datetime
    forged: str = ""
    correlation_id: str = ""
    state: str = WAITING
    attempts: list[Attempt] = field(default_factory=list)

    def after(self, attempt: Attempt, now: datetime) -> None:
        """What an attempt means for this delivery."""
        self.attempts.append(attempt)
        if attempt.status is not None and 200 <= attempt.status < 300:
            self.state = DELIVERED
        elif len(self.attempts) >= MOST_ATTEMPTS:
            self.state = GIVEN_UP
        else:
            self.due = now + timedelta(minutes=PAUSES[len(self.attempts) - 1])

    def listed(self) -> dict[str, Any]:
        return {
            "n": self.n,
            **asdict(self.notice),
            "url": self.url,
            "state": self.state,
            "due": as_text(self.due),
            "forged": self.forged,
            "body": self.sealed.body.decode(),
            "attempts": [asdict(attempt) for attempt in self.attempts],
        }


class Deliveries:
    """All of them in order; the oldest are forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: list[Delivery] = []
        self._made = 0

    def add(
        self,
        notice: Notice,
        url: str,
        sealed: Sealed,
        due: datetime,
        *,
        forged: str = "",
        correlation_id: str = "",
    ) -> Delivery:
        with self._lock:
            self._made += 1
            made = Delivery(self._made, notice, url, sealed, due, forged, correlation_id)
            self._all.append(made)
            if len(self._all) > 2 * KEPT:
                del self._all[:KEPT]
        return made

    def due(self, now: datetime) -> list[Delivery]:
        with self._lock:
            found = [one for one in self._all if one.state == WAITING and one.due <= now]
        return sorted(found, key=lambda one: (one.due, one.n))

    def next_due(self) -> datetime | None:
        with self._lock:
            return min((one.due for one in self._all if one.state == WAITING), default=None)

    def release_held(self, account: str, now: datetime) -> None:
        """What another one overtook goes out after it."""
        with self._lock:
            for one in self._all:
                if one.state == HELD and one.notice.account == account:
                    one.state, one.due = WAITING, now

    def one(self, n: int) -> Delivery:
        with self._lock:
            for delivery in self._all:
                if delivery.n == n:
                    return delivery
        raise NotHere(f"there is no webhook {n}")

    def by_correlation(self, id: str) -> Delivery | None:
        with self._lock:
            found = [one for one in self._all if one.correlation_id == id]
        return found[0] if found else None

    def listed(self, after: int = 0) -> list[dict[str, Any]]:
        with self._lock:
            return [one.listed() for one in self._all if one.n > after]
