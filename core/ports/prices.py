"""What Microsoft charges us, as far as its invoices were read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from core.domain.consequences import Price
from core.domain.customers import CustomerKey


class Prices(Protocol):
    def of(self, key: CustomerKey) -> dict[str, Price]:
        """The newest known price of each of a customer's subscriptions, by subscription id."""

    def save(self, key: CustomerKey, found: Mapping[str, Price]) -> None:
        """An older price never takes the place of a newer one."""
