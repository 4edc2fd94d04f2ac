"""Invoices that were paid, as they are remembered: the books themselves keep what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from core.domain.agreements import DocumentKey
from core.domain.credit_advice import Paid
from core.domain.customers import CustomerKey


class Payments(Protocol):
    """Of customers that are confirmed in the books. What we wrote off was never paid."""

    def note(self, found: Sequence[Paid]) -> None:
        """What newer books say of an invoice takes the place of what older ones said."""

    def take_back(self, documents: Sequence[DocumentKey]) -> None:
        """These are open again."""

    def names_days(self, source: str) -> bool:
        """Did these books ever name the day on which something was paid?"""

    def of(self, key: CustomerKey, since: date = date.min) -> list[Paid]:
        """What was paid after this day, by due date, oldest first."""

    def of_each(
        self, keys: Sequence[CustomerKey], since: date
    ) -> Mapping[CustomerKey, Sequence[Paid]]:
        """The same for some thousand customers at most; none of whoever paid nothing."""

    def returned(self, key: CustomerKey, since: date) -> list[date]:
        """Of each document whose payment came back, the last day on which it did, after this
        one."""
