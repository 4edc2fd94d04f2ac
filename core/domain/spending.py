"""What customers spend on Azure this month, beside what was meant to be spent.

An estimate that Microsoft makes about once a day. A budget never stops anything. Source: Microsoft,
"Set an Azure spending budget"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.domain.customers import CustomerKey
from core.domain.money import Money


@dataclass(frozen=True, slots=True)
class Spending:
    """Month to date. `spent` is empty where the currency is not said, `budget` where there is
    none; `counted_at` is how far Microsoft has counted."""

    customer: CustomerKey
    name: str
    spent: Money | None
    budget: Money | None = None
    counted_at: datetime | None = None

    @property
    def used(self) -> Decimal | None:
        """How much of the budget is spent, in percent."""
        if self.spent is None or self.budget is None or not self.budget:
            return None
        return self.spent.amount / self.budget.amount * 100
