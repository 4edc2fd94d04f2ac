"""What we owe Microsoft and what customers spend on Azure, as it was read last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from core.domain.billing import Balance
from core.domain.customers import CustomerKey
from core.domain.money import Money
from core.domain.spending import Spending


@dataclass(frozen=True, slots=True)
class Unpaid:
    """The oldest invoice of Microsoft's that we have not paid whole; `due` where the terms are
    known."""

    number: str
    issued: date
    due: date | None
    open: Money


@dataclass(frozen=True, slots=True)
class Owed:
    """One account in one currency. Without `unpaid` no invoice is open."""

    balance: Balance
    unpaid: Unpaid | None
    read_at: datetime


class Bills(Protocol):
    def owed(self, account: str) -> list[Owed]: ...
    def save_owed(self, account: str, found: Sequence[Owed]) -> None:
        """Replace what is known of this account."""

    def spending(self, key: CustomerKey) -> Spending | None: ...
    def save_spending(self, account: str, found: Sequence[Spending]) -> None:
        """Replace what is known of the customers of this account."""
