"""What stands out in a customer's Azure spend, by tables of days, and what does not."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.domain.anomalies import Anomaly, Past, unusual
from core.domain.spending import OverBudget, ToDate, day_sums, over_budget

# A Wednesday.
DAY = date(2026, 10, 14)
FLOOR = Decimal(50)
D = Decimal


def past(spent: Callable[[int], float], days: int = 70, today: float = 100.0) -> Past:
    """`spent` by how many days ago."""
    sums = {DAY - timedelta(days=ago): D(str(spent(ago))) for ago in range(1, days + 1)}
    return Past(sums | {DAY: D(str(today))})


def even(ago: int) -> float:
    return 100.0


def office(ago: int) -> float:
    return 20.0 if (DAY - timedelta(days=ago)).weekday() >= 5 else 100.0


def growing(ago: int) -> float:
    return 100.0 * math.pow(1.05, -ago / 7)


@pytest.mark.parametrize(
    ("spent", "today", "stands_out"),
    [
        (even, 100, False),
        (even, 399, False),
        (even, 400, True),
        (lambda ago: 5.0, 54, False),
        (lambda ago: 5.0, 55, True),
        (lambda ago: 0.0, 50, True),
        (growing, 380, False),
        (lambda ago: 100.0 + 90 * (ago % 2), 430, False),
        (lambda ago: 100.0 + 90 * (ago % 2), 900, True),
    ],
    ids=[
        "as usual",
        "nearly four times",
        "four times",
        "nobody would speak of it",
        "a small customer's large day",
        "an idle customer's",
        "growth goes on",
        "one who varies",
        "one who varies does not vary that much",
    ],
)
def test_a_day(spent: Callable[[int], float], today: float, stands_out: bool) -> None:
    found = unusual(past(spent, today=today), DAY, FLOOR)
    assert (found is not None) is stands_out


def test_it_is_explained() -> None:
    assert unusual(past(even, today=1000), DAY, FLOOR) == Anomaly(
        DAY, D("1000.0"), D(100), D(10), days=70, above=1, strength=100
    )


def test_a_weekend_is_compared_with_weekends_and_a_holiday_with_holidays() -> None:
    saturday = DAY - timedelta(days=4)
    known = past(office)
    known = replace(known, sums={**known.sums, saturday: D(90)})
    found = unusual(known, saturday, FLOOR)
    assert found is not None
    assert found.usual == 20

    off = frozenset(DAY - timedelta(days=days) for days in (0, 10, 20, 30))
    sums = {**known.sums, **{day: D(20) for day in off}}
    holiday = Past(sums | {DAY: D(90)}, off)
    assert unusual(replace(holiday, off=frozenset()), DAY, FLOOR) is None
    found = unusual(holiday, DAY, FLOOR)
    assert found is not None
    assert found.usual == 20


def test_two_days_in_a_row_need_less() -> None:
    day_before = DAY - timedelta(days=1)
    known = past(even, today=210)
    assert unusual(known, DAY, FLOOR) is None
    found = unusual(replace(known, sums={**known.sums, day_before: D(205)}), DAY, FLOOR)
    assert found is not None
    assert (found.above, found.strength) == (2, 65)


def test_what_runs_once_a_month_is_usual_from_the_third_time_on() -> None:
    known = past(even, days=90, today=500)
    once = {date(2026, 9, 14): D(480)}
    twice = once | {date(2026, 8, 14): D(470)}
    assert unusual(replace(known, sums={**known.sums, **once}), DAY, FLOOR) is not None
    assert unusual(replace(known, sums={**known.sums, **twice}), DAY, FLOOR) is None


def test_what_somebody_judged_to_be_in_order_is_usual() -> None:
    known = past(even, today=500)
    assert unusual(replace(known, accepted=D(450)), DAY, FLOOR) is None
    assert unusual(replace(known, accepted=D(100)), DAY, FLOOR) is not None


@pytest.mark.parametrize(
    ("days", "age", "today", "stands_out"),
    [
        (13, None, 900, False),
        (13, 400, 5000, False),
        (13, 13, 999, False),
        (13, 13, 1000, True),
        (0, 2, 1000, True),
        (14, 14, 299, False),
        (14, 14, 300, True),
        (41, None, 300, True),
    ],
    ids=[
        "too little is known",
        "only we are new to it",
        "a new customer may try things",
        "not that much",
        "on the very first day",
        "a young one may grow",
        "not that fast",
        "until it is settled",
    ],
)
def test_a_customer_of_whom_little_is_known(
    days: int, age: int | None, today: float, stands_out: bool
) -> None:
    known = replace(past(even, days=days, today=today), age=age)
    assert (unusual(known, DAY, FLOOR) is not None) is stands_out


def test_a_new_customer_grows_from_week_to_week() -> None:
    ramp = past(lambda ago: 10 * 1.12 ** (40 - ago), days=40, today=10 * 1.12**40)
    assert unusual(replace(ramp, age=40), DAY, FLOOR) is None


@pytest.mark.parametrize(
    ("today", "before", "strength"),
    [(400, 100, 80), (600, 100, 90), (1100, 100, 100), (1400, 350, 90), (210, 40, 80)],
)
def test_more_money_is_a_stronger_sign(today: float, before: float, strength: int) -> None:
    found = unusual(past(lambda ago: before, today=today), DAY, FLOOR)
    assert found is not None
    assert found.strength == strength


def test_a_day_that_nobody_counted_does_not_stand_out() -> None:
    known = past(even)
    assert (
        unusual(Past({day: one for day, one in known.sums.items() if day < DAY}), DAY, FLOOR)
        is None
    )


# Sums by day


def counted(*pairs: tuple[str, int]) -> list[ToDate]:
    return [ToDate(date.fromisoformat(day), D(total)) for day, total in pairs]


@pytest.mark.parametrize(
    ("totals", "sums"),
    [
        (counted(("2026-10-01", 10), ("2026-10-02", 25)), {1: 10, 2: 15}),
        (counted(("2026-10-08", 80), ("2026-10-09", 95)), {9: 15}),
        (counted(("2026-10-01", 10), ("2026-10-04", 40)), {1: 10, 2: 10, 3: 10, 4: 10}),
        (counted(("2026-10-01", 10), ("2026-10-05", 50)), {1: 10}),
        (counted(("2026-10-01", 10), ("2026-10-02", 8)), {1: 10, 2: 0}),
        (counted(("2026-09-30", 900), ("2026-10-01", 12)), {1: 12}),
        (counted(("2026-09-29", 900), ("2026-10-02", 24)), {1: 12, 2: 12}),
        ([], {}),
    ],
    ids=[
        "from the first of a month",
        "from the middle",
        "a gap is shared",
        "a long one is not",
        "what is given back is nothing",
        "a new month",
        "a new month after a gap",
        "nothing",
    ],
)
def test_sums_by_day(totals: list[ToDate], sums: dict[int, int]) -> None:
    assert day_sums(totals) == {date(2026, 10, day): D(sum_) for day, sum_ in sums.items()}


@pytest.mark.parametrize(
    ("spent", "budget", "day", "found"),
    [
        (99, 100, 30, None),
        (100, 100, 15, OverBudget(D(100), D("206.6666666666666666666666667"), 40)),
        (300, 100, 31, OverBudget(D(300), D(300), 100)),
        (50, 100, 8, OverBudget(D(50), D("193.75"), 25)),
        (50, 100, 7, None),
        (10, 0, 31, None),
    ],
    ids=["below", "reached", "thrice", "on the way there", "too early to say", "no budget"],
)
def test_the_budget(spent: int, budget: int, day: int, found: OverBudget | None) -> None:
    assert over_budget(D(spent), D(budget), date(2026, 10, day)) == found
