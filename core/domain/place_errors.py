"""Refusals of whoever says where a customer is. Each carries facts; handlers write the sentence."""

from __future__ import annotations

from core.domain.errors import Refusal


class PlaceMissing(Refusal):
    """Neither a zone nor a country nor a region was named."""


class PlaceUnchanged(Refusal):
    """It is there already. Facts: customer, place."""


class ZoneUnfit(Refusal):
    """No time zone of that name. Facts: text, similar (names that may have been meant)."""


class CountryUnfit(Refusal):
    """No calendar of that country is known. Facts: text."""


class RegionUnfit(Refusal):
    """The calendar of the country knows no such region. Facts: text, country, known (some)."""


class NoRegions(Refusal):
    """The calendar of the country knows no regions at all. Facts: text, country."""
