"""Azure spending and budgets: in the documented shapes, malformed as they are, at the stand-in."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from clients.partner_center import PartnerCenterClient
from clients.spending import SpendingReader
from core.domain.customers import CustomerKey
from core.domain.money import Money
from core.domain.spending import Spending
from core.ports.outside import Missing, Unreachable
from tests.clients.scripted import KEY, TENANT, PartnerScript, listed, said
from tests.sandbox.partner_center_desk import Desk

RECORD = {
    "id": TENANT.upper(),
    "resourceId": TENANT,
    "resourceName": "Contoso",
    "budget": {"amount": 500.0, "attributes": {"objectType": "SpendingBudget"}},
    "customerSpendingBudget": 500.0,
    "percentUsed": 50.1,
    "isUpgraded": True,
    "totalCost": 250.5,
    "currencyCode": "EUR",
    "usdTotalCost": 270.54,
    "lastModifiedDate": "2026-10-12T00:00:00",
    "attributes": {"objectType": "CustomerMonthlyUsageRecord"},
}


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def spending(record: dict[str, Any]) -> list[Spending]:
    script = PartnerScript(said(listed([record])))
    return SpendingReader(script.client().lines).spending("main")


def test_what_was_spent_stands_beside_what_was_meant() -> None:
    [found] = spending(RECORD)
    counted = datetime(2026, 10, 12, tzinfo=UTC)
    assert found == Spending(KEY, "Contoso", eur("250.5"), eur("500.0"), counted)
    assert found.used == Decimal("50.1")


@pytest.mark.parametrize(
    ("changed", "spent", "budget"),
    [
        ({"budget": {"ammount": 20}, "customerSpendingBudget": None}, eur("250.5"), eur("20")),
        ({"budget": {"amount": None}, "customerSpendingBudget": None}, eur("250.5"), None),
        ({"budget": None}, eur("250.5"), eur("500.0")),
        ({"budget": [{}], "customerSpendingBudget": "x"}, eur("250.5"), None),
        ({"currencyCode": None, "currencyLocale": "de-DE"}, None, None),
        ({"totalCost": "250.50"}, eur("250.50"), eur("500.0")),
        ({"totalCost": None}, None, eur("500.0")),
    ],
    ids=["misspelt", "none", "outside", "malformed", "legacy", "text", "no cost"],
)
def test_what_is_odd_is_read_or_unknown(
    changed: dict[str, Any], spent: Money | None, budget: Money | None
) -> None:
    [found] = spending(RECORD | changed)
    assert (found.spent, found.budget) == (spent, budget)


def test_a_budget_of_nothing_has_no_percentage() -> None:
    [found] = spending(RECORD | {"budget": {"amount": 0}})
    assert found.budget == eur("0")
    assert found.used is None


def test_a_record_of_nobody_is_left_out() -> None:
    assert spending(RECORD | {"id": "x"}) == []


@pytest.mark.parametrize(
    ("answer", "budget"),
    [({"amount": 100}, eur("100")), ({"Ammount": "7.5"}, eur("7.5")), ({"amount": None}, None)],
    ids=["set", "misspelt", "none"],
)
def test_a_customers_budget(answer: dict[str, Any], budget: Money | None) -> None:
    script = PartnerScript(said(answer))
    assert SpendingReader(script.client().lines).budget(KEY, "EUR") == budget
    assert script.requests[0].url.path.endswith(f"/customers/{TENANT}/usagebudget")


def test_no_budget_is_asked_for_of_what_is_no_tenant() -> None:
    script = PartnerScript(said({}))
    with pytest.raises(Missing):
        SpendingReader(script.client().lines).budget(CustomerKey("main", "../x"), "EUR")
    assert script.requests == []


# The stand-in


def test_the_stand_in_counts_every_customer_with_azure(
    desk: Desk, client: PartnerCenterClient
) -> None:
    desk.move_clock(advance="P5D")
    reader = SpendingReader(client.lines)
    found = reader.spending("main")
    assert found
    for one in found:
        assert one.spent is not None and one.spent.currency == "EUR"
        assert one.counted_at is not None
        assert reader.budget(one.customer, "EUR") == one.budget
    assert any(one.spent and one.spent.amount > 0 for one in found)


def test_where_azure_is_not_sold_nothing_is_asked(client: PartnerCenterClient) -> None:
    with pytest.raises(Unreachable, match="the cloud of account china has no usage"):
        SpendingReader(client.lines).spending("china")
