"""What tells of fraud about a customer: how it came to us, and what it orders and spends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from core.domain.customers import CustomerKey
from core.domain.intakes import Intake
from core.domain.signals import Signal
from core.domain.spending import Spending, ToDate
from core.ports.sync import FoundDrift


@dataclass(frozen=True, slots=True)
class Profile:
    """As it is kept, before a day is looked at. `signals` are those known already, and `drifts`
    what changed at Partner Center, both oldest first; `spent` is by currency, oldest day first;
    `addresses` are where letters would go to."""

    customer: CustomerKey
    signals: Sequence[Signal]
    drifts: Sequence[FoundDrift]
    spent: Mapping[str, Sequence[ToDate]]
    spending: Spending | None
    addresses: frozenset[str]
    intake: Intake | None


class Profiles(Protocol):
    def of(
        self, keys: Sequence[CustomerKey], *, drifts_since: datetime, spent_since: date
    ) -> Mapping[CustomerKey, Profile]:
        """One for each, also for a customer of whom nothing is known. However many are asked for,
        each table is read once."""
