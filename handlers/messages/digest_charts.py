"""The digest's charts: what is overdue by age, and how it went; each with what it comes to in
words. Each is of one currency, and never of a sum of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.domain.digests import Level
from core.domain.exposure import BUCKETS
from core.domain.money import Money, zero
from core.usecases.digest_posting import MOST_CURRENCIES
from core.usecases.digests import View
from handlers.messages.blocks import Block, Point, bar_chart, line_chart
from handlers.messages.exposure_lines import BUCKET_NAMES, bucket_lines
from handlers.messages.text import Safe, Words

LATE, OLD = BUCKETS[1:], BUCKETS[3:]
MOST_DIGESTS, FEWEST = 12, 3


class Kind(StrEnum):
    BARS = "bars"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Chart:
    """One series in whole units of a currency. `alt` is all of it, to be read out."""

    kind: Kind
    title: str
    currency: str
    points: tuple[Point, ...]
    alt: str

    def block(self) -> Block:
        draw = bar_chart if self.kind is Kind.BARS else line_chart
        return draw(self.title, {self.currency: self.points}, self.currency)


def charts_of(view: View, currency: str, words: Words) -> list[Chart]:
    """By age, and over the last digests where there were some."""
    found = [_by_age(view, currency, words)]
    course = _course(view)
    return [*found, _trend(course, currency, words)] if len(course) >= FEWEST else found


def main_charts(view: View, words: Words) -> list[Chart]:
    """Those of the currency that weighs most: a message has room for two."""
    return charts_of(view, view.currencies[0], words) if view.currencies else []


def other_charts(view: View, words: Words) -> list[list[Chart]]:
    """Those of the next currencies, for a message each."""
    return [charts_of(view, code, words) for code in view.currencies[1:MOST_CURRENCIES]]


def takeaway(view: View, words: Words) -> str:
    """What the charts come to, in two sentences; empty where nothing is overdue."""
    if not view.currencies:
        return ""
    return " ".join(filter(None, (_old(view, words), _since_then(view, words))))


def overdue_lines(view: View, words: Words) -> list[str]:
    """The same with every age, for those who see no chart."""
    said = [_old(view, words), _since_then(view, words)] if view.currencies else []
    return [*filter(None, said), *bucket_lines(view.overview.buckets, words)]


def _old(view: View, words: Words) -> str:
    said = []
    for code in view.currencies[:MOST_CURRENCIES]:
        ages, total = view.overview.buckets[code], view.overview.totals[code]
        old = _sum(ages, OLD, code)
        if old:
            share = int(old.amount * 100 / total.amount)
            said.append(words("{amount} ({percent}%)", amount=old, percent=share))
    if not said:
        return words("Nothing is more than 60 days late.")
    return words("More than 60 days late: {amounts}.", amounts=words.listed(said))


def _since_then(view: View, words: Words) -> str:
    course = _course(view)
    if len(course) < FEWEST:
        return ""
    currency, (then_on, then) = view.currencies[0], course[0]
    was, now = then.of(currency).amount, course[-1][1].of(currency).amount
    facts = {"currency": Safe(currency), "day": then_on}
    if not was:
        return words("{currency}: nothing was overdue on {day}.", **facts)
    percent = round((now - was) * 100 / was)
    if percent == 0:
        return words("{currency}: about as much as on {day}.", **facts)
    if percent > 0:
        return words("{currency}: {percent}% more than on {day}.", percent=percent, **facts)
    return words("{currency}: {percent}% less than on {day}.", percent=-percent, **facts)


def _sum(ages: Mapping[str, Money], names: Sequence[str], code: str) -> Money:
    return sum((ages[name] for name in names if name in ages), zero(code))


def _by_age(view: View, currency: str, words: Words) -> Chart:
    ages = view.overview.buckets[currency]
    sums = [(words(BUCKET_NAMES[name]), ages.get(name, zero(currency))) for name in LATE]
    title = words("{currency} overdue by age", currency=Safe(currency))
    return _chart(Kind.BARS, title, sums, words)


def _trend(course: Sequence[tuple[date, Level]], currency: str, words: Words) -> Chart:
    sums = [(words.short_day(day), level.of(currency)) for day, level in course]
    title = words.many(
        "{currency} overdue in {count} digest",
        "{currency} overdue in {count} digests",
        len(course),
        currency=Safe(currency),
    )
    return _chart(Kind.LINE, title, sums, words)


def _chart(kind: Kind, title: str, sums: Sequence[tuple[str, Money]], words: Words) -> Chart:
    points = tuple(Point(label, round(money.amount)) for label, money in sums)
    said = words.listed(f"{label} {words.value(money)}" for label, money in sums)
    alt = words("{title}: {points}", title=Safe(title), points=said)
    return Chart(kind, title, sums[0][1].currency, points, alt)


def _course(view: View) -> list[tuple[date, Level]]:
    """The last digest of each day, and now, oldest first."""
    now = Level(view.now, tuple(view.overview.totals.values()))
    place = ZoneInfo(view.schedule.zone)
    days = {level.at.astimezone(place).date(): level for level in (*view.levels, now)}
    return list(days.items())[-MOST_DIGESTS:]
