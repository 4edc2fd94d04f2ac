"""When something recurring is due: a cron line in a zone, and its slots in local time.

A slot is a local date and time, so the doubled hour of autumn is one slot and not two, and one that
spring leaves out comes at the next minute that exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from core.domain.errors import BadInput
from core.domain.phrases import Phrase

ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)
# A leap day comes again within eight years, and a line that never comes is refused.
LOOK_AHEAD = 8 * 366
EXAMPLE = "0 9 * * mon-fri"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
# What some crons know and this one does not: the last, the nearest working day, the nth, any.
EXTRAS = re.compile(r"[#?]|(?:^|\d)[LW]$", re.ASCII | re.IGNORECASE)
PART = re.compile(r"(?P<from>\*|\w+)(?:-(?P<to>\w+))?(?:/(?P<step>\d+))?", re.ASCII)


class Unit(Phrase):
    """What the fields of a line are called."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day of the month"
    MONTH = "month"
    WEEKDAY = "weekday"


@dataclass(frozen=True, slots=True)
class Field:
    """One of the five: what it is called, its bounds, and names that stand for numbers."""

    unit: Unit
    least: int
    most: int
    names: tuple[str, ...] = ()
    first_name: int = 0

    def number(self, text: str) -> int:
        """Raises BadInput."""
        if text.lower() in self.names:
            return self.names.index(text.lower()) + self.first_name
        if not text.isdecimal() or not self.least <= int(text) <= self.most:
            raise self._no(text)
        return int(text)

    def values(self, text: str) -> frozenset[int]:
        return frozenset(one for part in text.split(",") for one in self._values(part))

    def _values(self, part: str) -> Iterator[int]:
        found = PART.fullmatch(part)
        if found is None or EXTRAS.search(part):
            raise self._no(part, odd=EXTRAS.search(part) is not None)
        first, last = self.least, self.most
        if found["from"] != "*":
            first = self.number(found["from"])
            alone = found["to"] is None and found["step"] is None
            last = self.number(found["to"]) if found["to"] else first if alone else last
        step = int(found["step"] or 1)
        if step < 1 or first > last or (found["from"] == "*" and found["to"]):
            raise self._no(part)
        yield from range(first, last + 1, step)

    def _no(self, part: str, *, odd: bool = False) -> BadInput:
        if not part:
            return BadInput(problem="a {unit} is missing", unit=self.unit, usage=EXAMPLE)
        return BadInput(
            problem="{text} is no {unit}: L, W, # and ? are not known here"
            if odd
            else "{text} is no {unit}",
            text=part,
            unit=self.unit,
            usage=EXAMPLE,
        )


FIELDS = (
    Field(Unit.MINUTE, 0, 59),
    Field(Unit.HOUR, 0, 23),
    Field(Unit.DAY, 1, 31),
    Field(Unit.MONTH, 1, 12, MONTHS, 1),
    # 0 and 7 are Sunday.
    Field(Unit.WEEKDAY, 0, 7, WEEKDAYS),
)


@dataclass(frozen=True, slots=True)
class Cron:
    """A parsed line of five fields; `text` as it was written, with single spaces."""

    text: str
    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool

    def falls_on(self, day: date) -> bool:
        """As in cron: where the day of the month and the weekday are both given, one is enough."""
        if day.month not in self.months:
            return False
        in_month, in_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return in_month or in_week if self.either_day else in_month and in_week

    def times(self) -> list[time]:
        return [
            time(hour, minute) for hour in sorted(self.hours) for minute in sorted(self.minutes)
        ]


def read_cron(text: str) -> Cron:
    """Five fields as in cron: minute, hour, day of the month, month, weekday (0 and 7 are Sunday,
    names are understood). Raises BadInput, also for a line that never comes."""
    parts = text.split()
    if text.startswith("@"):
        raise BadInput(
            problem="{text} says no hour; write it as five fields", text=parts[0], usage=EXAMPLE
        )
    if len(parts) != len(FIELDS):
        raise BadInput(
            problem="{count} fields, where five are needed: minute hour day month weekday",
            count=len(parts),
            usage=EXAMPLE,
        )
    # Sunday may end a range, as in fri-sun.
    parts[4] = re.sub(r"(?i)(?<=-)(sun|0)\b", "7", parts[4])
    minutes, hours, days, months, weekdays = (
        field.values(part) for field, part in zip(FIELDS, parts, strict=True)
    )
    either = not parts[2].startswith("*") and not parts[4].startswith("*")
    cron = Cron(
        " ".join(text.split()), minutes, hours, days, months,
        frozenset(day % 7 for day in weekdays), either,
    )  # fmt: skip
    if next(_days(cron, date(2024, 1, 1)), None) is None:
        raise BadInput(problem="{text} never comes", text=cron.text, usage=EXAMPLE)
    return cron


def read_zone(name: str) -> str:
    """An IANA zone, however its letters are written. Raises BadInput with the nearest one."""
    known = {zone.casefold(): zone for zone in available_timezones()}
    found = known.get(name.casefold())
    if found is None:
        raise BadInput(problem="{text} is no time zone", text=name, similar=_nearest(name, known))
    return found


def _nearest(name: str, known: Mapping[str, str]) -> str:
    """By the town alone where no zone is written like it; empty where nothing is near. An offset
    such as UTC+2 is near to nothing: it is another zone in summer."""
    if any(letter.isdigit() for letter in name):
        return ""
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.75)
    towns = {zone.rpartition("/")[2]: zone for zone in sorted(known, reverse=True)}
    town = name.casefold().rpartition("/")[2].replace(" ", "_")
    near = near or [towns[one] for one in get_close_matches(town, towns, n=1, cutoff=0.75)]
    return known[near[0]] if near else ""


def _days(cron: Cron, first: date) -> Iterator[date]:
    days = (first + timedelta(days=offset) for offset in range(LOOK_AHEAD))
    return (day for day in days if cron.falls_on(day))


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One occurrence: `local` is its name, without a zone; `at` is the instant, UTC."""

    local: datetime
    at: datetime

    @property
    def name(self) -> str:
        return self.local.isoformat(timespec="minutes")


def slots(cron: Cron, zone: str, after: datetime) -> Iterator[Slot]:
    """Every slot whose instant is later than `after`, soonest first. Several that spring puts to
    one instant are one, the last of them."""
    waiting: Slot | None = None
    for slot in _each(cron, ZoneInfo(zone), after):
        if waiting is not None and waiting.at != slot.at:
            yield waiting
        waiting = slot
    if waiting is not None:
        yield waiting


def _each(cron: Cron, place: ZoneInfo, after: datetime) -> Iterator[Slot]:
    first = after.astimezone(place).date() - ONE_DAY
    for day in _days(cron, first):
        for clock in cron.times():
            slot = _slot(datetime.combine(day, clock), place)
            if slot.at > after:
                yield slot


def _slot(local: datetime, place: ZoneInfo) -> Slot:
    existing = local
    while _instant(existing, place).astimezone(place).replace(tzinfo=None) != existing:
        existing += ONE_MINUTE
    return Slot(local, _instant(existing, place))


def _instant(local: datetime, place: ZoneInfo) -> datetime:
    """Of an hour that comes twice, the first."""
    return local.replace(tzinfo=place, fold=0).astimezone(UTC)
