"""Where a customer is: by its country, unless an administrator said otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from core.domain.calendar import Place, knows, regions_of, zone_of
from core.domain.customers import CustomerKey
from core.domain.place_errors import CountryUnfit, NoRegions, RegionUnfit, ZoneUnfit

MOST_NAMED = 12
LIKE_ENOUGH = 0.7


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """What an administrator said last, and when. What is empty goes by the customer's country as
    Partner Center knows it; all of it is, once it was taken back."""

    customer: CustomerKey
    zone: str
    country: str
    region: str
    reason: str
    set_by: str
    set_at: datetime

    def says(self) -> bool:
        """Or was everything taken back?"""
        return bool(self.zone or self.country)


def placed(country: str, own: OwnPlace | None) -> Place:
    """The place of a customer in this country of Partner Center's."""
    if own is None:
        return Place(country, zone_of(country))
    there = own.country or country
    return Place(there, own.zone or zone_of(there), region=own.region)


def named(place: Place) -> str:
    """As the record and people name it: `DE-BY, Europe/Berlin`."""
    return ", ".join(filter(None, (place.calendar, place.zone)))


@dataclass(frozen=True, slots=True)
class Printed:
    """A day that a delivered letter names as the first of an impact, and the zone that the customer
    was taken to be in when it was written; empty where that is not known."""

    day: date
    zone: str = ""

    def waits(self, now: datetime, there: Place, opens: time) -> datetime | None:
        """Until when (UTC) it has not begun, where the customer is as well as where it was taken to
        be; None once it has."""
        zones = (ZoneInfo(zone) for zone in {there.zone, self.zone} - {""})
        ahead = [
            datetime.combine(self.day, opens, tzinfo=zone).astimezone(UTC)
            for zone in zones
            if now.astimezone(zone).date() < self.day
        ]
        return max(ahead, default=None)


# What may be said


@dataclass(frozen=True, slots=True)
class Said:
    """A place in words that can be used; see `read`."""

    zone: str = ""
    country: str = ""
    region: str = ""


def read(zone: str, country: str, region: str, *, home: str, year: int) -> Said:
    """Check a zone, a country and a region; without a country they are of `home`, the customer's.
    Raises ZoneUnfit, CountryUnfit, RegionUnfit, NoRegions."""
    if zone and (zone not in available_timezones() or "/" not in zone or zone.startswith("Etc/")):
        raise ZoneUnfit(text=zone, similar=_near(zone))
    country = country.upper()
    if country and not knows(country, year):
        raise CountryUnfit(text=country)
    there = country or home
    region = region.removeprefix(f"{there}-")
    _check_region(region, there)
    return Said(zone, there if region else country, region)


def _check_region(region: str, country: str) -> None:
    known = regions_of(country)
    if region and not known:
        raise NoRegions(text=region, country=country)
    if region and region not in known:
        raise RegionUnfit(text=region, country=country, known=known[:MOST_NAMED])


def _near(text: str) -> list[str]:
    """Zones that may have been meant: by the name of the city, or nearly so."""
    known = {one for one in available_timezones() if "/" in one and not one.startswith("Etc/")}
    wanted = text.casefold().replace(" ", "_")
    cities = sorted(one for one in known if one.casefold().rpartition("/")[2] == wanted)
    small = {one.casefold(): one for one in sorted(known)}
    like = get_close_matches(wanted, small, n=3, cutoff=LIKE_ENOUGH)
    return (cities or [small[one] for one in like])[:3]
