"""How customers came to us: what is remembered of it, and Partner Center, which is asked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from core.domain.customers import CustomerKey
from core.domain.intakes import Intake


class Intakes(Protocol):
    def put(self, intake: Intake) -> None: ...
    def due(self, account: str, before: datetime, most: int) -> list[CustomerKey]:
        """Customers of ours never read, then those without an agreement that were read before
        that."""


class PartnerIntakes(Protocol):
    """Reads raise Unreachable or Missing."""

    def billing_country(self, key: CustomerKey) -> str:
        """Of the billing profile; empty where it says none."""

    def agreed(self, key: CustomerKey) -> tuple[bool, date | None]:
        """Was Microsoft's customer agreement accepted, and when, where that is said?"""
