"""What customers spend on Azure, where the cloud has it."""

from __future__ import annotations

from typing import Protocol

from core.domain.customers import CustomerKey
from core.domain.money import Money
from core.domain.spending import Spending


class PartnerSpending(Protocol):
    """Reads raise Unreachable (also in a cloud without Azure) or Missing."""

    def spending(self, account: str) -> list[Spending]:
        """This month, of every customer with Azure."""

    def budget(self, key: CustomerKey, currency: str) -> Money | None:
        """What one customer is meant to spend a month; None where nothing was set."""
