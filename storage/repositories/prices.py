"""Prices by subscription."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import Connection, select

from core.domain.consequences import Price
from core.domain.customers import CustomerKey
from core.domain.money import Money
from storage.sql import put
from storage.tables.prices import prices


class SqlPrices:
    """Implements core.ports.prices.Prices."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, key: CustomerKey) -> dict[str, Price]:
        found = select(prices).where(
            prices.c.account == key.account, prices.c.tenant_id == key.tenant_id
        )
        return {
            row.subscription_id: Price(Money(Decimal(row.unit), row.currency), row.cycle, row.as_of)
            for row in self._connection.execute(found)
        }

    def save(self, key: CustomerKey, found: Mapping[str, Price]) -> None:
        known = self.of(key)
        rows = [
            {
                "account": key.account,
                "tenant_id": key.tenant_id,
                "subscription_id": subscription_id,
                "unit": str(price.unit.amount),
                "currency": price.unit.currency,
                "cycle": price.cycle,
                "as_of": price.as_of,
            }
            for subscription_id, price in found.items()
            if subscription_id not in known or known[subscription_id].as_of <= price.as_of
        ]
        put(self._connection, prices, rows)
