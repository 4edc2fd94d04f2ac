"""Readers of text and files: any bytes may come, and each answers or refuses in its own words."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

from clients.receivables_csv import CsvSheet
from core.domain.canonical import canonical
from core.domain.errors import BadAmount, ImportRefused
from core.domain.money import CURRENCIES, Money, minor_digits, parse_money
from core.ports.records import RowProblem
from handlers.messages.escaping import LONGEST_NAME, clean, one_line, shorten
from handlers.messages.rows import row_line
from handlers.messages.spreadsheets import STARTS_A_FORMULA, harmless
from handlers.messages.text import Words

Feed = Callable[[bytes], None]
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
CODES = sorted(CURRENCIES)
WORDS = Words()


def text_of(data: bytes) -> str:
    """Any text at all, lone surrogates among it."""
    return data.decode("utf-8", errors="surrogateescape")


def cleaner(folder: Path) -> Feed:
    """Nothing unseen and no markup comes through, it stays short, and nothing calculates."""

    def feed(data: bytes) -> None:
        text = text_of(data)
        line, shown = one_line(text), clean(text)
        assert not {unicodedata.category(sign) for sign in line} & UNSEEN
        assert "<" not in shown and ">" not in shown and len(line) <= 5 * LONGEST_NAME
        assert one_line(line) == line
        assert len(shorten(text, 20)) <= 20
        assert not STARTS_A_FORMULA.search(harmless(text))

    return feed


def money(folder: Path) -> Feed:
    """The first byte picks a currency. What is read is written and read again as the same."""

    def feed(data: bytes) -> None:
        code = CODES[data[0] % len(CODES)] if data else "EUR"
        try:
            found = parse_money(text_of(data[1:]), code)
        except BadAmount:
            return
        assert found.amount.is_finite()
        assert len(str(found.amount)) <= 31
        assert parse_money(found.plain(), code) == found
        assert found.plain().count(".") == (minor_digits(code) > 0)
        assert WORDS.value(found) and isinstance(found, Money)

    return feed


def csv_reader(folder: Path) -> Feed:
    """A file is refused with its reasons, or each row is read or named."""
    path = folder / "books.csv"

    def feed(data: bytes) -> None:
        path.write_bytes(data)
        problems: list[object] = []
        try:
            sheet = CsvSheet(path, "Europe/Berlin")
            sheet.head()
            problems += [row for row in sheet.rows() if isinstance(row, RowProblem)]
        except ImportRefused as refusal:
            refused = refusal.facts["problems"]
            assert isinstance(refused, list) and refused
            problems += refused
        for problem in problems:
            assert isinstance(problem, RowProblem)
            assert row_line(problem, WORDS).isprintable()

    return feed


def canonicaliser(folder: Path) -> Feed:
    """One content has one form, whatever the order of its keys, and the form is JSON."""

    def feed(data: bytes) -> None:
        try:
            value = json.loads(data, parse_float=str, parse_constant=str)
        except (ValueError, RecursionError):
            return
        try:
            found = canonical(value)
        except UnicodeEncodeError as error:
            assert "surrogates not allowed" in error.reason
            return
        assert canonical(json.loads(found)) == found
        assert canonical(_turned(value)) == found

    return feed


def _turned(value: object) -> object:
    """The same with the keys of its objects in the other order."""
    if isinstance(value, dict):
        return {key: _turned(value[key]) for key in reversed(value)}
    return [_turned(one) for one in value] if isinstance(value, list) else value
