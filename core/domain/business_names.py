"""Names of companies, however they are written: what is left of one without its legal form, its
case, its width and its accents, and how much two of them are alike."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

# Written apart, as the last words of a name or the first ones.
SAID = """
gmbh mbh ag kg kgaa ohg ug gbr ek ev eg se co cokg cie inc incorporated corp corporation company
llc llp lp ltd limited plc pte pty pvt private sa sas sasu sarl srl spa sprl bv bvba nv vof ab
as asa aps oy oyj kk gk kft zrt doo sro spzoo haftungsbeschraenkt
"""
FORMS = frozenset(SAID.split())
# Written without a blank before or behind the name.
GLUED = (
    *("株式会社", "有限会社", "合同会社", "(株)", "(有)", "주식회사", "유한회사", "(주)", "(유)"),
    *("股份有限公司", "有限责任公司", "有限責任公司", "有限公司"),
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# The marks that make another sound of a Japanese one are no accents.
NO_ACCENT = "\u3000"
NO_WORDS = frozenset({"and", "und", "et", "the"})
DOTTED = re.compile(r"(?<=\w)\.(?=\w\b)|(?<=\b\w)\.")
APART = re.compile(r"[^\w]+|_+")
HAS_DIGIT = re.compile(r"\d")
# A word is looked for by how it begins, so that a slip further on does not hide it.
BEGINNING = 4
LEAST_DIGITS = 5


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The words that make the name, without its legal form; all of them where nothing else is
    left."""
    folded = unicodedata.normalize("NFKC", name).casefold().translate(UMLAUTS)
    signs = unicodedata.normalize("NFD", folded)
    kept = (one for one in signs if not unicodedata.combining(one) or one >= NO_ACCENT)
    plain = unicodedata.normalize("NFC", "".join(kept))
    whole = plain
    for form in GLUED:
        whole = whole.replace(form, " ")
    said = _split(whole)
    return _without_form(said) or said or _split(plain)


def _split(text: str) -> tuple[str, ...]:
    """`S.A.` and `G.m.b.H.` are one word each."""
    return tuple(word for word in APART.split(DOTTED.sub("", text)) if word)


def _without_form(words: tuple[str, ...]) -> tuple[str, ...]:
    kept = [word for word in words if word not in NO_WORDS]
    while kept and kept[-1] in FORMS:
        kept.pop()
    while kept and kept[0] in FORMS:
        kept.pop(0)
    return tuple(kept)


def core_of(name: str) -> str:
    """The name as one word: two that have the same one are called the same."""
    return "".join(words_of(name))


def beginnings(name: str) -> set[str]:
    """Names that are alike share at least one of these."""
    return {word[:BEGINNING] for word in words_of(name)}


def likeness(one: str, other: str) -> float:
    """From 0 to 1, the same whichever comes first: how many pairs of letters the two have in
    common. Names with different numbers in them are not alike."""
    if _numbers(one) != _numbers(other):
        return 0.0
    mine, theirs = Counter(_pairs(core_of(one))), Counter(_pairs(core_of(other)))
    every = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / every if every else 0.0


def _numbers(name: str) -> Counter[str]:
    return Counter(word for word in words_of(name) if HAS_DIGIT.search(word))


def _pairs(word: str) -> Iterator[str]:
    return (word[at : at + 2] for at in range(len(word) - 1))


def registration_of(text: str) -> str:
    """A registration or VAT number without blanks, dots and dashes, in capitals; empty for one
    that is too short to say anything."""
    kept = "".join(APART.split(unicodedata.normalize("NFKC", text))).upper()
    return kept if sum(map(str.isdigit, kept)) >= LEAST_DIGITS else ""
