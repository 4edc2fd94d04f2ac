"""What goes on being billed, until when it can be undone, and what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.domain.clouds import Cloud
from core.domain.consequences import Billing, Price, consequence, totals
from core.domain.customers import Generation, Subscription
from core.domain.money import Money
from tests.builders import CONTOSO

NOW = datetime(2026, 10, 12, 8, tzinfo=UTC)
TODAY = NOW.date()
PREMIUM = Subscription(
    CONTOSO,
    "premium",
    "Business Premium",
    "Business Premium",
    "active",
    45,
    Generation.NEW_COMMERCE,
    commitment_ends=datetime(2027, 3, 31, tzinfo=UTC),
    billing_cycle="monthly",
)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def price(unit: str = "20.00", cycle: str = "monthly", currency: str = "EUR") -> Price:
    return Price(Money(Decimal(unit), currency), cycle, date(2026, 10, 1))


@pytest.mark.parametrize(
    ("cycle", "ends", "still"),
    [
        ("monthly", "2027-03-31", "4500.00"),  # 31 Oct, 30 Nov, 31 Dec, 31 Jan, 28 Feb
        ("monthly", "2026-10-31", "0"),
        ("monthly", "2026-11-12", "0"),  # the month that began today is billed already
        ("monthly", "2026-11-13", "900.00"),
        ("annual", "2027-03-31", "0"),
        ("annual", "2029-03-31", "1800.00"),
        ("triennial", "2029-03-31", "0"),
    ],
)
def test_what_is_still_to_be_billed_until_the_end_of_the_term(
    cycle: str, ends: str, still: str
) -> None:
    end = datetime.fromisoformat(ends).replace(tzinfo=UTC)
    premium = replace(PREMIUM, commitment_ends=end)
    found = consequence(premium, price(cycle=cycle), Cloud.GLOBAL, NOW, TODAY)
    assert found.billing is Billing.GOES_ON
    assert found.committed == eur(still)
    assert found.committed_until == end.date()


@pytest.mark.parametrize(
    ("generation", "cloud", "billing"),
    [
        (Generation.NEW_COMMERCE, Cloud.GLOBAL, Billing.GOES_ON),
        (Generation.LEGACY, Cloud.GLOBAL, Billing.STOPS),
        (Generation.LEGACY, Cloud.CHINA, Billing.UNKNOWN),
        (Generation.AZURE, Cloud.GLOBAL, Billing.STOPS),
        (Generation.UNKNOWN, Cloud.GLOBAL, Billing.UNKNOWN),
    ],
)
def test_who_is_billed_meanwhile(generation: Generation, cloud: Cloud, billing: Billing) -> None:
    sub = replace(PREMIUM, generation=generation)
    found = consequence(sub, price(), cloud, NOW, TODAY)
    assert found.billing is billing
    assert (found.committed is None) == (billing is not Billing.GOES_ON)


@pytest.mark.parametrize(
    ("subscription", "said"),
    [
        (PREMIUM, None),
        (replace(PREMIUM, commitment_ends=None), price()),
        (PREMIUM, price(cycle="weekly")),
    ],
    ids=["no price", "no end", "a cycle nobody knows"],
)
def test_what_is_not_known_is_no_amount(subscription: Subscription, said: Price | None) -> None:
    found = consequence(subscription, said, Cloud.GLOBAL, NOW, TODAY)
    assert found.committed is None
    assert totals([found]).incomplete


def test_a_window_counts_while_it_is_open() -> None:
    closes = datetime(2026, 10, 12, 9, tzinfo=UTC)
    sub = replace(PREMIUM, cancel_until=closes)
    assert consequence(sub, None, Cloud.GLOBAL, NOW, TODAY).cancel_until == closes
    assert consequence(sub, None, Cloud.GLOBAL, closes, TODAY).cancel_until is None


def test_totals_keep_currencies_apart_and_say_when_a_part_is_missing() -> None:
    in_eur = consequence(PREMIUM, price(), Cloud.GLOBAL, NOW, TODAY)
    in_usd = consequence(PREMIUM, price("10.00", currency="USD"), Cloud.GLOBAL, NOW, TODAY)
    legacy = replace(PREMIUM, generation=Generation.LEGACY)
    stops = consequence(legacy, price(), Cloud.GLOBAL, NOW, TODAY)
    unknown = consequence(PREMIUM, None, Cloud.GLOBAL, NOW, TODAY)

    all_known = totals([in_eur, in_eur, in_usd, stops])
    assert all_known.monthly == (eur("1800.00"), Money(Decimal("450.00"), "USD"))
    assert all_known.committed == (eur("9000.00"), Money(Decimal("2250.00"), "USD"))
    assert all_known.committed_until == date(2027, 3, 31)
    assert not all_known.incomplete
    assert totals([in_eur, unknown]).incomplete
