"""The data clock of a suspended subscription: when its data may be deleted, and when that is
said."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.domain.calendar import OFFICE_OPENS, ONE_DAY, Place
from core.domain.customers import CustomerKey
from core.domain.retention import Kind

# From so many days before the end on the clock asks what shall become of the data.
ASKS_BEFORE = timedelta(days=7)
# A reader of many customers hears of it so long before.
SOON = timedelta(days=14)


class Mark(StrEnum):
    """The days on which a clock is heard; `daily` while its question is unanswered."""

    HALF = "half"
    THREE_QUARTERS = "three_quarters"
    WEEK = "week"
    DAILY = "daily"
    THREE_DAYS = "three_days"
    LAST_DAY = "last_day"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One mark on its day; its key is the clock's for ever, so that it is heard once."""

    mark: Mark
    on: date

    @property
    def key(self) -> str:
        return f"{self.mark} {self.on}" if self.mark is Mark.DAILY else self.mark.value


@dataclass(frozen=True, slots=True)
class Clock:
    """Runs while a subscription is suspended. `began` is the day of suspending in our calendar, or,
    where somebody else suspended it, the day on which we found it so (`found`): its data may then
    be gone earlier. `gone_from` is the first day on which the data may be deleted, where anybody
    knows it. `owner` answers for it; `let_go_at` says that two people let the data go, with the
    last `letter` to the customer. `link` leads to its question."""

    clock_id: str
    customer: CustomerKey
    subscription_id: str
    kind: Kind
    since: datetime
    began: date
    found: bool
    gone_from: date | None
    owner: str
    plan_id: str = ""
    case_id: str = ""
    next_at: datetime | None = None
    let_go_at: datetime | None = None
    letter: str = ""
    link: str = ""
    ended_at: datetime | None = None
    ended_why: str = ""

    def day(self, today: date) -> int:
        """Days since it began."""
        return (today - self.began).days

    def days(self) -> int:
        """How long it runs; 0 where nobody knows."""
        return (self.gone_from - self.began).days if self.gone_from else 0

    def left(self, today: date) -> int:
        return (self.gone_from - today).days if self.gone_from else 0

    def is_over(self, today: date) -> bool:
        return self.gone_from is not None and today >= self.gone_from

    def within(self, span: timedelta, today: date) -> bool:
        """Does the end lie so near? Not once it has passed."""
        return self.gone_from is not None and today < self.gone_from <= today + span

    def asks(self, today: date) -> bool:
        """Does somebody have to decide about the data now?"""
        unanswered = self.ended_at is None and self.let_go_at is None
        return unanswered and self.within(ASKS_BEFORE, today)


def alarms(clock: Clock) -> tuple[Alarm, ...]:
    """Every alarm, by day; of several on one day the gravest. Where the data was let go only the
    end is left to be said."""
    if clock.gone_from is None:
        return ()
    end, days = clock.gone_from, clock.days()
    if clock.let_go_at is not None:
        return (Alarm(Mark.GONE, end),)
    named = {
        clock.began + timedelta(days=days // 2): Mark.HALF,
        clock.began + timedelta(days=days * 3 // 4): Mark.THREE_QUARTERS,
    }
    named |= {end - timedelta(days=left): Mark.DAILY for left in range(2, ASKS_BEFORE.days)}
    named |= {
        end - ASKS_BEFORE: Mark.WEEK,
        end - timedelta(days=3): Mark.THREE_DAYS,
        end - ONE_DAY: Mark.LAST_DAY,
        end: Mark.GONE,
    }
    return tuple(Alarm(mark, on) for on, mark in sorted(named.items()))


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be said now, if anything; what was missed meanwhile and is not said any more; and
    when to look again."""

    said: Alarm | None
    missed: tuple[Alarm, ...]
    next_at: datetime | None


def due(clock: Clock, heard: Set[str], now: datetime, own: Place) -> Due:
    """Of everything that has come only the newest is said: after a long silence one message is
    enough."""
    known = alarms(clock)
    come = [one for one in known if _rings(one, own) <= now and one.key not in heard]
    coming = [_rings(one, own) for one in known if _rings(one, own) > now]
    said = come[-1] if come else None
    return Due(said, tuple(come[:-1]), min(coming, default=None))


def first_look(clock: Clock, now: datetime, own: Place) -> datetime | None:
    """When a new clock is looked at: at once, where one of its marks has passed already."""
    found = due(clock, frozenset(), now, own)
    return now if found.said is not None else found.next_at


def _rings(alarm: Alarm, own: Place) -> datetime:
    """In the morning of its day, when people are there."""
    return datetime.combine(alarm.on, OFFICE_OPENS, tzinfo=ZoneInfo(own.zone)).astimezone(UTC)


def soonest(clocks: Iterable[Clock]) -> list[Clock]:
    """Those that end first; those whose end nobody knows come last."""
    return sorted(clocks, key=lambda one: (one.gone_from or date.max, one.began, one.clock_id))
