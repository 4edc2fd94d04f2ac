"""Azure usage as customers have it, made up from a seed: weekdays, growth, holidays, noise, what
runs once a month, deployments, new customers, days that nobody counted, and abuse of each shape."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from core.domain.calendar import is_business_day, is_weekend

BEGINS, DAYS = date(2025, 10, 1), 210
# What lies before is history only.
JUDGED = 70
CENT = Decimal("0.01")
SHAPES = ("step", "ramp", "burst", "weekend")


@dataclass(frozen=True, slots=True)
class Abuse:
    """Planted: from the first day until the last, both inclusive."""

    shape: str
    first: date
    last: date


@dataclass(slots=True)
class MadeUp:
    """One customer: what each day cost, and what of it was abuse."""

    sums: dict[date, Decimal] = field(default_factory=dict)
    began: date = BEGINS
    off: frozenset[date] = frozenset()
    abuse: Abuse | None = None


def customers(seed: int, count: int) -> list[MadeUp]:
    chance = Random(seed)
    off = _days_off("DE")
    return [_customer(chance, off) for _ in range(count)]


def _days_off(country: str) -> frozenset[date]:
    """Holidays that are no weekend."""
    days = [BEGINS + timedelta(days=n) for n in range(DAYS)]
    return frozenset(
        day for day in days if not is_weekend(day, country) and not is_business_day(day, country)
    )


def _customer(chance: Random, off: frozenset[date]) -> MadeUp:
    made = MadeUp(off=off)
    is_new = chance.random() < 0.2
    start = chance.randrange(30, 150) if is_new else 0
    made.began = BEGINS + timedelta(days=start)
    usual = _habits(chance, off, made.began, is_new=is_new)
    abuse = _abuse(chance, start) if chance.random() < 0.25 else None
    for number in range(start, DAYS):
        day = BEGINS + timedelta(days=number)
        spent = usual(day)
        if abuse is not None:
            spent += abuse[1](day)
        # The first of a month is sometimes all that is known of the last days before it.
        counted = chance.random() > 0.01 and (day + timedelta(days=1)).day != 1
        if counted:
            made.sums[day] = Decimal(spent).quantize(CENT)
    made.abuse = abuse[0] if abuse else None
    return made


def _habits(
    chance: Random, off: frozenset[date], began: date, *, is_new: bool
) -> Callable[[date], float]:
    """What a customer spends without any abuse."""
    level = math.exp(chance.uniform(math.log(4), math.log(2500)))
    weekend = chance.choice((0.25, 0.5, 0.8, 1.0, 1.0, 1.3))
    growth = 1 + chance.gauss(0.012, 0.015)
    noise = chance.uniform(0.04, 0.25)
    batch = chance.uniform(1.5, 2.6) if chance.random() < 0.2 else 1.0
    batch_day = chance.randrange(1, 27)
    rolled_out = began + timedelta(days=chance.randrange(30, 200))
    larger = chance.uniform(1.2, 2.5) if chance.random() < 0.2 else 1.0
    takes = chance.choice((1, 7, 21))

    def spent(day: date) -> float:
        age = (day - began).days
        amount = level * math.pow(growth, age / 7)
        if is_new:
            amount *= 1 / (1 + math.exp(-(age - 21) / 7))
        quiet = day.weekday() >= 5 or day in off
        amount *= weekend if quiet else 1.0
        amount *= batch if day.day == batch_day else 1.0
        if day >= rolled_out:
            amount *= 1 + (larger - 1) * min(1.0, ((day - rolled_out).days + 1) / takes)
        if chance.random() < 0.01:
            amount *= chance.uniform(1.2, 2.2)
        return amount * math.exp(chance.gauss(0, noise))

    return spent


def _abuse(chance: Random, start: int) -> tuple[Abuse, Callable[[date], float]]:
    """What it costs a day has nothing to do with what the customer usually spends."""
    shape = chance.choice(SHAPES)
    first = BEGINS + timedelta(days=chance.randrange(max(JUDGED, start + 5), DAYS - 16))
    most = math.exp(chance.uniform(math.log(80), math.log(6000)))
    if shape == "weekend":
        first += timedelta(days=(5 - first.weekday()) % 7)
    lasts = {"step": 10, "ramp": 14, "burst": chance.choice((1, 2)), "weekend": 2}[shape]
    pace = chance.uniform(1.15, 1.6)

    def costs(day: date) -> float:
        since = (day - first).days
        if not 0 <= since < lasts:
            return 0.0
        share = math.pow(pace, since - lasts + 1) if shape == "ramp" else 1.0
        return most * share * chance.uniform(0.85, 1.15)

    return Abuse(shape, first, first + timedelta(days=lasts - 1)), costs
