"""The cut window: business days in both calendars, no eves, and nothing on unknown days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import islice

import pytest

from core.domain.calendar import (
    Place,
    add_business_days,
    add_business_hours,
    country_of,
    cut_windows,
    is_business_day,
    zone_of,
)

BERLIN = Place("DE", "Europe/Berlin")
NEW_YORK = Place("US", "America/New_York")
SEOUL = Place("KR", "Asia/Seoul")
HOURS = (time(9), time(15))


def next_window(after: datetime, customer: Place, own: Place = BERLIN) -> list[datetime]:
    windows = cut_windows(after, customer=customer, own=own, hours=HOURS)
    return [w.opens for w in islice(windows, 1)]


@pytest.mark.parametrize(
    ("after", "opens"),
    [
        ("2026-10-12T08:00", "2026-10-12T07:00"),  # Monday, inside the window
        ("2026-10-12T13:00", "2026-10-13T07:00"),  # Monday 15:00: closed, Tuesday
        ("2026-10-15T14:00", "2026-10-19T07:00"),  # Thursday evening: Friday is an eve
        ("2026-10-16T17:00", "2026-10-19T07:00"),  # Friday evening: Monday
        ("2026-12-22T17:00", "2026-12-23T08:00"),  # the 23rd is open, the 24th is an eve
        ("2026-12-23T17:00", "2026-12-28T08:00"),  # Christmas, then a weekend
    ],
)
def test_a_cut_waits_for_a_business_day_that_is_no_eve(after: str, opens: str) -> None:
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_window(moment, BERLIN) == [datetime.fromisoformat(opens).replace(tzinfo=UTC)]


def test_both_calendars_must_allow_it() -> None:
    hangul_eve = datetime(2026, 10, 7, 23, tzinfo=UTC)  # 8 Oct in Seoul, eve of Hangul Day
    assert next_window(hangul_eve, SEOUL) == [datetime(2026, 10, 12, 0, tzinfo=UTC)]


def test_a_holiday_of_our_own_closes_it_too() -> None:
    easter = datetime(2026, 4, 5, 18, tzinfo=UTC)  # on Easter Monday New York works, Berlin rests
    assert next_window(easter, NEW_YORK) == [datetime(2026, 4, 7, 13, tzinfo=UTC)]
    assert next_window(easter, NEW_YORK, NEW_YORK) == [datetime(2026, 4, 6, 13, tzinfo=UTC)]


def test_a_country_or_year_that_we_do_not_know_is_never_open() -> None:
    assert next_window(datetime(2026, 10, 12, tzinfo=UTC), Place("", "UTC")) == []
    assert next_window(datetime(2026, 10, 12, tzinfo=UTC), Place("XX", "UTC")) == []
    assert next_window(datetime(2027, 3, 1, tzinfo=UTC), SEOUL) == []
    assert not is_business_day(date(2027, 3, 2), "CN")


def test_a_working_saturday_is_a_business_day() -> None:
    assert is_business_day(date(2026, 10, 10), "CN")


def test_business_hours_run_in_the_office_only() -> None:
    monday = datetime(2026, 10, 12, 13, tzinfo=UTC)  # 15:00 in Berlin
    assert add_business_hours(monday, 16, BERLIN) == datetime(2026, 10, 14, 13, tzinfo=UTC)
    friday = datetime(2026, 10, 16, 16, tzinfo=UTC)  # 18:00 in Berlin
    assert add_business_hours(friday, 16, BERLIN) == datetime(2026, 10, 20, 15, tzinfo=UTC)


def test_business_days_skip_weekends_even_where_the_calendar_is_unknown() -> None:
    assert add_business_days(date(2026, 10, 16), 1, "DE") == date(2026, 10, 19)
    assert add_business_days(date(2026, 10, 16), 1, "XX") == date(2026, 10, 19)


def test_zones_and_countries_come_from_the_table() -> None:
    assert zone_of("KR") == "Asia/Seoul"
    assert country_of("Europe/Berlin") == "DE"
    assert zone_of("XX") == "UTC"
