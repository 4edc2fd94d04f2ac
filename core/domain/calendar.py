"""Business days and the cut window: when a non-payment step may be sent, in both calendars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from core.domain.errors import BadInput

OFFICE_OPENS, OFFICE_CLOSES = time(9), time(17)
ONE_DAY = timedelta(days=1)
LOOK_AHEAD = 60
SATURDAY = 5

# Years beyond these are estimates of the library, so we treat them as not known. Where a
# government decrees the calendar anew each year (substitute days, working weekends), only
# announced years count; where statute fixes it, some years ahead do.
DECREED = {"CN": 2026, "KR": 2026, "TW": 2026, "HK": 2026, "IN": 2026, "TR": 2026, "VN": 2026}
DECREED |= {"ID": 2026, "MY": 2026, "SG": 2026, "TH": 2026, "AE": 2026, "SA": 2026, "RU": 2026}
BY_STATUTE = """
AT AU BE BG BR CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IT JP LI LT LU LV MT MX NL NO NZ
PL PT RO SE SI SK UA US ZA
"""
STATUTE = frozenset(BY_STATUTE.split())
STATUTE_UNTIL = 2030

# Where the table begins at an end of the country rather than where most people are.
MOST_PEOPLE = {"AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto"}
MOST_PEOPLE |= {"RU": "Europe/Moscow", "UA": "Europe/Kyiv"}
# The table knows a second time of day that offices there do not keep.
ONE_TIME_BY_LAW = frozenset({"CN"})

# Business days (true) and others (false) by country and day, whatever the calendar says.
Decreed = Mapping[tuple[str, date], bool]
NOTHING_DECREED: Decreed = {}


# A calendar is named by its country (ISO 3166 alpha-2), as DE, or by a region of it (ISO 3166-2),
# as DE-BY, which keeps the country's holidays and its own.


def calendar_of(country: str, region: str = "") -> str:
    """The name of a country's calendar, or of its region's."""
    return f"{country}-{region}" if region else country


def _parts(calendar: str) -> tuple[str, str]:
    country, _, region = calendar.partition("-")
    return country, region


@lru_cache(maxsize=256)
def _holidays_of(calendar: str) -> holidays.HolidayBase:
    country, region = _parts(calendar)
    return holidays.country_holidays(country, subdiv=region or None)


def knows(calendar: str, year: int) -> bool:
    """Do we have an announced calendar of this name for this year?"""
    country, region = _parts(calendar)
    known = year <= DECREED.get(country, STATUTE_UNTIL if country in STATUTE else 0)
    return known and (not region or region in regions_of(country))


@lru_cache(maxsize=64)
def regions_of(country: str) -> tuple[str, ...]:
    """The regions of which a country's calendar knows the holidays (ISO 3166-2 without the
    country); none where they are the same everywhere."""
    if country not in STATUTE and country not in DECREED:
        return ()
    return tuple(_holidays_of(country).subdivisions)


@lru_cache(maxsize=16_384)
def _is_working_day(day: date, calendar: str) -> bool:
    return knows(calendar, day.year) and bool(_holidays_of(calendar).is_working_day(day))


def _decreed(day: date, calendar: str, decreed: Decreed) -> bool | None:
    """What is decreed for a region itself, else for its country; None if nothing is."""
    if not decreed:
        return None
    country, _ = _parts(calendar)
    return decreed.get((calendar, day), decreed.get((country, day)))


def is_business_day(day: date, calendar: str, decreed: Decreed = NOTHING_DECREED) -> bool:
    """Not a weekend day and not a public holiday; a day that we do not know is not one either."""
    said = _decreed(day, calendar, decreed)
    return _is_working_day(day, calendar) if said is None else said


def is_weekend(day: date, calendar: str) -> bool:
    """A day of the country's weekend; Saturday and Sunday where its calendar is not known."""
    if not knows(calendar, day.year):
        return day.weekday() >= SATURDAY
    return bool(_holidays_of(calendar).is_weekend(day))


def _counts_as_one(day: date, calendar: str, decreed: Decreed) -> bool:
    if is_business_day(day, calendar, decreed):
        return True
    plain = day.weekday() < SATURDAY and not knows(calendar, day.year)
    return plain and _decreed(day, calendar, decreed) is None


def add_business_days(
    day: date, count: int, calendar: str, decreed: Decreed = NOTHING_DECREED
) -> date:
    """The count-th business day after `day`; plain weekdays where the calendar is not known."""
    if not decreed:
        return _added_by_calendar(day, count, calendar)
    return _added(day, count, calendar, decreed)


@lru_cache(maxsize=16_384)
def _added_by_calendar(day: date, count: int, calendar: str) -> date:
    return _added(day, count, calendar, NOTHING_DECREED)


def _added(day: date, count: int, calendar: str, decreed: Decreed) -> date:
    while count:
        day += ONE_DAY
        count -= 1 if _counts_as_one(day, calendar, decreed) else 0
    return day


