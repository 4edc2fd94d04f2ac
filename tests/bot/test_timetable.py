"""The timetable: what goes by business time is done as soon as that is moved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.jobs import Timetable

NEVER = 86_400


@pytest.fixture
def timetable() -> Iterator[Timetable]:
    made = Timetable()
    yield made
    made.stop()


def test_a_leap_does_what_goes_by_business_time_in_its_order(timetable: Timetable) -> None:
    done: list[str] = []
    timetable.every(NEVER, "mailbox", lambda: done.append("mailbox"), leaps=True)
    timetable.every(NEVER, "tidying", lambda: done.append("tidying"))
    timetable.every(NEVER, "letters", lambda: done.append("letters"), leaps=True)
    timetable.start()
    timetable.leap()
    assert done == ["mailbox", "letters"]


def test_one_that_fails_at_a_leap_keeps_nobody_from_the_next(timetable: Timetable) -> None:
    done: list[str] = []
    timetable.every(NEVER, "broken", lambda: done.append(str(1 // 0)), leaps=True)
    timetable.every(NEVER, "letters", lambda: done.append("letters"), leaps=True)
    timetable.start()
    timetable.leap()
    assert done == ["letters"]


def test_a_timetable_that_is_stopped_leaps_no_more(timetable: Timetable) -> None:
    done: list[str] = []
    timetable.every(NEVER, "letters", lambda: done.append("letters"), leaps=True)
    timetable.start()
    timetable.stop()
    timetable.leap()
    assert done == []


def test_what_is_done_at_once_ends_nothing_where_it_fails(timetable: Timetable) -> None:
    done: list[str] = []
    timetable.at_once("first reading", lambda: done.append(str(1 // 0)))
    timetable.at_once("first reading", lambda: done.append("read"))
    assert done == ["read"]
