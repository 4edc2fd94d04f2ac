"""On which days a data clock is heard, and what is said after a silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.calendar import Place
from core.domain.clocks import SOON, Clock, Mark, alarms, due, first_look
from core.domain.retention import Kind
from tests.builders import CONTOSO, EXCHANGE

BERLIN = Place("DE", "Europe/Berlin")
BEGAN = date(2026, 10, 12)
NAMED = (Mark.HALF, Mark.THREE_QUARTERS, Mark.WEEK, Mark.THREE_DAYS, Mark.LAST_DAY, Mark.GONE)


def a_clock(days: int | None = 60, kind: Kind = Kind.CHINA) -> Clock:
    return Clock(
        clock_id="clock",
        customer=CONTOSO,
        subscription_id=EXCHANGE,
        kind=kind,
        since=datetime(2026, 10, 12, 8, tzinfo=UTC),
        began=BEGAN,
        found=False,
        gone_from=None if days is None else BEGAN + timedelta(days=days),
        owner="kang",
    )


def morning(day: int, hour: int = 10) -> datetime:
    """In Berlin, where it is 09:00 at 07:00 or 08:00 UTC."""
    return datetime(2026, 10, 12, hour, tzinfo=UTC) + timedelta(days=day)


def days_of(clock: Clock) -> dict[Mark, int]:
    return {one.mark: clock.day(one.on) for one in alarms(clock) if one.mark is not Mark.DAILY}


@pytest.mark.parametrize(
    ("days", "heard"),
    [(60, (30, 45, 53, 57, 59, 60)), (90, (45, 67, 83, 87, 89, 90))],
    ids=["21vianet", "legacy"],
)
def test_the_days_on_which_it_is_heard(days: int, heard: tuple[int, ...]) -> None:
    assert days_of(a_clock(days)) == dict(zip(NAMED, heard, strict=True))


def test_in_the_last_week_it_is_heard_every_day_and_never_twice_a_day() -> None:
    heard = [a_clock().day(one.on) for one in alarms(a_clock())]
    assert heard == [30, 45, *range(53, 61)]
    assert len({one.key for one in alarms(a_clock())}) == len(heard)


def test_whose_end_nobody_knows_is_never_heard() -> None:
    clock = a_clock(None, Kind.OTHER)
    assert alarms(clock) == ()
    assert first_look(clock, morning(0), BERLIN) is None
    assert not clock.asks(BEGAN) and not clock.is_over(BEGAN)


def test_each_alarm_comes_in_the_morning_and_once() -> None:
    clock, early = a_clock(), datetime(2026, 11, 11, 7, 59, tzinfo=UTC)
    assert due(clock, frozenset(), early, BERLIN).said is None
    found = due(clock, frozenset(), early + timedelta(minutes=1), BERLIN)
    assert found.said is not None and found.said.mark is Mark.HALF
    assert found.next_at == datetime(2026, 11, 26, 8, tzinfo=UTC)
    assert due(clock, {found.said.key}, early + timedelta(hours=3), BERLIN).said is None


def test_after_a_silence_only_the_newest_is_said() -> None:
    found = due(a_clock(), frozenset(), morning(57), BERLIN)
    assert found.said is not None and found.said.mark is Mark.THREE_DAYS
    assert [one.mark for one in found.missed][:3] == [Mark.HALF, Mark.THREE_QUARTERS, Mark.WEEK]
    assert found.next_at == datetime(2026, 12, 9, 8, tzinfo=UTC)


def test_one_that_begins_shortly_before_its_end_is_heard_at_once() -> None:
    clock = a_clock(5, Kind.NEW_COMMERCE)
    assert first_look(clock, morning(0), BERLIN) == morning(0)
    assert clock.asks(BEGAN)
    assert first_look(a_clock(), morning(0), BERLIN) == datetime(2026, 11, 11, 8, tzinfo=UTC)


def test_what_was_let_go_is_heard_at_its_end_only() -> None:
    clock = replace(a_clock(), let_go_at=morning(54))
    assert [one.mark for one in alarms(clock)] == [Mark.GONE]
    assert not clock.asks(BEGAN + timedelta(days=55))


@pytest.mark.parametrize(
    ("day", "asks", "soon", "over"),
    [
        (45, False, False, False),
        (46, False, True, False),
        (53, True, True, False),
        (59, True, True, False),
        (60, False, False, True),
    ],
)
def test_when_it_asks_and_when_it_is_over(day: int, asks: bool, soon: bool, over: bool) -> None:
    clock, today = a_clock(), BEGAN + timedelta(days=day)
    assert (clock.asks(today), clock.within(SOON, today), clock.is_over(today)) == (
        asks, soon, over,
    )  # fmt: skip
