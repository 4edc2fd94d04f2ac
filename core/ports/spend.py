"""What customers had spent on Azure, month by month, at the end of each day that was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from core.domain.customers import CustomerKey
from core.domain.spending import Spending, ToDate


class Spend(Protocol):
    def note(self, found: Iterable[Spending]) -> None:
        """The newest count of a day takes the place of an earlier one; what has no time or no
        currency is left out."""

    def of(self, key: CustomerKey, since: date) -> Mapping[str, Sequence[ToDate]]:
        """By currency, oldest first."""

    def customers(self, account: str, since: date) -> list[CustomerKey]:
        """Those of whom something was counted since."""

    def forget(self, before: date) -> None: ...
