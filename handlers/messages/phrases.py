"""Words for customers: one file for each language and topic, filled as the reader writes things."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from core.domain.letters import printed
from core.domain.money import Money
from handlers.messages.filling import fill
from handlers.messages.text import MONEY

TEXTS = Path(__file__).parent / "texts"
# In English days come before months, whoever reads: 3 October is no 10 March.
LOCALES = {"en": Locale("en", "GB"), "ko": Locale("ko"), "zh-Hans": Locale("zh", script="Hans")}


@dataclass(frozen=True, slots=True)
class Phrases:
    """The texts of one topic in one language. Called with the name of a text and what fills it."""

    language: str
    topic: str

    def __call__(self, name: str, /, **values: object) -> str:
        """Raises Unfillable where the text needs a value that is not given, KeyError for a name
        that nobody has."""
        return fill(self.raw(name), self.spoken(values))

    def raw(self, name: str) -> str:
        """A text as it is written. Raises KeyError."""
        return _texts(self.language, self.topic)[name]

    def __contains__(self, name: str) -> bool:
        return name in _texts(self.language, self.topic)

    def many(self, name: str, number: int, /, **values: object) -> str:
        """The form of a text that the language wants for this number."""
        return self(f"{name}.{LOCALES[self.language].plural_form(number)}", **values)

    def days(self, number: int) -> str:
        return self.many("days", number, n=number)

    def listed(
        self, values: Iterable[object], style: Literal["standard", "or"] = "standard"
    ) -> str:
        """Several values as one: this, this and that; or with `or` this, this or that."""
        said = [self.value(one) for one in values]
        return format_list(said, style=style, locale=LOCALES[self.language])

    def spoken(self, values: Mapping[str, object]) -> dict[str, str | bool]:
        """Values as the reader writes them; a truth stays one, so that it can be asked for."""
        return {
            name: value if isinstance(value, bool) else self.value(value)
            for name, value in values.items()
        }

    def value(self, value: object) -> str:
        locale = LOCALES[self.language]
        match value:
            case Money(amount, currency):
                return format_currency(amount, currency, MONEY, locale=locale)
            case int():
                return format_decimal(value, locale=locale)
            case date():
                return format_date(value, "long", locale=locale)
        return printed(str(value))


@lru_cache(maxsize=16)
def _texts(language: str, topic: str) -> Mapping[str, str]:
    written = (TEXTS / language / f"{topic}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(written)))


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    """`[frame] closing = …` is called `frame.closing`."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", str(value)
