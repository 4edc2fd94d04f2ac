"""Names as they are searched: words without case, whatever the script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

NEAR = 0.6


def words_of(text: str) -> str:
    """Every word after a blank, so that the start of a word is found as ` start`."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(f" {word}" for word in re.findall(r"\w+", plain))


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
