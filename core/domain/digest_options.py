"""What somebody wrote down for a digest: `floors=5 currency=EUR,CHF columns=days,owner`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from core.domain.calendar import knows
from core.domain.digest_choices import (
    USUAL_COLUMNS,
    Choices,
    Column,
    Grouping,
    Only,
    typed,
)
from core.domain.errors import BadInput
from core.domain.exposure import Standing
from core.domain.money import CURRENCIES

# Takes a choice back.
OFF = "off"
LANGUAGE, OWNER = "language", "owner"
MOST_FLOORS = 1000
STANDINGS = (Standing.SUSPENDED, Standing.AT_RISK, Standing.OVERDUE)
EXAMPLE = "floors=5"

Word = TypeVar("Word", bound=StrEnum)
Options = Mapping[str, str]


def read_options(options: Options, before: Choices, year: int) -> Choices:
    """What was chosen before, with these in its place; whoever owns is named by a person id. Raises
    BadInput; `year` is the one of which a calendar of holidays has to be known."""
    for name in options:
        if name not in NAMES:
            raise BadInput(problem="{text} is none of {known}", text=name, known=list(NAMES))
    only = before.only
    for name, read in READ.items():
        if name in options:
            only = read(only, "" if options[name] == OFF else options[name])
    return Choices(
        only=only,
        columns=_columns(options, before),
        grouping=_grouping(options, before),
        calendar=_calendar(options, before, year),
    )


def _standing(only: Only, text: str) -> Only:
    known = {typed(one): one for one in STANDINGS}
    if text and text.lower() not in known:
        raise BadInput(problem="{text} is none of {known}", text=text, known=[*known, OFF])
    return replace(only, standing=known.get(text.lower()))


def _floors(only: Only, text: str) -> Only:
    if text and not (text.isascii() and text.isdecimal() and int(text[:9]) <= MOST_FLOORS):
        raise BadInput(problem="a number from 0 to {most}, not {text}", most=MOST_FLOORS, text=text)
    return replace(only, floors=int(text or 0))


def _currencies(only: Only, text: str) -> Only:
    codes = _listed(text.upper())
    for code in codes:
        if code not in CURRENCIES:
            raise BadInput(problem="{text} is no currency", text=code, usage="currency=EUR,CHF")
    return replace(only, currencies=codes)


def _countries(only: Only, text: str) -> Only:
    codes = _listed(text.upper())
    for code in codes:
        if len(code) != 2 or not (code.isascii() and code.isalpha()):
            raise BadInput(problem="{text} is no country", text=code, usage="country=DE,AT")
    return replace(only, countries=codes)


def _accounts(only: Only, text: str) -> Only:
    return replace(only, accounts=_listed(text))


def _owner(only: Only, text: str) -> Only:
    return replace(only, owner=text)


READ: Mapping[str, Callable[[Only, str], Only]] = {
    "standing": _standing,
    "floors": _floors,
    "currency": _currencies,
    OWNER: _owner,
    "account": _accounts,
    "country": _countries,
}
NAMES = (*READ, "columns", "group", "holidays", LANGUAGE)


def _columns(options: Options, before: Choices) -> tuple[Column, ...]:
    text = options.get("columns", "")
    if text == OFF:
        return USUAL_COLUMNS
    return tuple(_word(one, Column) for one in _listed(text.lower())) or before.columns


def _grouping(options: Options, before: Choices) -> Grouping:
    text = options.get("group", "").lower()
    if text == OFF:
        return Grouping.NONE
    return _word(text, Grouping) if text else before.grouping


def _calendar(options: Options, before: Choices, year: int) -> str:
    if "holidays" not in options:
        return before.calendar
    text = options["holidays"]
    if text.lower() in ("", OFF):
        return ""
    if not knows(text.upper(), year):
        raise BadInput(
            problem="the holidays of {text} are not known here; name a country, or a region of one",
            text=text,
            usage="holidays=DE-BY",
        )
    return text.upper()


def _word(text: str, words: type[Word]) -> Word:
    if text not in list(words):
        known = [one.value for one in words]
        raise BadInput(problem="{text} is none of {known}", text=text, known=known)
    return words(text)


def _listed(text: str) -> tuple[str, ...]:
    """Each once, in the order in which they were written."""
    return tuple(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))
