"""What Microsoft bills us, as Partner Center tells it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from core.domain.billing import Balance, Charge, Invoice


class PartnerBilling(Protocol):
    """Reads raise Unreachable or Missing."""

    def balances(self, account: str) -> list[Balance]:
        """What we owe, one for each currency."""

    def invoices(self, account: str) -> Iterator[Invoice]:
        """As Microsoft lists them."""

    def charges(self, account: str, invoice: Invoice) -> Iterator[Charge]:
        """The lines of one invoice; none for a kind that we do not know."""
