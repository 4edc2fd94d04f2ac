"""Prices as the newest invoice says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.domain.consequences import Price
from core.domain.money import Money
from core.ports.store import Store
from tests.builders import CONTOSO, EXCHANGE, FABRIKAM, TEAMS


def price(unit: str, as_of: str) -> Price:
    return Price(Money(Decimal(unit), "EUR"), "monthly", date.fromisoformat(as_of))


def save(store: Store, **found: Price) -> None:
    with store() as work:
        work.prices.save(CONTOSO, found)
        work.commit()


def test_a_price_keeps_every_digit_and_only_a_newer_one_takes_its_place(store: Store) -> None:
    save(store, **{EXCHANGE: price("4.33333", "2026-09-01"), TEAMS: price("7.00", "2026-10-01")})
    save(store, **{EXCHANGE: price("4.50", "2026-10-01"), TEAMS: price("6.00", "2026-08-01")})

    with store.reading() as work:
        assert work.prices.of(CONTOSO) == {
            EXCHANGE: price("4.50", "2026-10-01"),
            TEAMS: price("7.00", "2026-10-01"),
        }
        assert work.prices.of(FABRIKAM) == {}


def test_more_digits_than_the_currency_has_are_kept(store: Store) -> None:
    save(store, **{EXCHANGE: price("4.33333", "2026-09-01")})
    with store.reading() as work:
        assert work.prices.of(CONTOSO)[EXCHANGE].unit.amount == Decimal("4.33333")
