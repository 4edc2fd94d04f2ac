"""Bursts of seats and orders against what a customer did before, and a new one's first order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain.velocity import (
    Burst,
    FirstOrder,
    Order,
    SeatChange,
    large_first_order,
    order_burst,
    seat_burst,
)
from tests.builders import NOW


def added(hours: float, before: int, after: int) -> SeatChange:
    return SeatChange(NOW - timedelta(hours=hours), before, after)


@pytest.mark.parametrize(
    ("changes", "seats", "strength"),
    [
        ([added(1, 10, 30)], 30, 60),
        ([added(1, 10, 29)], 29, None),
        ([added(1, 100, 199)], 199, None),
        ([added(1, 100, 200)], 200, 60),
        ([added(1, 10, 70)], 70, 90),
        ([added(1, 0, 500)], 500, 100),
        ([added(23, 10, 20), added(2, 20, 40)], 40, 60),
        ([added(25, 10, 20), added(2, 20, 30)], 30, None),
        ([added(1, 40, 10)], 10, None),
        ([added(240, 10, 25), added(1, 25, 69)], 69, None),
        ([added(240, 10, 25), added(1, 25, 70)], 70, 60),
        ([added(24 * 91, 10, 40), added(1, 40, 80)], 80, 60),
        ([], 500, None),
    ],
    ids=[
        "twenty more",
        "too few to speak of",
        "not as many as there were",
        "as many again",
        "three times as many",
        "from nothing",
        "in two steps",
        "two steps, two days",
        "fewer are no burst",
        "not three times the largest step before",
        "three times that",
        "long ago is forgotten",
        "no change",
    ],
)
def test_seats(changes: list[SeatChange], seats: int, strength: int | None) -> None:
    found = seat_burst(changes, seats, NOW)
    assert (found.strength if found else None) == strength


def test_a_burst_of_seats_is_explained() -> None:
    found = seat_burst([added(5, 10, 40), added(2, 0, 30)], 70, NOW)
    assert found == Burst(NOW - timedelta(hours=5), 60, 10, 90)


@pytest.mark.parametrize(
    ("recent", "earlier", "first_days_ago", "strength"),
    [
        (5, [], 400, 60),
        (4, [], 400, None),
        (10, [], 400, 80),
        (20, [], 400, 100),
        (9, [], 3, None),
        (10, [], 3, 80),
        (5, [50, 50], 400, None),
        (6, [50, 50], 400, 60),
        (0, [50], 400, None),
    ],
    ids=[
        "five",
        "four",
        "ten",
        "twenty",
        "a new customer may order more",
        "not that many",
        "not three times the most before",
        "three times that",
        "none",
    ],
)
def test_orders(recent: int, earlier: list[int], first_days_ago: int, strength: int | None) -> None:
    bought = [NOW - timedelta(hours=hour / 2) for hour in range(recent)]
    bought += [NOW - timedelta(days=days) for days in (*earlier, first_days_ago)]
    found = order_burst(bought, NOW)
    assert (found.strength if found else None) == strength
    assert order_burst([], NOW) is None


@pytest.mark.parametrize(
    ("orders", "seats"),
    [
        ([(1, 50)], 50),
        ([(1, 49)], None),
        ([(8, 10), (2, 40)], 50),
        ([(9, 10), (1, 40)], None),
        ([(30, 500)], None),
        ([(29, 500)], 500),
        ([], None),
    ],
    ids=["fifty", "fewer", "in two orders", "a week later", "not new", "still new", "none"],
)
def test_the_first_order(orders: list[tuple[int, int]], seats: int | None) -> None:
    placed = [Order(NOW - timedelta(days=days), count) for days, count in orders]
    found = large_first_order(placed, NOW)
    assert (found.seats if found else None) == seats


def test_a_first_order_is_explained() -> None:
    first = NOW - timedelta(days=3)
    orders = [Order(first, 90), Order(NOW, 10)]
    assert large_first_order(orders, NOW) == FirstOrder(first, 100, 2, 3, 80)
