"""A day of Azure spend against what this customer usually spends on such a day. It is explained:
what is usual, what was spent, how many times that, and from how many days that is known.

What is usual is the median of the same weekday over eight weeks, carried on by the growth of the
weeks before the last one; days off count as one weekday of their own. How far a day may be off is
the median absolute deviation of these. See docs/decisions/0021."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

ONE, NOTHING = Decimal(1), Decimal(0)
A_WEEK = 7
# A median absolute deviation times this is a standard deviation, where things are normal.
NORMAL = Decimal("1.4826")
SATURDAY, DAYS_OFF = 5, 7
# So much of a sum is about as much.
ALIKE = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class SpendRules:
    """When a day stands out. `factor` is how many times the usual, and `young_factor` how many
    times the highest day of the last week before `settled_days` of history; `deviations` how many
    standard deviations; `lasting` a smaller factor that is enough where `lasting_days` in a row
    exceed it. Below `least_days` of history nothing is usual. `growth` is the most that is believed
    a week. Chosen on made-up usage: bench/anomalies.py."""

    weeks: int = 8
    least_days: int = 14
    settled_days: int = 42
    factor: Decimal = Decimal(4)
    young_factor: Decimal = Decimal(3)
    deviations: Decimal = Decimal(4)
    lasting: Decimal = Decimal(2)
    lasting_days: int = 2
    growth: Decimal = Decimal("1.10")
    # In so many floors: what a customer of a few days may spend in one.
    first_days: int = 20


RULES = SpendRules()


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of one customer in one currency: sums by day, which of these are days off, and
    the highest sum that somebody judged to be in order. `age` in days is the customer's own, None
    where that is not known."""

    sums: Mapping[date, Decimal]
    off: Set[date] = frozenset()
    accepted: Decimal = NOTHING
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A day that stands out. `times` is spent over usual, `above` so many days in a row."""

    day: date
    spent: Decimal
    usual: Decimal
    times: Decimal
    days: int
    above: int
    strength: int


def unusual(past: Past, day: date, floor: Decimal, rules: SpendRules = RULES) -> Anomaly | None:
    """Does this day stand out? `floor` is an amount of which nobody would speak. None where too
    little is known, or all is as usual."""
    spent = past.sums.get(day)
    if spent is None or _runs_once_a_month(past, day):
        return None
    days = sum(one < day for one in past.sums)
    if days < rules.least_days:
        return _of_the_first_days(past, day, floor, rules)
    usual = _usual(past, day, rules)
    if usual is None:
        return None
    if days < rules.settled_days:
        return _of_a_young_one(past, day, usual.amount, floor, rules)
    needed = max(floor, usual.amount * (rules.factor - 1), usual.deviation * rules.deviations)
    if spent - usual.amount >= needed:
        return _found(past, day, usual.amount, floor, rules.factor)
    if spent >= usual.amount * rules.lasting and _lasts(past, day, floor, rules):
        return _found(past, day, usual.amount, floor, rules.lasting)
    return None


@dataclass(frozen=True, slots=True)
class _Usual:
    amount: Decimal
    deviation: Decimal


def _usual(past: Past, day: date, rules: SpendRules) -> _Usual | None:
    """For a day like this one; without three such days, for any."""
    before = (day - timedelta(days=back) for back in range(1, rules.weeks * A_WEEK + 1))
    known = [one for one in before if one in past.sums]
    like = [one for one in known if _kind(past, one) == _kind(past, day)]
    days = like if len(like) >= 3 else known
    if len(days) < 3:
        return None
    growth = _growth(past, day, rules)
    values = [past.sums[one] * growth ** _weeks_between(one, day) for one in days]
    middle = median(values)
    spread = NORMAL * median([abs(one - middle) for one in values])
    return _Usual(max(middle, past.accepted), spread)


def _kind(past: Past, day: date) -> int:
    return DAYS_OFF if day in past.off else day.weekday()


def _weeks_between(one: date, day: date) -> int:
    return (day - one).days // A_WEEK


def _runs_once_a_month(past: Past, day: date) -> bool:
    """Was about as much spent around this day in each of the last two months? Working days are
    compared with working days."""
    enough = past.sums[day] * ALIKE
    return all(
        any(
            past.sums.get(one, NOTHING) >= enough and _rests(past, one) is _rests(past, day)
            for one in _around(_months_before(day, back))
        )
        for back in (1, 2)
    )


def _around(day: date) -> list[date]:
    return [day + timedelta(days=shift) for shift in (-1, 0, 1)]


def _rests(past: Past, day: date) -> bool:
    return _kind(past, day) >= SATURDAY


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, 28))


def _growth(past: Past, day: date, rules: SpendRules) -> Decimal:
    """By how much a week outgrows the one before, if it does: from the newer half to the older
    one, without the last week: that may be what has to be explained."""
    levels = [_level(past, day - timedelta(weeks=back)) for back in range(1, rules.weeks)]
    half = len(levels) // 2
    newer, older = ([one for one in part if one] for part in (levels[:half], levels[half:]))
    if len(newer) < 2 or len(older) < 2:
        return ONE
    apart = Decimal(len(levels)) / 2
    growth = (median(newer) / median(older)) ** (ONE / apart)
    return min(max(growth, ONE), rules.growth)


def _level(past: Past, end: date) -> Decimal:
    """The middle of the week before a day; nothing where most of it is not known."""
    days = [end - timedelta(days=back) for back in range(1, A_WEEK + 1)]
    known = [past.sums[one] for one in days if one in past.sums]
    return median(known) if len(known) > A_WEEK // 2 else NOTHING


def _of_a_young_one(
    past: Past, day: date, usual: Decimal, floor: Decimal, rules: SpendRules
) -> Anomaly | None:
    """Who has just begun grows from week to week: what counts is the highest day of the last."""
    week = (past.sums.get(day - timedelta(days=back), NOTHING) for back in range(1, A_WEEK + 1))
    most = max(usual, *week)
    if past.sums[day] - most < max(floor, most * (rules.young_factor - 1)):
        return None
    return _found(past, day, most, floor, rules.young_factor)


def _lasts(past: Past, day: date, floor: Decimal, rules: SpendRules) -> bool:
    """A little too much, day after day."""
    days = [day - timedelta(days=back) for back in range(rules.lasting_days)]
    for one in days:
        spent, before = past.sums.get(one), _usual(past, one, rules)
        if spent is None or before is None:
            return False
        needed = max(before.amount * rules.lasting, before.amount + before.deviation * 3)
        if spent < max(needed, before.amount + floor):
            return False
    return True


def _of_the_first_days(past: Past, day: date, floor: Decimal, rules: SpendRules) -> Anomaly | None:
    """A customer who is really new starts small, as a rule; one of whom only we know little may
    always have spent this much."""
    if past.age is None or past.age > rules.settled_days:
        return None
    before = [amount for one, amount in past.sums.items() if one < day]
    most = max([past.accepted, *before])
    limit = max(floor * rules.first_days, most * (rules.young_factor + 1))
    if past.sums[day] < limit:
        return None
    return _found(past, day, most, floor, rules.young_factor)


def _found(past: Past, day: date, usual: Decimal, floor: Decimal, factor: Decimal) -> Anomaly:
    spent = past.sums[day]
    above = _in_a_row(past, day, max(usual * factor, usual + floor))
    return Anomaly(
        day=day,
        spent=spent,
        usual=usual,
        times=spent / max(usual, floor),
        days=sum(one < day for one in past.sums),
        above=above,
        strength=_strength(spent, usual, floor, above),
    )


def _in_a_row(past: Past, day: date, least: Decimal) -> int:
    count, one = 1, day - timedelta(days=1)
    while past.sums.get(one, NOTHING) >= least:
        count, one = count + 1, one - timedelta(days=1)
    return count


# How many times the usual, the greatest first, and how strong a sign that is.
STEPS = ((10, 100), (6, 90), (4, 80), (3, 70), (2, 60), (0, 50))
# How many floors above the usual, and what that adds.
SUMS = ((100, 20), (20, 10), (0, 0))
A_DAY, MOST_DAYS = 5, 3


def _strength(spent: Decimal, usual: Decimal, floor: Decimal, above: int) -> int:
    """Stronger the more times the usual, the more money, and the longer it lasts."""
    base = next(strength for times, strength in STEPS if spent >= times * max(usual, floor))
    money = next(more for floors, more in SUMS if spent - usual >= floors * floor)
    return min(100, base + money + A_DAY * min(above - 1, MOST_DAYS))


def median(values: Iterable[Decimal]) -> Decimal:
    """The middle one; of an even number the mean of the two in the middle."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2
