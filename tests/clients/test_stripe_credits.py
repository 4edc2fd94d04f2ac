"""Credits of Stripe's customers as rows: balances, cash, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from core.domain.exposure import Kind, Status
from core.ports.receivables import Row
from tests.clients.a_stripe import TENANT, Shop, day, judged, running


@pytest.fixture
def shop() -> Iterator[Shop]:
    with running() as made:
        yield made


def credits(shop: Shop) -> tuple[str, dict[str, Row]]:
    customer = shop.account.add_customer(
        "Contoso", created=day("2026-01-15"), metadata={"tenant_id": TENANT}
    )
    shop.account.give_credit(customer, "eur", 2500)
    shop.account.give_credit(customer, "usd", 100)
    shop.account.give_credit(customer, "gbp", -700)
    shop.account.put_cash(customer, "eur", 15000)
    return customer, shop.read()


def test_credits_are_a_document_for_each_sort_and_currency(shop: Shop) -> None:
    """What is owed by a balance comes with the next invoice and is no document."""
    customer, rows = credits(shop)
    assert {id: row["open_amount"] for id, row in rows.items()} == {
        f"balance:{customer}:eur": "-25.00",
        f"balance:{customer}:usd": "-1.00",
        f"cash:{customer}:eur": "-150.00",
    }
    row = judged(rows[f"cash:{customer}:eur"])
    found = row.document
    assert (found.kind, found.status) == (Kind.PAYMENT_UNAPPLIED, Status.OPEN)
    assert (found.number, found.customer_ref) == ("Cash balance EUR", customer)
    assert (found.issued, found.due) == (date(2026, 1, 15), None)
    assert (row.customer_name, row.tenant_id) == ("Contoso", TENANT)


@pytest.mark.parametrize(
    ("listed", "balance", "found"),
    [
        ({"eur": 2500}, -2500, "-25.00"),
        (None, -2500, "-25.00"),
        (None, 2500, ""),
        (None, 0, ""),
        ({}, -2500, ""),
    ],
    ids=["list", "balance", "debit", "nothing", "empty list"],
)
def test_without_a_list_the_balance_tells_with_the_other_sign(
    shop: Shop, listed: object, balance: int, found: str
) -> None:
    shop.account.add_customer(
        "Contoso", currency="eur", balance=balance, invoice_credit_balance=listed
    )
    assert "".join(row["open_amount"] for row in shop.read().values()) == found


def test_a_credit_that_was_used_up_is_closed_when_it_is_looked_for(shop: Shop) -> None:
    customer, rows = credits(shop)
    shop.account.give_credit(customer, "eur", 0)
    shop.account.put_cash(customer, "eur", 0)
    found = {row["document_id"]: judged(row).document for row in shop.books().look(list(rows))}
    assert {id: (one.status, one.open.plain()) for id, one in found.items()} == {
        f"balance:{customer}:eur": (Status.CLOSED, "0.00"),
        f"balance:{customer}:usd": (Status.OPEN, "-1.00"),
        f"cash:{customer}:eur": (Status.CLOSED, "0.00"),
    }


def test_the_credits_of_one_who_was_deleted_are_not_known_any_more(shop: Shop) -> None:
    customer, rows = credits(shop)
    shop.account.delete_customer(customer)
    assert shop.read() == {}
    assert shop.books().look(list(rows)) == ()


def test_a_credit_of_no_currency_is_not_known(shop: Shop) -> None:
    customer, _ = credits(shop)
    assert shop.books().look([f"cash:{customer}:", f"cash:{customer}"]) == ()


def test_the_credits_of_a_customer_are_one_question(shop: Shop) -> None:
    _, rows = credits(shop)
    shop.stripe.asked.clear()
    shop.books().look(list(rows))
    assert len(shop.stripe.asked) == 1
