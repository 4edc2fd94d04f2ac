"""What reading Partner Center leaves behind: where each round stands, and what had changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.customers import CustomerKey
from core.domain.drift import DriftKind
from core.domain.sync import Round


@dataclass(frozen=True, slots=True)
class FoundDrift:
    """A drift as it was found; `who` did it at Partner Center, where somebody said so."""

    drift_id: str
    customer: CustomerKey
    subscription_id: str
    name: str
    kind: DriftKind
    before: str
    after: str
    found_at: datetime
    who: str = ""


class Sync(Protocol):
    def round(self, account: str) -> Round | None: ...
    def put(self, round: Round) -> None: ...
    def next_customer(self, account: str, after: str) -> CustomerKey | None:
        """The next tenant by its id, lost ones too: one may be ours again."""

    def customers(self, account: str) -> int: ...

    def add_drift(self, drift: FoundDrift) -> None: ...
    def drift(self, drift_id: str) -> FoundDrift: ...
    def drifts_since(self, at: datetime) -> list[FoundDrift]:
        """Oldest first."""
