"""Names as they are searched: words without case, and Latin ones without accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

NEAR = 0.6
# In other scripts such a mark makes another letter or holds the vowel.
ACCENTED = re.compile(r"([a-z])[\u0300-\u036f]+")
# Letters that no accent can be taken from.
STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "\u0131": "i"})
STROKES |= str.maketrans({"æ": "ae", "œ": "oe"})


def words_of(text: str) -> str:
    """Every word after a blank, so that the start of a word is found as ` start`."""
    apart = unicodedata.normalize("NFD", _plain(text).translate(STROKES))
    return _words(unicodedata.normalize("NFC", ACCENTED.sub(r"\1", apart)))


def spelled_alike(one: str, other: str) -> bool:
    """The same words with the same accents."""
    return _words(_plain(one)) == _words(_plain(other))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _words(text: str) -> str:
    return "".join(f" {word}" for word in re.findall(r"\w+", text))


def nearness(wanted: str, words: str) -> float:
    """How alike what was typed is to a whole name, or to the nearest word of it."""
    typed = words_of(wanted).strip()
    return max(
        (_alike(typed, candidate) for candidate in (words.strip(), *words.split())), default=0.0
    )


def _alike(first: str, second: str) -> float:
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= NEAR else 0.0


def nearest(wanted: str, words: Iterable[tuple[str, int]], limit: int) -> list[int]:
    """The places of the nearest few among (words, place), nearest first; none that is far off."""
    scored = [(nearness(wanted, text), place) for text, place in words]
    near = sorted((-score, place) for score, place in scored if score >= NEAR)
    return [place for _, place in near[:limit]]
