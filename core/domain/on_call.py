"""Who is on call at a moment: layers of people who take turns by the week, their hours, and dates
on which somebody else steps in.

A schedule is written in the local time of its zone. A time that a day has twice is the first of the
two; one that a day does not have is as much later as the clocks were put forward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
MIDNIGHT = time()
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hours:
    """On these weekdays (Monday is 0) from one time to another; one that is not later is on the
    next day."""

    days: frozenset[int]
    begins: time
    ends: time

    def on(self, day: date, zone: str) -> tuple[datetime, datetime] | None:
        """From when until when (UTC), begun on this day."""
        if day.weekday() not in self.days:
            return None
        last = day if self.ends > self.begins else day + A_DAY
        return moment(day, self.begins, zone), moment(last, self.ends, zone)


ALWAYS = Hours(frozenset(range(7)), MIDNIGHT, MIDNIGHT)


@dataclass(frozen=True, slots=True)
class Layer:
    """People by their Slack user ids, one after the other for a week each. The first week is that
    of the day `since`, which is a day of handing over."""

    name: str
    people: tuple[str, ...]
    since: date
    hand_over: time
    hours: tuple[Hours, ...] = (ALWAYS,)

    def turn(self, at: datetime, zone: str) -> int:
        """How many weeks have begun before this moment; below zero before the first one."""
        begun = moment(self.since, self.hand_over, zone)
        week = (at - begun) // A_WEEK
        while moment(self.since + A_WEEK * week, self.hand_over, zone) > at:
            week -= 1
        while moment(self.since + A_WEEK * (week + 1), self.hand_over, zone) <= at:
            week += 1
        return week

    def covers(self, at: datetime, zone: str) -> bool:
        today = at.astimezone(ZoneInfo(zone)).date()
        spans = (one.on(day, zone) for one in self.hours for day in (today, today - A_DAY))
        return any(span is not None and span[0] <= at < span[1] for span in spans)


@dataclass(frozen=True, slots=True)
class Override:
    """From one moment to another (UTC) a person stands in for whoever has a layer, or for nobody
    where it has none then."""

    layer: str
    person: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """Layers in the order in which they are called. `quiet` are the hours in which nobody is woken
    for what can wait."""

    zone: str
    layers: tuple[Layer, ...]
    overrides: tuple[Override, ...] = ()
    escalate_after: timedelta = timedelta(minutes=5)
    quiet: Hours = Hours(frozenset(range(7)), time(21), time(8))

    def people(self) -> tuple[str, ...]:
        """Everybody who is in it, once."""
        rotating = (person for layer in self.layers for person in layer.people)
        return tuple(dict.fromkeys([*rotating, *(one.person for one in self.overrides)]))


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody who is on call. `stands_in`: by an override."""

    layer: str
    person: str
    stands_in: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """From one moment to another (UTC) nobody is on call."""

    begins: datetime
    ends: datetime


def moment(day: date, at: time, zone: str) -> datetime:
    """A local time as a moment, UTC."""
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def on_duty(schedule: Schedule, at: datetime, absent: Set[str] = NOBODY) -> tuple[Duty, ...]:
    """Who is on call, in the order of the layers; `absent` are those who cannot be."""
    found = (_duty(schedule, layer, at) for layer in schedule.layers)
    return tuple(duty for duty in found if duty is not None and duty.person not in absent)


def _duty(schedule: Schedule, layer: Layer, at: datetime) -> Duty | None:
    for one in schedule.overrides:
        if one.layer == layer.name and one.begins <= at < one.ends:
            return Duty(layer.name, one.person, stands_in=True)
    turn = layer.turn(at, schedule.zone)
    if turn < 0 or not layer.covers(at, schedule.zone):
        return None
    return Duty(layer.name, layer.people[turn % len(layer.people)])


def called(schedule: Schedule, at: datetime, absent: Set[str] = NOBODY) -> tuple[str, ...]:
    """Whom to call, one after the other: whoever is on call, layer by layer; where that is one
    person alone, also whoever of that layer comes next. Nobody where nobody is on call."""
    duties = on_duty(schedule, at, absent)
    people = list(dict.fromkeys(duty.person for duty in duties))
    if len(people) == 1:
        people += _next(schedule, duties[0], at, absent)
    return tuple(people)


def _next(schedule: Schedule, duty: Duty, at: datetime, absent: Set[str]) -> list[str]:
    layer = next(one for one in schedule.layers if one.name == duty.layer)
    turn = max(layer.turn(at, schedule.zone), 0)
    later = [layer.people[(turn + n) % len(layer.people)] for n in range(len(layer.people))]
    return [one for one in later if one != duty.person and one not in absent][:1]


def gaps(
    schedule: Schedule, begins: datetime, ends: datetime, absent: Set[str] = NOBODY
) -> list[Gap]:
    """When nobody is on call between two moments (UTC)."""
    edges = sorted({begins, *(at for at in _edges(schedule, begins, ends) if begins < at < ends)})
    found: list[Gap] = []
    for at, until in zip(edges, [*edges[1:], ends], strict=True):
        if on_duty(schedule, at, absent):
            continue
        if found and found[-1].ends == at:
            found[-1] = Gap(found[-1].begins, until)
        else:
            found.append(Gap(at, until))
    return found


def _edges(schedule: Schedule, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """Every moment at which somebody else may be on call."""
    for one in schedule.overrides:
        yield from (one.begins, one.ends)
    for day in _days(schedule.zone, begins, ends):
        for layer in schedule.layers:
            yield moment(day, layer.hand_over, schedule.zone)
            for hours in layer.hours:
                yield from hours.on(day, schedule.zone) or ()


def _days(zone: str, begins: datetime, ends: datetime) -> Sequence[date]:
    first = begins.astimezone(ZoneInfo(zone)).date() - A_DAY
    count = (ends.astimezone(ZoneInfo(zone)).date() - first).days + 1
    return [first + A_DAY * n for n in range(count)]


def morning(schedule: Schedule, at: datetime) -> datetime:
    """When the quiet hours end in which this moment lies; the moment itself outside of them."""
    today = at.astimezone(ZoneInfo(schedule.zone)).date()
    for day in (today - A_DAY, today):
        span = schedule.quiet.on(day, schedule.zone)
        if span is not None and span[0] <= at < span[1]:
            return span[1]
    return at
