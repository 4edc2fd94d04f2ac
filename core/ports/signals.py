"""Signs of fraud, as they are remembered."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from core.domain.customers import CustomerKey
from core.domain.signals import Signal, SignalKind


class Signals(Protocol):
    def find(self, key: CustomerKey, kind: SignalKind, name: str) -> Signal | None:
        """By the key that it was given when it was found."""

    def get(self, signal_id: str) -> Signal: ...
    def add(self, signal: Signal) -> None: ...
    def update(self, signal: Signal) -> None: ...
    def of_case(self, case_id: str) -> list[Signal]:
        """Oldest first, as the others."""

    def of_customer(self, key: CustomerKey) -> list[Signal]: ...
    def seen_since(self, at: datetime) -> list[Signal]: ...
    def judged_since(self, at: datetime) -> list[Signal]:
        """Those that were labelled since."""
