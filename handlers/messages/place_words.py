"""Where a customer is, in words: what is wrong with what was said of it, and what counts."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain import place_errors as errors
from core.domain.errors import Refusal
from core.domain.places import named
from core.usecases.places import Whereabouts
from handlers.messages.text import N_, Words

REFUSALS: Mapping[type[Refusal], str] = {
    errors.PlaceMissing: N_(
        "Say where the customer is: a zone, as in Europe/Berlin, or a country and a region, as in "
        "DE and BY."
    ),
    errors.PlaceUnchanged: N_("{customer} counts by {place} already."),
    errors.ZoneUnfit: N_("“{text}” is no time zone. Write it as in Europe/Berlin."),
    errors.CountryUnfit: N_(
        "No calendar of “{text}” is known for this year, so nobody there could be cut off at all. "
        "Write a country with two letters, as in DE."
    ),
    errors.RegionUnfit: N_(
        "The calendar of {country} knows no region “{text}”. Some that it knows: {known}."
    ),
    errors.NoRegions: N_(
        "The calendar of “{country}” knows no regions, so “{text}” has no holidays of its own. "
        "Regions are known of DE, for example: BY."
    ),
}


def place_line(found: Whereabouts, words: Words) -> str:
    """By which calendar and zone a customer counts, and why by these."""
    place = named(found.place)
    if found.own is not None:
        return words("Counts by {place}, as an administrator said.", place=place)
    return words("Counts by {place}.", place=place)
