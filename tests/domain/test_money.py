"""Money: exact, one currency at a time, and never read from anything that is not an amount."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import BadAmount, MixedCurrencies
from core.domain.money import Money, below, by_currency, minor_digits, parse_money


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("0", "EUR", "0"),
        ("8412.60", "EUR", "8412.60"),
        ("-300.5", "EUR", "-300.5"),
        (" 12 ", "KRW", "12"),
        ("1.234", "KWD", "1.234"),
    ],
)
def test_an_amount_is_read_exactly(text: str, currency: str, amount: str) -> None:
    assert parse_money(text, currency) == Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("", "EUR"),
        ("nan", "EUR"),
        ("Infinity", "EUR"),
        ("1e3", "EUR"),
        ("1,000.00", "EUR"),
        ("1.005", "EUR"),
        ("12.5", "KRW"),
        ("--1", "EUR"),
        ("1-", "EUR"),
        ("١٢", "EUR"),
        ("9" * 31, "EUR"),
        ("1000000000000000", "EUR"),
        ("-1000000000000000.00", "EUR"),
    ],
)
def test_anything_else_is_no_amount(text: str, currency: str) -> None:
    with pytest.raises(BadAmount):
        parse_money(text, currency)


def test_currencies_are_never_added_up() -> None:
    with pytest.raises(MixedCurrencies):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")


def test_a_currency_without_a_floor_is_never_below_it() -> None:
    floors = {"EUR": Money(Decimal(50), "EUR")}
    assert below({"EUR": Money(Decimal("49.99"), "EUR")}, floors)
    assert not below({"EUR": Money(Decimal(50), "EUR")}, floors)
    assert not below({"CHF": Money(Decimal("0.01"), "CHF")}, floors)
    assert below({"CHF": Money(Decimal(0), "CHF")}, floors)


MONEY = st.builds(
    lambda minor, currency: Money(Decimal(minor).scaleb(-minor_digits(currency)), currency),
    st.integers(-(10**12), 10**12),
    st.sampled_from(["EUR", "USD", "KRW", "KWD"]),
)


@given(st.lists(MONEY))
def test_sums_equal_their_lines_in_each_currency(lines: list[Money]) -> None:
    sums = by_currency(lines)
    for currency, total in sums.items():
        assert total.amount == sum(m.amount for m in lines if m.currency == currency)
    assert set(sums) == {m.currency for m in lines}


@given(MONEY)
def test_writing_and_reading_an_amount_changes_nothing(money: Money) -> None:
    assert parse_money(money.plain(), money.currency) == money
