"""Where a partner wants its webhooks: one address for each account."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Registration:
    """One address, and what it wants to hear of."""

    subscriber_id: str
    url: str
    events: tuple[str, ...]
    in_own_header: bool

    def shown(self) -> dict[str, Any]:
        return {
            "SubscriberId": self.subscriber_id,
            "WebhookUrl": self.url,
            "WebhookEvents": list(self.events),
            "SignatureTokenToMsSignatureHeader": self.in_own_header,
        }


class Registrations:
    """By account; they outlive the sandbox's process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: dict[str, Registration] = {}

    def of(self, account: str) -> Registration | None:
        with self._lock:
            return self._of.get(account)

    def put(self, account: str, registration: Registration) -> None:
        with self._lock:
            self._of[account] = registration

    def accounts(self) -> list[str]:
        with self._lock:
            return list(self._of)

    def to_json(self) -> dict[str, Any]:
        with self._lock:
            return {name: asdict(one) for name, one in self._of.items()}

    def load_json(self, state: Mapping[str, Any]) -> None:
        with self._lock:
            self._of = {
                name: Registration(**{**saved, "events": tuple(saved["events"])})
                for name, saved in state.items()
            }
