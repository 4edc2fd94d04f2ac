"""What is late in all of the newest books, in sums that the database makes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from core.domain.agreements import DocumentKey
from core.domain.arrears import CreditSum, LateSum
from core.domain.customers import CustomerKey, Debtor
from core.domain.mapping import LedgerKey
from core.domain.money import Money
from core.ports.records import Account


class Portfolio(Protocol):
    """Sums know nothing of what was agreed on: see core.arrears, which does."""

    def sums(self, on: date) -> tuple[list[LateSum], list[CreditSum]]:
        """Of every page and currency: what counts and fell due before this day, and what is not
        applied yet."""

    def unconfirmed(self) -> list[tuple[LedgerKey, Money]]:
        """Every page that nobody confirmed, and what counts on it is open, by currency: disputed
        parts are off, credits are not. A page on which nothing counts has one of nothing."""

    def unreadable(self) -> set[LedgerKey]:
        """The page of every row that cannot be read; its name is empty where not even that can."""

    def accounts(self, keys: Sequence[CustomerKey]) -> dict[CustomerKey, list[Account]]:
        """All pages of these customers."""

    def pages(self, keys: Sequence[LedgerKey]) -> list[Account]: ...
    def debtors(self, keys: Sequence[LedgerKey]) -> list[Debtor]: ...

    def whose(self, documents: Sequence[DocumentKey]) -> set[LedgerKey]:
        """The pages on which these documents are."""
