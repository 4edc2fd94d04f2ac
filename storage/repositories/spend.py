"""Azure spend by day, and how customers came to us."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, or_, select

from core.domain.customers import CustomerKey
from core.domain.intakes import Intake
from core.domain.spending import Spending, ToDate, counted_day
from storage.sql import put
from storage.tables.customers import customers
from storage.tables.spend import intakes, spend_days


class SqlSpend:
    """Implements core.ports.spend.Spend."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, found: Iterable[Spending]) -> None:
        rows = [
            {
                "account": one.customer.account,
                "tenant_id": one.customer.tenant_id,
                "currency": one.spent.currency,
                "day": day,
                "total": str(one.spent.amount),
            }
            for one in found
            if one.spent is not None and (day := counted_day(one)) is not None
        ]
        put(self._connection, spend_days, rows)

    def of(self, key: CustomerKey, since: date) -> Mapping[str, Sequence[ToDate]]:
        mine = spend_days.c.account == key.account, spend_days.c.tenant_id == key.tenant_id
        found = select(spend_days).where(*mine, spend_days.c.day >= since)
        return by_currency(self._connection.execute(found.order_by(spend_days.c.day)))

    def customers(self, account: str, since: date) -> list[CustomerKey]:
        mine = spend_days.c.account == account, spend_days.c.day >= since
        found = select(spend_days.c.tenant_id).where(*mine).distinct()
        ordered = found.order_by(spend_days.c.tenant_id)
        return [CustomerKey(account, row.tenant_id) for row in self._connection.execute(ordered)]

    def forget(self, before: date) -> None:
        self._connection.execute(delete(spend_days).where(spend_days.c.day < before))


def by_currency(rows: Iterable[Row[Any]]) -> dict[str, list[ToDate]]:
    found: dict[str, list[ToDate]] = defaultdict(list)
    for row in rows:
        found[row.currency].append(ToDate(row.day, Decimal(row.total)))
    return dict(found)


class SqlIntakes:
    """Implements core.ports.intakes.Intakes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, intake: Intake) -> None:
        row = {
            "account": intake.customer.account,
            "tenant_id": intake.customer.tenant_id,
            "read_at": intake.read_at,
            "billing_country": intake.billing_country,
            "agreed": intake.agreed,
            "agreed_on": intake.agreed_on,
        }
        put(self._connection, intakes, [row])

    def due(self, account: str, before: datetime, most: int) -> list[CustomerKey]:
        same = and_(
            intakes.c.account == customers.c.account, intakes.c.tenant_id == customers.c.tenant_id
        )
        again = and_(intakes.c.read_at < before, intakes.c.agreed.is_(False))
        found = (
            select(customers.c.tenant_id)
            .outerjoin(intakes, same)
            .where(
                customers.c.account == account,
                customers.c.relationship == "reseller",
                or_(intakes.c.read_at.is_(None), again),
            )
            .order_by(intakes.c.read_at.is_not(None), intakes.c.read_at, customers.c.tenant_id)
            .limit(most)
        )
        return [CustomerKey(account, row.tenant_id) for row in self._connection.execute(found)]


def intake_of(row: Row[Any]) -> Intake:
    key = CustomerKey(row.account, row.tenant_id)
    return Intake(key, row.read_at, row.billing_country, row.agreed, row.agreed_on)
