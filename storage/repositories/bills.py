"""Balances with Microsoft and spending on Azure: replaced whole with every reading."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from core.domain.billing import Balance
from core.domain.customers import CustomerKey
from core.domain.money import Money
from core.domain.spending import Spending
from core.ports.bills import Owed, Unpaid
from storage.sql import put
from storage.tables.bills import balances, spending


class SqlBills:
    """Implements core.ports.bills.Bills."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def owed(self, account: str) -> list[Owed]:
        found = select(balances).where(balances.c.account == account)
        rows = self._connection.execute(found.order_by(balances.c.currency))
        return [_owed(row) for row in rows]

    def save_owed(self, account: str, found: Sequence[Owed]) -> None:
        self._connection.execute(delete(balances).where(balances.c.account == account))
        put(self._connection, balances, [_owed_row(account, one) for one in found])

    def spending(self, key: CustomerKey) -> Spending | None:
        found = select(spending).where(
            spending.c.account == key.account, spending.c.tenant_id == key.tenant_id
        )
        row = self._connection.execute(found).first()
        return None if row is None else spending_of(row)

    def save_spending(self, account: str, found: Sequence[Spending]) -> None:
        self._connection.execute(delete(spending).where(spending.c.account == account))
        put(self._connection, spending, [_spending_row(one) for one in found])


def _owed_row(account: str, one: Owed) -> dict[str, object]:
    balance, unpaid = one.balance, one.unpaid
    return {
        "account": account,
        "currency": balance.owed.currency,
        "owed": str(balance.owed.amount),
        "as_of": balance.as_of,
        "last_paid": _text(balance.last_paid),
        "last_paid_on": balance.last_paid_on,
        "newest_invoice_on": balance.newest_invoice_on,
        "unpaid_number": unpaid.number if unpaid else None,
        "unpaid_issued": unpaid.issued if unpaid else None,
        "unpaid_due": unpaid.due if unpaid else None,
        "unpaid_open": _text(unpaid.open) if unpaid else None,
        "read_at": one.read_at,
    }


def _owed(row: Row[Any]) -> Owed:
    owed = _money(row.owed, row.currency)
    assert owed is not None
    last_paid = _money(row.last_paid, row.currency)
    balance = Balance(owed, row.as_of, last_paid, row.last_paid_on, row.newest_invoice_on)
    return Owed(balance, _unpaid(row), row.read_at)


def _unpaid(row: Row[Any]) -> Unpaid | None:
    left = _money(row.unpaid_open, row.currency)
    if left is None:
        return None
    return Unpaid(row.unpaid_number, row.unpaid_issued, row.unpaid_due, left)


def _spending_row(one: Spending) -> dict[str, object]:
    known = next((money for money in (one.spent, one.budget) if money is not None), None)
    return {
        "account": one.customer.account,
        "tenant_id": one.customer.tenant_id,
        "name": one.name,
        "currency": known.currency if known else "",
        "spent": _text(one.spent),
        "budget": _text(one.budget),
        "counted_at": one.counted_at,
    }


def spending_of(row: Row[Any]) -> Spending:
    return Spending(
        CustomerKey(row.account, row.tenant_id),
        row.name,
        _money(row.spent, row.currency),
        _money(row.budget, row.currency),
        row.counted_at,
    )


def _text(money: Money | None) -> str | None:
    return None if money is None else str(money.amount)


def _money(amount: str | None, currency: str) -> Money | None:
    return None if amount is None else Money(Decimal(amount), currency)
