"""signals.v1.csv: signs of fraud that people saw: customer, kind, strength, when, note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from clients.csv_file import Record, fingerprint, header, problem, records, refused
from core.domain.errors import ImportRefused
from core.domain.signals import SignalKind
from core.ports.records import RowProblem
from core.ports.signal_reports import Report

COLUMNS = ("customer", "kind", "strength", "when", "note")
LONGEST_NAME, LONGEST_NOTE = 200, 1000
MOST_PROBLEMS = 20
MOST = 100


class _Bad(Exception):
    def __init__(self, key: str, field: str, value: str = "", expected: str = "") -> None:
        super().__init__(key)
        self.key, self.field, self.value, self.expected = key, field, value, expected

    def of(self, record: Record) -> RowProblem:
        facts = {"field": self.field, "value": self.value, "expected": self.expected}
        return problem(self.key, record.line, **facts)


def read_signals(path: Path, zone: str) -> list[Report]:
    """A day without a time is its beginning in this zone. Raises ImportRefused with up to 20
    problems: one bad row and nothing is taken."""
    _check_header(header(path))
    found: list[Report] = []
    problems: list[RowProblem] = []
    for record in records(path, sha256=fingerprint(path).sha256):
        try:
            found.append(_report(record, ZoneInfo(zone)))
        except _Bad as error:
            problems.append(error.of(record))
            if len(problems) == MOST_PROBLEMS:
                break
    if problems:
        raise ImportRefused(problems=problems)
    if not found:
        raise refused("no_rows", 0)
    return found


def _check_header(names: list[str]) -> None:
    for name in COLUMNS:
        if name not in names:
            raise refused("missing_column", 1, field=name)
    for name in names:
        if name not in COLUMNS:
            raise refused("unknown_column", 1, field=name)
        if names.count(name) > 1:
            raise refused("double_column", 1, field=name)


def _report(record: Record, zone: ZoneInfo) -> Report:
    if record.length != record.expected:
        raise _Bad("wrong_length", "")
    row = record.fields
    return Report(
        line=record.line,
        customer=_text(row, "customer", LONGEST_NAME, needed=True),
        kind=_kind(row),
        strength=_strength(row),
        at=_moment(row, zone),
        note=_text(row, "note", LONGEST_NOTE),
    )


def _text(row: Mapping[str, str], name: str, longest: int, *, needed: bool = False) -> str:
    if needed and not row[name]:
        raise _Bad("missing", name)
    if len(row[name]) > longest:
        raise _Bad("too_long", name)
    return row[name]


def _kind(row: Mapping[str, str]) -> SignalKind:
    try:
        return SignalKind(row["kind"].lower() or SignalKind.REPORTED)
    except ValueError:
        raise _Bad("unknown_word", "kind", row["kind"], ", ".join(SignalKind)) from None


def _strength(row: Mapping[str, str]) -> int:
    text = row["strength"]
    if not text.isascii() or not text.isdecimal() or len(text) > 3 or int(text) > MOST:
        raise _Bad("bad_strength", "strength", text)
    return int(text)


def _moment(row: Mapping[str, str], zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(row["when"])
    except ValueError:
        raise _Bad("bad_date", "when", row["when"]) from None
    if len(row["when"]) == len("2026-10-12"):
        moment = datetime.combine(moment.date(), time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
