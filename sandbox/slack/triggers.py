"""Trigger ids: the short-lived permission to open a modal for a person."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass

from sandbox.slack.refusals import SlackRefusal

LIFETIME = 3.0


@dataclass(slots=True)
class _Trigger:
    user: str
    made: float
    is_spent: bool = False


class Triggers:
    """Each trigger works once, within three seconds of the machine's clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._triggers: dict[str, _Trigger] = {}

    def make(self, user: str) -> str:
        id = f"{time.time_ns() // 1_000_000}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        with self._lock:
            self._triggers[id] = _Trigger(user, time.monotonic())
        return id

    def spend(self, id: str) -> str:
        """The person that this trigger was made for."""
        with self._lock:
            trigger = self._triggers.get(id)
            if trigger is None:
                raise SlackRefusal("invalid_trigger_id")
            if trigger.is_spent:
                raise SlackRefusal("exchanged_trigger_id")
            if time.monotonic() - trigger.made > LIFETIME:
                raise SlackRefusal("expired_trigger_id")
            trigger.is_spent = True
            return trigger.user
