"""Reads a letter before it leaves: what it must not say, and what it must."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser

from core.domain.ladder import Texts
from core.domain.letter_words import (
    ADMINISTRATORS,
    AMOUNT,
    DAY,
    FORBIDDEN,
    MONTHS,
    NUMBER,
    PER_CENT,
    WHOLE,
    Fault,
)
from core.domain.letters import LetterFacts, Written
from core.domain.money import CURRENCIES, Money

LONGEST_SHOWN = 60
# Year if it is said, month and day.
Day = tuple[int | None, int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where it stands and what it says."""

    fault: Fault
    where: str
    said: str

    def __str__(self) -> str:
        return f"{self.where}: {self.fault}: {self.said}"


def lint(written: Written, facts: LetterFacts) -> tuple[Finding, ...]:
    """Everything for which this letter must not be sent; nothing where it may."""
    page = _Page()
    page.feed(written.html)
    allowed = _Allowed.of(facts, written.language)
    findings = [*_texts(facts.own(written.language), written.language)]
    for where, text in (("text", written.text), ("html", page.shown())):
        findings += _said(where, plain(f"{written.subject}\n{text}"), allowed)
        findings += _missing(where, plain(text), facts, written.language)
    findings += (Finding(Fault.LINK, "html", link) for link in _strange(page.links, facts.pay_link))
    # What is wrong in the text is wrong on the page, too: it is said once.
    return tuple({(one.fault, one.said): one for one in reversed(findings)}.values())[::-1]


def _strange(links: Iterable[str], pay_link: str) -> Iterator[str]:
    """One link may be there: the one to pay by, over a line that nobody listens to."""
    return (link for link in links if link != pay_link or not link.startswith("https://"))


def lint_texts(texts: Mapping[str, Texts]) -> tuple[Finding, ...]:
    """What the partner must not say of himself, whatever the letter."""
    return tuple(found for language, own in texts.items() for found in _texts(own, language))


def plain(text: str) -> str:
    """Text as it is read: one form for each sign, nothing invisible, single blanks."""
    # A Chinese comma never stands inside a number, an even one may.
    even = unicodedata.normalize("NFKC", text.replace("，", ", "))
    seen = (" " if sign.isspace() else sign for sign in even if _is_seen(sign))
    return " ".join("".join(seen).split())


def _is_seen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign)[0] != "C"


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What may stand in a letter as it is: names, the partner's own words, and the figures."""

    names: re.Pattern[str]
    own: re.Pattern[str]
    money: frozenset[Money] = frozenset()
    days: frozenset[Day] = frozenset()
    counts: frozenset[int] = frozenset()

    @classmethod
    def of(cls, facts: LetterFacts, language: str) -> _Allowed:
        texts = facts.own(language)
        names = {*facts.names(), texts.seller}
        words = "\n".join((texts.pay, texts.dispute, texts.help)).split("\n")
        own = _any_of({*names, *words})
        days = frozenset(way for day in facts.days() for way in _ways(day))
        return cls(_any_of(names), own, facts.money(), days, facts.counts())

    def has(self, found: re.Match[str]) -> bool:
        """Is this day or this amount one that we know of?"""
        if found.re is DAY:
            return _day(found) in self.days
        if found.re is AMOUNT:
            return self.has_amount(found)
        return True

    def has_amount(self, found: re.Match[str]) -> bool:
        number = _number(next(filter(None, found.group("n1", "n2", "n3", "n4"))))
        code = found["code1"] or found["code2"]
        if code is None:
            return any(one.amount == number for one in self.money)
        return number is not None and Money(number, code) in self.money

    def has_number(self, text: str) -> bool:
        number = _number(text)
        return number in self.counts or any(one.amount == number for one in self.money)


_NOTHING = re.compile(r"(?!)")


def _texts(own: Texts, language: str) -> Iterator[Finding]:
    for part, text in (("pay", own.pay), ("dispute", own.dispute), ("help", own.help)):
        where, read = f"texts.{language}.{part}", plain(text)
        rest = _without(read, (WHOLE,), _Allowed(_NOTHING, _NOTHING))
        yield from _forbidden(where, read, rest)
        yield from (Finding(Fault.DAY, where, one[0]) for one in DAY.finditer(rest))
        yield from (
            Finding(Fault.AMOUNT, where, one[0]) for one in AMOUNT.finditer(rest) if _is_money(one)
        )