def next_business_day(day: date, calendar: str, decreed: Decreed = NOTHING_DECREED) -> date:
    """The day itself if it is a business day, else the first one after it; plain weekdays where
    the calendar is not known."""
    return add_business_days(day - ONE_DAY, 1, calendar, decreed)


@lru_cache(maxsize=1)
def _zone_table() -> tuple[dict[str, list[str]], dict[str, str]]:
    countries: dict[str, list[str]] = {}
    zones: dict[str, str] = {}
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            zones[zone] = country
            countries.setdefault(country, []).append(zone)
    return countries, zones


def zone_of(country: str) -> str:
    """The zone of most of a country's people, UTC if unknown."""
    return MOST_PEOPLE.get(country) or _zone_table()[0].get(country, ["UTC"])[0]


@lru_cache(maxsize=512)
def _clock_of(zone: str) -> ZoneInfo:
    """Of zones that nobody holds, eight stay read: customers live in more."""
    return ZoneInfo(zone)


@lru_cache(maxsize=512)
def several_zones(country: str) -> bool:
    """Do people in parts of this country have another time than most of it?"""
    if country in ONE_TIME_BY_LAW:
        return False
    zones = [ZoneInfo(zone) for zone in _zone_table()[0].get(country, [])]
    seasons = [datetime(STATUTE_UNTIL, month, 1, tzinfo=UTC) for month in (1, 7)]
    return any(len({at.astimezone(zone).utcoffset() for zone in zones}) > 1 for at in seasons)


def country_of(zone: str) -> str:
    """The country of a zone by the IANA table, empty if the table names none."""
    return _zone_table()[1].get(zone, "")


@dataclass(frozen=True, slots=True)
class Place:
    """A country (ISO 3166 alpha-2), an IANA zone, what is decreed otherwise, and the region whose
    holidays are kept beside the country's, if it is one of its own."""

    country: str
    zone: str
    decreed: Decreed = field(default_factory=dict, compare=False)
    region: str = ""

    @property
    def calendar(self) -> str:
        return calendar_of(self.country, self.region)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(_clock_of(self.zone))

    def begin(self, day: date) -> datetime:
        """The first moment of a day, in UTC."""
        return _instant(day, time(), self.zone)

    def seen_from(self, zone: str) -> Place:
        """The same days, by the clock of somebody in another zone; a zone that nobody knows changes
        nothing."""
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            return self
        return replace(self, zone=zone)

    def quiet(self, day: date) -> bool:
        """Not a business day, or the eve of a day that is not one."""
        days = (day, day + ONE_DAY)
        return not all(is_business_day(one, self.calendar, self.decreed) for one in days)


NOWHERE = Place("", "UTC")


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when, in UTC, a cut may be sent."""

    opens: datetime
    closes: datetime

    def holds(self, moment: datetime) -> bool:
        return self.opens <= moment < self.closes


def cut_windows(
    after: datetime, *, customer: Place, own: Place, hours: tuple[time, time]
) -> Iterator[Window]:
    """The windows that end after a moment, soonest first, for LOOK_AHEAD days. Empty where one of
    the calendars is not known."""
    first = customer.local(after).date()
    for offset in range(LOOK_AHEAD):
        day = first + timedelta(days=offset)
        window = Window(*(_instant(day, at, customer.zone) for at in hours))
        own_days = {own.local(window.opens).date(), own.local(window.closes).date()}
        closed = customer.quiet(day) or any(own.quiet(d) for d in own_days)
        if window.closes > after and not closed:
            yield window


def _instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, tzinfo=_clock_of(zone)).astimezone(UTC)


def add_business_hours(start: datetime, hours: int, own: Place) -> datetime:
    """The moment when so many office hours (09:00 to 17:00 on our own business days) have passed
    since `start`; weekdays count where our own calendar is not known. UTC."""
    left = timedelta(hours=hours)
    day = own.local(start).date()
    while True:
        opens = _instant(day, OFFICE_OPENS, own.zone)
        closes = _instant(day, OFFICE_CLOSES, own.zone)
        begin = max(opens, start)
        if _works(day, own) and begin < closes:
            if begin + left <= closes:
                return begin + left
            left -= closes - begin
        day += ONE_DAY


def into_office_hours(moment: datetime, place: Place) -> datetime:
    """The moment itself where it lies in office hours (09:00 to 17:00 on a business day), else when
    the next ones begin; weekdays count where the calendar is not known."""
    day = place.local(moment).date()
    while not _works(day, place) or moment >= _instant(day, OFFICE_CLOSES, place.zone):
        day += ONE_DAY
    return max(moment, _instant(day, OFFICE_OPENS, place.zone))


def _works(day: date, own: Place) -> bool:
    return _counts_as_one(day, own.calendar, own.decreed)


def day_of(text: str) -> date:
    """A day that somebody typed. Raises BadInput."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(problem="{text} is no day, as in 2026-10-01", text=text) from None
