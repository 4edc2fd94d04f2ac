"""What is personal about a customer, and how it is taken out of what others wrote."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

ERASED = "[erased]"
# A shorter name would be found in half of all words.
SHORTEST_NAME = 3


class Kept(StrEnum):
    """Where personal data of customers is kept."""

    CONTACTS = "contacts"
    BOOKS = "books"
    LETTERS = "letters"
    REPLIES = "replies"
    CARDS = "cards"
    TEXTS = "texts"


@dataclass(frozen=True)
class Erasure:
    """`names` are names and addresses of people. `everybody`: of all people at a customer, and so
    each letter and each reply, whatever it says; otherwise of one person."""

    names: frozenset[str]
    everybody: bool

    def touches(self, *texts: str) -> bool:
        """Does one of them name somebody who is to be forgotten?"""
        return any(self._found.search(text) for text in texts)

    def redacted(self, text: str) -> str:
        """The same without the names, also where they stand in JSON or in Slack's markup."""
        return self._found.sub(ERASED, text)

    @cached_property
    def _found(self) -> re.Pattern[str]:
        spelt = {way for name in self.names if _is_telling(name) for way in _spellings(name)}
        longest_first = sorted(spelt, key=lambda way: (-len(way), way))
        return re.compile("|".join(map(_bounded, longest_first)) or r"(?!)")


def _is_telling(name: str) -> bool:
    return len(name.strip()) >= (SHORTEST_NAME if name.isascii() else 2)


def _spellings(name: str) -> set[str]:
    plain = name.strip()
    inside_json = (json.dumps(plain, ensure_ascii=plainly)[1:-1] for plainly in (True, False))
    return {plain, html.escape(plain, quote=False), *inside_json}


def _bounded(name: str) -> str:
    """Whole words, where the script parts words at all: Korean particles stick to a name. In any
    case, unless it is a single word: Will and May are words besides, and some of them codes."""
    left = r"(?<!\w)" if _parts_words(name[0]) else ""
    right = r"(?!\w)" if _parts_words(name[-1]) else ""
    flags = "" if name.isalpha() else "i"
    return f"(?{flags}:{left}{re.escape(name)}{right})"


def _parts_words(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
