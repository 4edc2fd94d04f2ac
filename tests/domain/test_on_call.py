"""Who is on call: turns, hours, days on which the clocks change, overrides, and gaps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.domain.on_call import called, gaps, morning, on_duty
from core.domain.on_call_file import OnCallRefused, read_schedule

WEEKLY = """
zone = "Europe/Berlin"
[[layers]]
name = "first"
people = ["U0KANG", "U0LEE"]
since = 2026-10-05
hand_over = "monday 09:00"
"""
NIGHTS = """
zone = "Europe/Berlin"
escalate_after = 7
quiet = "22:00-07:00"
[[layers]]
name = "first"
people = ["U0KANG", "U0LEE"]
since = 2026-10-05
hand_over = "monday 09:00"
hours = ["mon-fri 18:00-08:00", "sat-sun"]
[[layers]]
name = "second"
people = ["U0ADMIN"]
since = 2026-10-05
hand_over = "monday 09:00"
hours = ["sat-sun 08:00-24:00"]
[[overrides]]
from = 2026-10-13T12:00:00
until = 2026-10-14T12:00:00
person = "U0PARK"
"""
SPRING = """
zone = "Europe/Berlin"
[[layers]]
name = "first"
people = ["U0KANG", "U0LEE"]
since = 2026-03-22
hand_over = "sunday 02:30"
"""
AUTUMN = SPRING.replace("2026-03-22", "2026-10-18")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("file", "at", "expected"),
    [
        pytest.param(WEEKLY, "2026-10-05T06:59", (), id="before the first week"),
        pytest.param(WEEKLY, "2026-10-05T07:00", ("U0KANG",), id="the first week"),
        pytest.param(WEEKLY, "2026-10-12T06:59", ("U0KANG",), id="until it is handed over"),
        pytest.param(WEEKLY, "2026-10-12T07:00", ("U0LEE",), id="handed over at nine in Berlin"),
        pytest.param(WEEKLY, "2026-10-19T07:00", ("U0KANG",), id="and round again"),
        # Berlin is an hour closer to UTC from 25 October on.
        pytest.param(WEEKLY, "2026-10-26T07:59", ("U0KANG",), id="not yet nine in winter time"),
        pytest.param(WEEKLY, "2026-10-26T08:00", ("U0LEE",), id="nine in winter time"),
        pytest.param(WEEKLY, "2027-03-29T06:59", ("U0KANG",), id="not yet nine in summer time"),
        pytest.param(WEEKLY, "2027-03-29T07:00", ("U0LEE",), id="nine in summer time"),
        pytest.param(SPRING, "2026-03-29T01:29", ("U0KANG",), id="02:30 is not on the clock"),
        pytest.param(SPRING, "2026-03-29T01:30", ("U0LEE",), id="it is 03:30 then"),
        pytest.param(AUTUMN, "2026-10-25T00:29", ("U0KANG",), id="before the first 02:30"),
        pytest.param(AUTUMN, "2026-10-25T00:30", ("U0LEE",), id="the first 02:30"),
        pytest.param(AUTUMN, "2026-10-25T01:15", ("U0LEE",), id="between the two"),
        pytest.param(AUTUMN, "2026-10-25T01:45", ("U0LEE",), id="after the second 02:30"),
        pytest.param(NIGHTS, "2026-10-12T10:00", (), id="a Monday in the office"),
        pytest.param(NIGHTS, "2026-10-12T16:00", ("U0LEE",), id="from six in the evening"),
        pytest.param(NIGHTS, "2026-10-13T05:59", ("U0LEE",), id="until eight in the morning"),
        pytest.param(NIGHTS, "2026-10-13T06:00", (), id="and no longer"),
        pytest.param(NIGHTS, "2026-10-13T10:00", ("U0PARK",), id="an override without hours"),
        pytest.param(NIGHTS, "2026-10-13T20:00", ("U0PARK",), id="an override of somebody"),
        pytest.param(NIGHTS, "2026-10-14T10:00", (), id="it is over"),
        pytest.param(NIGHTS, "2026-10-17T10:00", ("U0LEE", "U0ADMIN"), id="two layers"),
        pytest.param(NIGHTS, "2026-10-17T03:00", ("U0LEE",), id="Friday's night is Saturday's"),
        pytest.param(NIGHTS, "2026-10-18T21:59", ("U0LEE", "U0ADMIN"), id="until midnight"),
        pytest.param(NIGHTS, "2026-10-18T22:00", (), id="midnight is Monday"),
    ],
)
def test_who_is_on_call(file: str, at: str, expected: tuple[str, ...]) -> None:
    assert tuple(duty.person for duty in on_duty(read_schedule(file), utc(at))) == expected


@pytest.mark.parametrize(
    ("at", "absent", "expected"),
    [
        pytest.param("2026-10-16T20:00", set(), ("U0LEE", "U0KANG"), id="whose turn is next"),
        pytest.param("2026-10-13T20:00", set(), ("U0PARK", "U0LEE"), id="for whom one stands in"),
        pytest.param("2026-10-17T10:00", set(), ("U0LEE", "U0ADMIN"), id="the second layer"),
        pytest.param("2026-10-16T20:00", {"U0KANG"}, ("U0LEE",), id="nobody else can"),
        pytest.param("2026-10-16T20:00", {"U0LEE"}, (), id="who is on call cannot"),
        pytest.param("2026-10-12T10:00", set(), (), id="nobody is on call"),
    ],
)
def test_whom_to_call_one_after_the_other(
    at: str, absent: set[str], expected: tuple[str, ...]
) -> None:
    assert called(read_schedule(NIGHTS), utc(at), absent) == expected


def test_gaps_are_found_over_a_change_of_clocks() -> None:
    found = gaps(read_schedule(NIGHTS), utc("2026-10-23T12:00"), utc("2026-10-27T12:00"))
    said = [(gap.begins.isoformat()[:16], gap.ends.isoformat()[:16]) for gap in found]
    assert said == [
        ("2026-10-23T12:00", "2026-10-23T16:00"),
        ("2026-10-25T23:00", "2026-10-26T17:00"),
        ("2026-10-27T07:00", "2026-10-27T12:00"),
    ]
    assert gaps(read_schedule(WEEKLY), utc("2026-10-05T07:00"), utc("2027-10-05T07:00")) == []
    week = utc("2026-10-12T07:00"), utc("2026-10-19T07:00")
    (whole,) = gaps(read_schedule(WEEKLY), *week, {"U0LEE"})
    assert (whole.begins, whole.ends) == week


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("2026-10-12T19:59", "2026-10-12T19:59", id="not quiet yet"),
        pytest.param("2026-10-12T20:00", "2026-10-13T05:00", id="ten in the evening"),
        pytest.param("2026-10-13T04:59", "2026-10-13T05:00", id="just before seven"),
        pytest.param("2026-10-13T05:00", "2026-10-13T05:00", id="seven"),
        pytest.param("2026-10-25T00:30", "2026-10-25T06:00", id="a night of an hour more"),
    ],
)
def test_what_can_wait_waits_for_the_morning(at: str, expected: str) -> None:
    assert morning(read_schedule(NIGHTS), utc(at)) == utc(expected)


def test_what_a_file_says_is_read() -> None:
    schedule = read_schedule(NIGHTS)
    assert schedule.escalate_after == timedelta(minutes=7)
    assert schedule.people() == ("U0KANG", "U0LEE", "U0ADMIN", "U0PARK")
    assert read_schedule(WEEKLY).escalate_after == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        pytest.param("zone", "zones", "zones: unknown", id="a key that is none"),
        pytest.param("Europe/Berlin", "Berlin", "zone: Berlin is none", id="a zone that is none"),
        pytest.param("= 7", "= 0", "escalate_after: minutes, 1 to 60", id="at once"),
        pytest.param("22:00-07:00", "night", "quiet: two times", id="quiet in words"),
        pytest.param('"U0LEE"]', '"Mr Lee"]', "layers[0].people: Slack user ids", id="a name"),
        pytest.param("2026-10-05", "2026-10-06", "is no monday", id="another weekday"),
        pytest.param("monday 09:00", "monday 25:00", "25:00 is no time", id="25 o'clock"),
        pytest.param("monday 09:00", "weekly", "a day and a time", id="no day"),
        pytest.param("sat-sun\"", "weekend\"", "layers[0].hours: days and times", id="hours"),
        pytest.param('"second"', '"first"', "two of them have the same name", id="a name twice"),
        pytest.param("2026-10-14T12", "2026-10-13T11", "it ends before", id="backwards"),
        pytest.param("2026-10-14T12:00:00", "2026-10-14", "overrides[0].until", id="a day"),
        pytest.param('person = "U0PARK"', 'person = "U0PARK"\nlayer = "third"',
                     "overrides[0].layer: there is no layer", id="of no layer"),
        pytest.param("escalate_after = 7", 'fallback = "nobody"', "only administrators", id="else"),
        pytest.param(NIGHTS, "zone =", "not TOML", id="not TOML"),
        pytest.param(NIGHTS, 'zone = "UTC"', "layers: at least one", id="no layers"),
        pytest.param("[[layers]]\nname = \"second\"", "[layers.x]\nname = \"second\"",
                     "layers[0].x: unknown", id="a table too deep"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_path(before: str, after: str, problem: str) -> None:
    assert before in NIGHTS
    with pytest.raises(OnCallRefused) as refused:
        read_schedule(NIGHTS.replace(before, after))
    assert any(problem in one for one in refused.value.problems), refused.value.problems


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(OnCallRefused) as refused:
        read_schedule('zone = 7\nescalate_after = "soon"\n[[layers]]\n')
    assert len(refused.value.problems) == 6


def test_two_overrides_on_the_same_day_are_refused() -> None:
    other = NIGHTS + NIGHTS[NIGHTS.index("[[overrides]]") :].replace("U0PARK", "U0LEE")
    with pytest.raises(OnCallRefused) as refused:
        read_schedule(other)
    assert refused.value.problems == ["overrides[1]: another one is on the same days"]
