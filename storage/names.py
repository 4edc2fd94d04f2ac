"""Names as they are searched: words without case, and Latin ones without accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

NEAR = 0.6
LONGEST_NUMBER = 40
# In other scripts such a mark makes another letter or holds the vowel.
ACCENTED = re.compile(r"([a-z])[\u0300-\u036f]+")
# Letters that no accent can be taken from.
STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "\u0131": "i"})
STROKES |= str.maketrans({"æ": "ae", "œ": "oe"})
# Scripts in which words are written without blanks between them: Thai and its neighbours, Kana,
# Chinese characters. Korean ones are written together often enough.
UNBROKEN = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
BEGINNING = re.compile(rf"(?<!\S)\S|[{UNBROKEN}]")


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


def endings_of(words: str) -> Iterator[str]:
    """The name from each place on at which somebody may begin to type it, the whole of it first."""
    name = words.strip()
    return (name[found.start() :] for found in BEGINNING.finditer(name))


def grams_of(word: str) -> set[str]:
    """Every three letters of it, with its beginning and its end."""
    framed = f" {word} "
    return {framed[at : at + 3] for at in range(len(framed) - 2)}


def nearness(wanted: str, words: str) -> float:
    """How alike what was typed is to a whole name, to the nearest word of it, or to as much of it
    from some word on."""
    typed = words_of(wanted).strip()
    begun = (ending[: len(typed)] for ending in endings_of(words))
    return max((alike(typed, one) for one in {words.strip(), *words.split(), *begun}), default=0.0)


def alike(first: str, second: str) -> float:
    """From 0 to 1; 0 for what is certainly not near."""
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= NEAR else 0.0


def without_lead(text: str, known: Iterable[str]) -> set[str]:
    """As the number of a document may read of which only the digits were typed, by what stands
    before those of `known`. Their zeros may have been left out."""
    typed = text.strip()[:LONGEST_NUMBER]
    if not re.fullmatch(r"[0-9][0-9./-]*", typed):
        return set()
    meant = set[str]()
    for number in known:
        if first := re.match(r"[^0-9]+(?=[0-9])", number):
            meant.add(first[0] + typed)
        if last := re.fullmatch(r"(.*[^0-9])([0-9]+)", number):
            meant.add(last[1] + typed.zfill(len(last[2])))
    return meant


def near_numbers(text: str) -> set[str]:
    """As the number of a document may have been meant: in capitals, with other signs between its
    parts, two neighbours the other way round, or one of a pair too many."""
    typed = text.strip().upper()[:LONGEST_NUMBER]
    if not re.search(r"[0-9]", typed):
        return set()
    parts = re.findall(r"[^\W\d_]+|\d+", typed)
    parted = {typed, *(joint.join(parts) for joint in ("-", "/", " ", ""))}
    meant = set(parted)
    for one in parted:
        for at in range(len(one) - 1):
            first, second = one[at], one[at + 1]
            swapped = second + first if first != second else first
            meant.add(one[:at] + swapped + one[at + 2 :])
    return meant
