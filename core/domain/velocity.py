"""How fast a customer buys: many seats at once, many orders in a day, and a large order of somebody
who has only just come. What is much is measured by what this customer did before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

A_DAY = timedelta(days=1)
REMEMBERED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class VelocityRules:
    """Within a day. `seats` and `orders` are the least of which anybody would speak, and `times` is
    how many times the most that was bought in any day before; a customer who is new for `new_for`
    may order `first_orders`, and `first_seats` within `first_days` of the first order."""

    seats: int = 20
    orders: int = 5
    times: int = 3
    new_for: timedelta = timedelta(days=30)
    first_orders: int = 10
    first_seats: int = 50
    first_days: timedelta = timedelta(days=7)


RULES = VelocityRules()


@dataclass(frozen=True, slots=True)
class SeatChange:
    """One subscription with other seats than before, as it was found; a new one had none."""

    at: datetime
    before: int
    after: int

    @property
    def added(self) -> int:
        return max(0, self.after - self.before)


@dataclass(frozen=True, slots=True)
class Burst:
    """So much more within a day: `before` seats at its beginning, or the most orders in any day
    before."""

    since: datetime
    added: int
    before: int
    strength: int


# How many times the seats of before, the most first, and how strong a sign that is.
SEAT_STEPS = ((5, 100), (3, 90), (2, 75), (0, 60))
ORDER_STEPS = ((20, 100), (10, 80), (0, 60))
FIRST_STEPS = ((250, 100), (100, 80), (0, 60))


def seat_burst(
    changes: Sequence[SeatChange], seats: int, now: datetime, rules: VelocityRules = RULES
) -> Burst | None:
    """`seats` are those of now. As many more as there were, and several times the most that were
    added within any day of the last three months."""
    recent = [one for one in changes if now - A_DAY < one.at <= now]
    added = sum(one.added for one in recent)
    before = seats - sum(one.after - one.before for one in recent)
    earlier = [one for one in changes if now - REMEMBERED < one.at <= now - A_DAY]
    most = max((_added_within(earlier, one.at) for one in earlier), default=0)
    if not recent or added < max(rules.seats, before, rules.times * most):
        return None
    since = min(one.at for one in recent if one.added)
    return Burst(since, added, before, _step(SEAT_STEPS, added // max(before, rules.seats)))


def _added_within(changes: Sequence[SeatChange], end: datetime) -> int:
    return sum(one.added for one in changes if end - A_DAY < one.at <= end)


def order_burst(
    bought: Sequence[datetime], now: datetime, rules: VelocityRules = RULES
) -> Burst | None:
    """By when each subscription was ordered."""
    recent = [one for one in bought if now - A_DAY < one <= now]
    if not recent:
        return None
    earlier = [one for one in bought if now - REMEMBERED < one <= now - A_DAY]
    most = max((sum(end - A_DAY < one <= end for one in earlier) for end in earlier), default=0)
    is_new = now - min(bought) < rules.new_for
    if len(recent) < max(rules.first_orders if is_new else rules.orders, rules.times * most):
        return None
    return Burst(min(recent), len(recent), most, _step(ORDER_STEPS, len(recent)))


@dataclass(frozen=True, slots=True)
class Order:
    """One subscription: when it was ordered, and for how many."""

    at: datetime
    seats: int


@dataclass(frozen=True, slots=True)
class FirstOrder:
    """What somebody new ordered, and for how many days this is a customer."""

    first: datetime
    seats: int
    orders: int
    days: int
    strength: int


def large_first_order(
    orders: Sequence[Order], now: datetime, rules: VelocityRules = RULES
) -> FirstOrder | None:
    """The orders of the first days of a customer who is new."""
    past = [one for one in orders if one.at <= now]
    first = min((one.at for one in past), default=now)
    if now - first >= rules.new_for:
        return None
    early = [one for one in past if one.at - first < rules.first_days]
    seats = sum(one.seats for one in early)
    if seats < rules.first_seats:
        return None
    return FirstOrder(first, seats, len(early), (now - first).days, _step(FIRST_STEPS, seats))


def _step(steps: Sequence[tuple[int, int]], reached: int) -> int:
    return next(strength for least, strength in steps if reached >= least)
