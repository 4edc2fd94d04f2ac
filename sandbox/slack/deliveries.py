"""What was sent to the bot, attempt by attempt."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, field
from typing import Any

from sandbox.calls import NotHere


@dataclass(frozen=True, slots=True)
class Attempt:
    """One time that a delivery was sent."""

    status: int | None
    elapsed_ms: int
    retry_num: int | None
    error: str | None

    @property
    def acknowledged(self) -> bool:
        return self.status == 200 and self.error is None


@dataclass(slots=True)
class Delivery:
    """One thing the bot is told; `body` is exactly what went over the wire."""

    n: int
    kind: str
    name: str
    user: str
    payload: dict[str, Any]
    body: bytes
    content_type: str
    attempts: list[Attempt] = field(default_factory=list)
    acknowledged: bool = False
    answer: Any = None
    redelivery_of: int | None = None
    next_attempt_at: float | None = None
    """Unix seconds of business time at which it is sent again; None while nobody waits for that."""

    def listed(self) -> dict[str, Any]:
        """A delivery as the control API shows it."""
        return {
            "n": self.n,
            "kind": self.kind,
            "name": self.name,
            "user": self.user,
            "attempts": [asdict(attempt) for attempt in self.attempts],
            "acknowledged": self.acknowledged,
            "payload": self.payload,
            "answer": self.answer,
            "redelivery_of": self.redelivery_of,
            "next_attempt_at": self.next_attempt_at,
        }


@dataclass(frozen=True, slots=True)
class Parcel:
    """What shall be delivered; `name` is the command, action, callback or event it is about."""

    kind: str
    name: str
    user: str
    payload: dict[str, Any]
    body: bytes
    content_type: str


class Deliveries:
    """Every delivery in order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: list[Delivery] = []

    def add(self, parcel: Parcel, *, redelivery_of: int | None = None) -> Delivery:
        with self._lock:
            delivery = Delivery(
                len(self._all) + 1,
                parcel.kind,
                parcel.name,
                parcel.user,
                parcel.payload,
                parcel.body,
                parcel.content_type,
                redelivery_of=redelivery_of,
            )
            self._all.append(delivery)
        return delivery

    def again(self, n: int) -> Delivery:
        """A new delivery with the same bytes as an earlier one."""
        with self._lock:
            if not 1 <= n <= len(self._all):
                raise NotHere(f"there is no delivery {n}; GET /sandbox/slack/deliveries lists them")
            old = self._all[n - 1]
        parcel = Parcel(old.kind, old.name, old.user, old.payload, old.body, old.content_type)
        return self.add(parcel, redelivery_of=n)

    def listed(self, after: int = 0) -> list[dict[str, Any]]:
        with self._lock:
            return [delivery.listed() for delivery in self._all[after:]]
