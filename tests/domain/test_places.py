"""Where a customer is: what may be said of it, whose holidays count then, and when a printed day
has come."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.calendar import (
    Place,
    add_business_days,
    cut_windows,
    is_business_day,
    knows,
    regions_of,
    several_zones,
    zone_of,
)
from core.domain.errors import Refusal
from core.domain.place_errors import CountryUnfit, NoRegions, RegionUnfit, ZoneUnfit
from core.domain.places import OwnPlace, Printed, Said, named, placed, read
from tests.core.a_gate import KEY, NOW

EPIPHANY = date(2026, 1, 6)  # A Tuesday: a holiday in Bavaria, a working day in most of Germany.
ZONES = ("Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Asia/Seoul", "Pacific/Midway")


def own(zone: str = "", country: str = "", region: str = "") -> OwnPlace:
    return OwnPlace(KEY, zone, country, region, "They moved", "kang", NOW)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (None, "US, America/New_York"),
        (own(), "US, America/New_York"),
        (own(zone="America/Denver"), "US, America/Denver"),
        (own(country="US", region="CA"), "US-CA, America/New_York"),
        (own("Europe/Berlin", "DE", "BY"), "DE-BY, Europe/Berlin"),
        (own(country="DE"), "DE, Europe/Berlin"),
    ],
    ids=["nobody said", "taken back", "a zone", "a region", "all", "a country"],
)
def test_what_is_not_said_goes_by_the_country(said: OwnPlace | None, place: str) -> None:
    assert named(placed("US", said)) == place


@pytest.mark.parametrize(
    ("zone", "country", "region", "said"),
    [
        ("America/Denver", "", "", Said("America/Denver")),
        ("", "de", "", Said("", "DE")),
        ("", "DE", "DE-BY", Said("", "DE", "BY")),
        ("", "", "CA", Said("", "US", "CA")),
    ],
    ids=["zone", "country", "region", "region of the customer's country"],
)
def test_what_can_be_used_is_read(zone: str, country: str, region: str, said: Said) -> None:
    assert read(zone, country, region, home="US", year=2026) == said


@pytest.mark.parametrize(
    ("zone", "country", "region", "refusal", "facts"),
    [
        ("Berlin", "", "", ZoneUnfit, {"text": "Berlin", "similar": ["Europe/Berlin"]}),
        ("Etc/GMT+5", "", "", ZoneUnfit, {"text": "Etc/GMT+5"}),
        ("CET", "", "", ZoneUnfit, {"text": "CET"}),
        ("", "XX", "", CountryUnfit, {"text": "XX"}),
        ("", "DE", "XY", RegionUnfit, {"text": "XY", "country": "DE"}),
        ("", "KR", "11", NoRegions, {"text": "11", "country": "KR"}),
    ],
    ids=["no zone", "a fixed offset", "an abbreviation", "no calendar", "no region", "no regions"],
)
def test_what_cannot_be_used_is_refused(
    zone: str, country: str, region: str, refusal: type[Refusal], facts: dict[str, object]
) -> None:
    with pytest.raises(refusal) as told:
        read(zone, country, region, home="US", year=2026)
    assert facts.items() <= told.value.facts.items()


def test_a_region_keeps_its_own_holidays_and_those_of_its_country() -> None:
    assert is_business_day(EPIPHANY, "DE")
    assert not is_business_day(EPIPHANY, "DE-BY")
    assert not is_business_day(date(2026, 10, 3), "DE-BY")
    assert add_business_days(date(2026, 1, 5), 1, "DE-BY") == date(2026, 1, 7)


def test_the_eve_of_a_regions_holiday_has_no_window() -> None:
    monday = datetime(2026, 1, 5, 7, tzinfo=UTC)
    hours, berlin = (time(9), time(15)), Place("DE", "Europe/Berlin")
    there = Place("DE", "Europe/Berlin", region="BY")
    first = next(cut_windows(monday, customer=there, own=berlin, hours=hours))
    assert first.opens == datetime(2026, 1, 7, 8, tzinfo=UTC)
    assert next(cut_windows(monday, customer=berlin, own=berlin, hours=hours)).opens.day == 5


def test_a_region_that_the_calendar_lost_is_not_known() -> None:
    assert knows("DE-BY", 2026)
    assert not knows("DE-XY", 2026)
    assert not is_business_day(EPIPHANY, "DE-XY")


def test_what_is_decreed_for_a_country_holds_in_its_regions_unless_they_say_otherwise() -> None:
    day = date(2026, 6, 10)
    assert not is_business_day(day, "DE-BY", {("DE", day): False})
    assert is_business_day(day, "DE-BY", {("DE", day): False, ("DE-BY", day): True})
    assert is_business_day(day, "DE", {("DE-BY", day): False})


def test_countries_with_several_times_are_known_and_count_by_most_people() -> None:
    several = {"US", "CA", "BR", "AU", "RU", "MX", "ID"}
    assert all(map(several_zones, several))
    assert not any(map(several_zones, ("DE", "KR", "CN", "GB", "IN", "", "XX")))
    assert zone_of("CA") == "America/Toronto"
    assert zone_of("AU") == "Australia/Sydney"
    assert regions_of("XX") == ()


def test_a_printed_day_has_to_come_here_and_where_it_was_printed() -> None:
    printed = Printed(date(2026, 10, 13), "America/Los_Angeles")
    auckland, opens = Place("NZ", "Pacific/Auckland"), time(9)
    begun = datetime(2026, 10, 12, 21, tzinfo=UTC)  # The 13th in Auckland, the 12th there.
    assert printed.waits(begun, auckland, opens) == datetime(2026, 10, 13, 16, tzinfo=UTC)
    assert Printed(printed.day).waits(begun, auckland, opens) is None
    assert printed.waits(datetime(2026, 10, 13, 16, tzinfo=UTC), auckland, opens) is None


@given(
    then=st.sampled_from(ZONES),
    now=st.sampled_from(ZONES),
    hours=st.integers(0, 120),
)
def test_no_change_of_zone_brings_a_printed_day_nearer(then: str, now: str, hours: int) -> None:
    day, moment = date(2026, 10, 13), datetime(2026, 10, 11, tzinfo=UTC) + timedelta(hours=hours)
    stayed = Printed(day, then).waits(moment, Place("", then), time(9))
    moved = Printed(day, then).waits(moment, Place("", now), time(9))
    if stayed is not None:
        assert moved is not None
        assert moved >= stayed
