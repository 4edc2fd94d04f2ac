"""Azure spending and its budgets, read from Partner Center."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from clients.partner_accounts import Line, Lines
from clients.partner_fields import inner, instant, money, number, text
from core.domain.clouds import Capability
from core.domain.customers import CustomerKey, is_guid
from core.domain.money import CURRENCIES, Money
from core.domain.spending import Spending
from core.ports.outside import Missing

# The older sample of Microsoft's spells it so.
AMOUNT = ("amount", "ammount")


class SpendingReader:
    """The port `core.ports.partner_spending.PartnerSpending` over HTTP."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def spending(self, account: str) -> list[Spending]:
        line = self._lines.line(account).having(Capability.USAGE)
        return [
            _spending(said, line)
            for page in line.calls.pages("/customers/usagerecords")
            for said in page
            if is_guid(_tenant(said))
        ]

    def budget(self, key: CustomerKey, currency: str) -> Money | None:
        line = self._lines.line(key.account).having(Capability.BUDGETS)
        if not is_guid(key.tenant_id):
            raise Missing("not a tenant id")
        amount = _amount(line.calls.get(f"/customers/{key.tenant_id}/usagebudget"))
        return None if amount is None or currency not in CURRENCIES else Money(amount, currency)


def _spending(said: Mapping[str, object], line: Line) -> Spending:
    """The legacy kind names a locale instead of a currency, from which no currency follows."""
    currency = text(said, "currencyCode").upper()
    budget = _amount(inner(said, "budget"))
    if budget is None:
        budget = number(said, "customerSpendingBudget")
    has_budget = budget is not None and currency in CURRENCIES
    return Spending(
        customer=CustomerKey(line.account.name, _tenant(said)),
        name=text(said, "resourceName") or text(said, "name"),
        spent=money(said, "totalCost", currency),
        budget=Money(budget, currency) if budget is not None and has_budget else None,
        counted_at=instant(said.get("lastModifiedDate")),
    )


def _tenant(said: Mapping[str, object]) -> str:
    return (text(said, "id") or text(said, "resourceId")).lower()


def _amount(said: Mapping[str, object]) -> Decimal | None:
    return next((found for name in AMOUNT if (found := number(said, name)) is not None), None)
