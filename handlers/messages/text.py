"""Sentences in the reader's language: looked up by their English, filled with formatted values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from gettext import c2py
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal

from core.domain.money import Money
from handlers.messages.escaping import clean

CATALOGUES = Path(__file__).parent.parent / "locales"
ENGLISH = Locale("en", "US")
# The code instead of a sign, since one desk sees several dollars, and the code comes first.
MONEY = "¤¤ #,##0.00"
# English days come as they are spoken; any other language has an order of its own.
DAY, DAY_OF_A_YEAR = "EEE d MMM", "EEE d MMM yyyy"
# A value that ends in a dot ends the sentence, too.
DOUBLE_DOT = re.compile(r"(?<=[\w*])\.\.(?!\.)|[.。](?=。)")


@dataclass(frozen=True, slots=True)
class Joints:
    """What stands between names, between parts of a sentence, and between whole ones, whether they
    belong together or each stands for itself."""

    names: str = ", "
    clauses: str = ", "
    sentences: str = "; "
    stops: str = ". "


USUAL, CHINESE = Joints(), Joints("、", "，", "；", "。")


def N_(sentence: str) -> str:
    """Marks a sentence that stands in a table and is said elsewhere."""
    return sentence


def forms(singular: str, plural: str) -> tuple[str, str]:
    """Marks both forms of a sentence that stands in a table and counts something."""
    return singular, plural


class Safe(str):
    """Text of our own that is put into a sentence as it is: a mention, a link, another sentence."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Called with an English sentence and what fills its holes. Days of this
    year need no year. Days are written in the language of the sentence, in the reader's zone."""

    locale: str = "en-US"
    zone: str = "UTC"
    today: date | None = None

    @property
    def place(self) -> str:
        """The town by which a zone is known: times on a card are read in more than one."""
        return self.zone.rpartition("/")[2].replace("_", " ")

    @property
    def language(self) -> str:
        """The one that the sentences are in: en, ko or zh."""
        return self._style().language

    def __call__(self, sentence: str, /, **facts: object) -> str:
        return self._fill(self._said(sentence), facts)

    def many(self, singular: str, plural: str, number: int, /, **facts: object) -> str:
        """The form that the language wants for this count; `n` and `count` are holes, too."""
        forms = self._forms(singular)
        if forms:
            chosen = forms[_plural(self._catalogue().plural_expr)(number)]
        else:
            chosen = singular if number == 1 else plural
        return self._fill(chosen, {"n": number, "count": number} | facts)

    def value(self, value: object) -> str:
        """A value as the reader writes it; text from outside is cleaned."""
        match value:
            case Safe():
                return str(value)
            case Money(amount, currency):
                return format_currency(amount, currency, MONEY, locale=_locale(self.locale))
            case bool():
                return self(N_("yes") if value else N_("no"))
            case int() | Decimal() | float():
                return format_decimal(value, locale=_locale(self.locale))
            case datetime():
                return self._moment(value)
            case date():
                return self._day(value)
            case list() | tuple():
                return self.listed(self.value(one) for one in value)
        return clean(str(value))

    def listed(self, said: Iterable[str]) -> Safe:
        """Names, amounts and the like in a row; what comes from outside is clean already."""
        return Safe(self._joints().names.join(said))

    def clauses(self, said: Iterable[str]) -> Safe:
        """Parts of one sentence."""
        return Safe(self._joints().clauses.join(said))

    def strung(self, said: Iterable[str]) -> Safe:
        """What is nearly a sentence each."""
        return Safe(self._joints().sentences.join(said))

    def stopped(self, said: Iterable[str]) -> Safe:
        """Sentences that come without their full stops; the last one gets none, either."""
        return Safe(self._joints().stops.join(said))

    def _joints(self) -> Joints:
        return CHINESE if self._style().language == "zh" else USUAL

    def _moment(self, moment: datetime) -> str:
        """Day and minute in the reader's zone; seconds are noise here."""
        local = moment.astimezone(_zone(self.zone))
        between = ", " if self._style().language == "en" else " "
        return f"{self._day(local.date())}{between}{local:%H:%M}"

    def _day(self, day: date) -> str:
        near = self.today is not None and day.year == self.today.year
        style = self._style()
        if style.language == "en":
            return format_date(day, DAY if near else DAY_OF_A_YEAR, locale=style)
        return format_skeleton("MMMEd" if near else "yMMMEd", day, locale=style)

    def short_day(self, day: date) -> str:
        """For the axis of a chart: neither weekday nor year."""
        style = self._style()
        if style.language == "en":
            return format_date(day, "d MMM", locale=style)
        return format_skeleton("MMMd", day, locale=style)

    def _style(self) -> Locale:
        """Days are words: a Korean one looks lost in an English sentence."""
        return _locale(self.locale) if self._catalogue().locale != ENGLISH else ENGLISH

    def _fill(self, sentence: str, facts: dict[str, object]) -> str:
        said = sentence.format_map({name: self.value(fact) for name, fact in facts.items()})
        return DOUBLE_DOT.sub(lambda found: found[0][1:], said)

    def _said(self, sentence: str) -> str:
        message = self._catalogue().get(sentence)
        said = message.string if message and not message.fuzzy else ""
        return said if isinstance(said, str) and said else sentence

    def _forms(self, singular: str) -> tuple[str, ...]:
        message = self._catalogue().get(singular)
        if message is None or message.fuzzy or not isinstance(message.string, list | tuple):
            return ()
        return tuple(message.string) if all(message.string) else ()

    def _catalogue(self) -> Catalog:
        return _catalogue(self.locale)


@lru_cache(maxsize=64)
def _locale(name: str) -> Locale:
    """Slack's ko-KR or zh-CN as Babel knows it; English stands in for what nobody knows."""
    try:
        return Locale.parse(name, sep="-")
    except (ValueError, UnknownLocaleError):
        return ENGLISH


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@lru_cache(maxsize=8)
def _plural(expression: str) -> Callable[[int], int]:
    return c2py(expression)


@lru_cache(maxsize=64)
def _catalogue(name: str) -> Catalog:
    """The catalogue of this language and script: zh-CN reads zh_Hans, as does zh-Hans."""
    locale = _locale(name)
    script = locale.script or {"CN": "Hans", "SG": "Hans"}.get(locale.territory or "")
    for folder in (f"{locale.language}_{script}", locale.language):
        path = CATALOGUES / folder / "LC_MESSAGES" / "messages.po"
        if path.is_file():
            with path.open("rb") as file:
                return read_po(file, locale=folder)
    return Catalog(locale=ENGLISH)
