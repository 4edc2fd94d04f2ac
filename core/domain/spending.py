"""What customers spend on Azure: this month, beside what was meant to be spent, and each day.

An estimate that Microsoft makes about once a day. A budget never stops anything. Source: Microsoft,
"Set an Azure spending budget"."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from core.domain.customers import CustomerKey
from core.domain.money import Money


@dataclass(frozen=True, slots=True)
class Spending:
    """Month to date. `spent` is empty where the currency is not said, `budget` where there is
    none; `counted_at` is how far Microsoft has counted."""

    customer: CustomerKey
    name: str
    spent: Money | None
    budget: Money | None = None
    counted_at: datetime | None = None

    @property
    def used(self) -> Decimal | None:
        """How much of the budget is spent, in percent."""
        if self.spent is None or self.budget is None or not self.budget:
            return None
        return self.spent.amount / self.budget.amount * 100


# Sums by day, from what Microsoft says: the month to date


@dataclass(frozen=True, slots=True)
class ToDate:
    """What a month had cost up to and including a day, as it was last counted."""

    day: date
    total: Decimal


def counted_day(one: Spending) -> date | None:
    """The last day of which something was counted: what was counted up to midnight is of the day
    before."""
    return (one.counted_at - timedelta(microseconds=1)).date() if one.counted_at else None


# A gap of more days than that is not spread over them: nobody knows which day it was.
LONGEST_GAP = 3


def day_sums(counted: Sequence[ToDate]) -> dict[date, Decimal]:
    """What each day cost. The first count of a month stands for a day only where it is the first
    day's; a few days that were not counted share what they cost together."""
    sums: dict[date, Decimal] = {}
    before: ToDate | None = None
    for one in sorted(counted, key=lambda one: one.day):
        first = one.day.replace(day=1)
        same = before is not None and before.day >= first
        since = before.day if before is not None and same else first - timedelta(days=1)
        gap = (one.day - since).days
        spent = one.total - (before.total if before is not None and same else Decimal(0))
        if 0 < gap <= LONGEST_GAP and (same or gap == 1 or before is not None):
            share = max(spent, Decimal(0)) / gap
            sums |= {one.day - timedelta(days=back): share for back in range(gap)}
        before = one
    return sums


# The budget


@dataclass(frozen=True, slots=True)
class OverBudget:
    """A month that costs more than was meant, or will. `used` in percent of the budget."""

    used: Decimal
    expected: Decimal
    strength: int


EARLIEST = 7
TOO_MUCH = Decimal("1.3")
A_HUNDRED = Decimal(100)


def over_budget(spent: Decimal, budget: Decimal, day: date) -> OverBudget | None:
    """What was spent up to and including this day, against what was meant for the month; from the
    eighth day on also where the month is going. A budget of nothing is none."""
    if budget <= 0:
        return None
    expected = spent / day.day * monthrange(day.year, day.month)[1]
    used = (spent / budget * A_HUNDRED).quantize(Decimal(1), ROUND_HALF_UP)
    if spent >= budget:
        return OverBudget(used, expected, min(100, 40 + int(used - A_HUNDRED) // 2))
    if day.day > EARLIEST and expected >= budget * TOO_MUCH:
        return OverBudget(used, expected, 25)
    return None