def _said(where: str, text: str, allowed: _Allowed) -> Iterator[Finding]:
    yield from _forbidden(where, text, _without(text, (WHOLE, DAY, AMOUNT, allowed.names), allowed))
    rest = _without(text, (WHOLE, DAY, AMOUNT, allowed.own), allowed)
    for pattern, fault in ((PER_CENT, Fault.NUMBER), (DAY, Fault.DAY), (AMOUNT, Fault.AMOUNT)):
        for found in pattern.finditer(rest):
            if fault is not Fault.AMOUNT or _is_money(found):
                yield Finding(fault, where, found[0])
        rest = pattern.sub(lambda found: " " if _is_money(found) else found[0], rest)
    for found in NUMBER.finditer(rest):
        if not allowed.has_number(found[0]):
            yield Finding(Fault.NUMBER, where, found[0])


def _forbidden(where: str, text: str, rest: str) -> Iterator[Finding]:
    for fault, pattern in FORBIDDEN.items():
        # An address that signs in is no whole of its own.
        looked_at = text if fault is Fault.CREDENTIAL else rest
        for found in pattern.finditer(looked_at):
            yield Finding(fault, where, found[0][:LONGEST_SHOWN])


def _missing(where: str, text: str, facts: LetterFacts, language: str) -> Iterator[Finding]:
    names = {
        "who writes": facts.own(language).seller,
        "the customer": facts.customer,
        "the reference": facts.reference,
    }
    names |= {f"document {one.number}": one.number for one in facts.residuals}
    for name, value in names.items():
        if not plain(value) or plain(value) not in text:
            yield Finding(Fault.MISSING, where, name)
    days = {_day(one) for one in DAY.finditer(text)}
    if facts.access_from and not days & _ways(facts.access_from):
        yield Finding(Fault.MISSING, where, "the day on which access may be impacted")
    if facts.concerns_access() and not ADMINISTRATORS[language].search(text):
        yield Finding(Fault.MISSING, where, "that administrators can still sign in and export")
    said = {_number(one["n1"]) for one in AMOUNT.finditer(text) if one["n1"]}
    if not {money.amount for money in facts.access_above} <= said:
        yield Finding(Fault.MISSING, where, "from which amount on access may be impacted")
    for one in facts.residuals:
        if one.open.amount not in said:
            yield Finding(Fault.MISSING, where, f"what is open of {one.number}")


def _without(text: str, patterns: Iterable[re.Pattern[str]], allowed: _Allowed) -> str:
    """The text without what may stand in it. Where several begin, the longest is taken: a document
    may be called 12, a customer October."""
    rest, at = [], 0
    coming = [_first(pattern, text, at, allowed) for pattern in patterns]
    while found := min(
        filter(None, coming), key=lambda one: (one.start(), -one.end()), default=None
    ):
        rest += [text[at : found.start()], " "]
        at = found.end()
        coming = [
            _first(one.re, text, at, allowed) if one and one.start() < at else one for one in coming
        ]
    return "".join(rest) + text[at:]


def _first(pattern: re.Pattern[str], text: str, at: int, allowed: _Allowed) -> re.Match[str] | None:
    while found := pattern.search(text, at):
        if allowed.has(found):
            return found
        at = found.start() + 1
    return None


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Any of these names, not as a part of a word or of a number."""
    known = sorted(filter(None, map(plain, names)), key=len, reverse=True)
    if not known:
        return _NOTHING
    either = "|".join(map(re.escape, known))
    return re.compile(rf"(?<![0-9A-Za-z])(?<![0-9][.,])(?:{either})(?![0-9A-Za-z])(?![.,][0-9])")


def _day(found: re.Match[str]) -> Day:
    year, month, day = (
        next(filter(None, found.group(*(f"{part}{n}" for n in range(1, 5)))), "") for part in "ymd"
    )
    return int(year) if year else None, _month(month), int(day)


def _ways(day: date) -> set[Day]:
    """A day may be said without its year."""
    return {(day.year, day.month, day.day), (None, day.month, day.day)}


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next((n for n, name in enumerate(MONTHS, 1) if name.startswith(text)), 0)


def _is_money(found: re.Match[str]) -> bool:
    """Is it an amount at all, or three letters that happen to stand before a number?"""
    if found.re is not AMOUNT:
        return True
    code = found["code1"] or found["code2"]
    return code is None or code in CURRENCIES


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


@dataclass
class _Page(HTMLParser):
    """What a page shows, and where its links lead."""

    links: set[str] = field(default_factory=set)
    _parts: list[str] = field(default_factory=list)
    _hidden: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag == "style"
        self.links |= {value or "" for name, value in attrs if name in {"href", "src"}}

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._parts.append(data)

    def shown(self) -> str:
        return " ".join(self._parts)
