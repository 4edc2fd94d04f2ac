"""Signs of fraud that people write down in a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.domain.signals import SignalKind


@dataclass(frozen=True, slots=True)
class Report:
    """One row: `customer` as it was typed, by name, domain or tenant id."""

    line: int
    customer: str
    kind: SignalKind
    strength: int
    at: datetime
    note: str
