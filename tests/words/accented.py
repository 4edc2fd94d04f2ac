"""A made-up language: every sentence is accented, longer and in brackets, so that what nobody
translated shows, and what does not fit, too."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from math import ceil
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog

from sandbox.data.offers import OFFERS
from tests.words.sentences import ROOT, every

LOCALE = "en-XA"
OPENS, CLOSES, LONGER, FILLER = "⟦", "⟧", 1.4, "ẍ"
ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒǧĥíĵķłɱñóþɋŕšţúṽŵẋýžÁƁÇĐÉƑǦĤÍĴĶŁṀÑÓÞɊŔŠŢÚṼŴẊÝŽ",
)
# Holes, code that is typed, and what Slack reads stay as they are.
KEPT = re.compile(r"(\{[^}]*\}|`[^`]*`|<[^>]*>)")
# Of a text, what is code or a command, a mention, the target of a link, a day, an amount, or has
# digits.
CODE = re.compile(
    r"```.*?```|`[^`]*`|(?<!\S)/[a-z]+ [ -~]*|<[^|>]*>|<[^|>]*\||(?:\b\w{3} )?\d+ \w{3}\b|"
    r"\b[A-Z]{3} (?=-?\d)|[!-~]*\d[!-~]*|\b[a-z]+(?:_[a-z]+)+\b",
    re.DOTALL,
)
WORD = re.compile(r"[A-Za-z][A-Za-z']*")
# What tests put into sentences: names, and what people wrote.
DATA = Path(__file__).with_name("data.txt")
CUSTOMERS = ROOT / "sandbox" / "data" / "customers.csv"


def accented(sentence: str) -> str:
    inner = sentence.strip()
    if not inner:
        return sentence
    head, _, tail = sentence.partition(inner)
    said = "".join(
        part if n % 2 else part.translate(ACCENTS) for n, part in enumerate(KEPT.split(inner))
    )
    bare = len(KEPT.sub("", inner))
    missing = ceil(bare * LONGER) - bare - len(OPENS + CLOSES)
    filler = f" {FILLER * (missing - 1)}" if missing > 1 else ""
    return f"{head}{OPENS}{said}{filler}{CLOSES}{tail}"


@lru_cache(maxsize=1)
def catalogue() -> Catalog:
    found = Catalog(locale=Locale("en", "US"))
    for one in every():
        said = (accented(one.singular), accented(one.plural)) if one.plural else accented(one.key)  # type: ignore[arg-type]
        found.add(one.key, said)
    return found


# What people read, and what they hear, where a long name may go on beyond the end.
READ, HEARD = ("text", "caption", "alt_text", "name", "title", "label"), "accessibility_label"


def texts(shown: object, *names: str) -> Iterator[str]:
    """Everything in a message or a view that has one of these names."""
    inner: Any = shown.items() if isinstance(shown, Mapping) else enumerate(shown)  # type: ignore[arg-type]
    for name, value in inner:
        if isinstance(value, str) and name in names:
            yield value
        elif isinstance(value, Mapping | list):
            yield from texts(value, *names)


def clipped(text: str) -> bool:
    """Does a sentence begin here that does not end?"""
    return text.count(OPENS) != text.count(CLOSES)


def untranslated(text: str, more: frozenset[str] = frozenset()) -> list[str]:
    """Words that are no data, also none of `more`: of a sentence that goes around the catalogue."""
    return WORD.findall(CODE.sub(" ", _data(more).sub(" ", unescape(text))))


@lru_cache(maxsize=2)
def _data(more: frozenset[str]) -> re.Pattern[str]:
    """The longest first, and none in the middle of a word."""
    known = [*DATA.read_text(encoding="utf-8").splitlines(), *_sold(), *more]
    longest = sorted(filter(None, known), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in longest))


def _sold() -> Iterator[str]:
    """To whom, and what, in the sandbox."""
    with CUSTOMERS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from (row["name"], row["domain"])
    yield from (offer.name for offer in OFFERS.values())


def unsaid(shown: Mapping[str, object], more: frozenset[str] = frozenset()) -> list[str]:
    """What of a message or a view nobody translated, and where a sentence breaks off. A word that
    is data of a test belongs into data.txt."""
    found = [f"breaks off: {text}" for text in texts(shown, *READ) if clipped(text)]
    for text in texts(shown, *READ, HEARD):
        found += [f"{word}: {text}" for word in untranslated(text, more)]
    return found
