"""A report as a table and as plain values, for whoever counts on with it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from core.domain.case_sums import Report, Spread
from core.domain.money import minor_digits
from handlers.messages.report_lines import DEFINITIONS
from handlers.messages.spreadsheets import Sheet, Value, as_csv
from handlers.messages.text import Words

Line = tuple[str, str, str, Value]


def report_csv(report: Report) -> bytes:
    """One row for each number: what of, which, in which unit, and the number."""
    rows = tuple(_rows(report))
    digits = tuple(minor_digits(unit) for _, _, unit, _ in rows)
    return as_csv(Sheet(("part", "name", "unit", "value"), rows, digits))


def _rows(report: Report) -> list[Line]:
    rows: list[Line] = [
        ("period", "begins", "UTC", report.begins.isoformat()),
        ("period", "ends", "UTC", report.ends.isoformat()),
        ("cases", "opened", "cases", report.cases),
    ]
    rows += [("open", f"{graded}, {age}", "cases", n) for (graded, age), n in report.open.items()]
    rows += _timed("first answer", report.to_response)
    rows += _timed("containment", report.to_contain)
    rows += [("suffered", "", money.currency, money.amount) for money in report.loss.suffered]
    rows += [("avoided", "", money.currency, money.amount) for money in report.loss.avoided]
    rows.append(("losses", "not known", "cases", report.loss.unknown))
    rows += [("containments", how, "containments", n) for how, n in report.containments.items()]
    rows.append(("containments", "alone", "containments", report.alone))
    for one in report.precision:
        rows += [("signals", f"{one.kind}, {label}", "signals", n) for label, n in
                 (("true", one.true), ("false", one.false), ("unknown", one.unknown))]  # fmt: skip
    rows += _timed("pages", report.pages.to_take)
    rows += [("pages", "open", "pages", report.pages.open)]
    rows += [("pages", "ended by themselves", "pages", report.pages.by_itself)]
    return rows


def _timed(part: str, found: Spread) -> list[Line]:
    rows: list[Line] = [(part, "measured", "times", found.count)]
    rows.append((part, "without one yet", "times", found.missing))
    if found.median is not None and found.p90 is not None:
        rows.append((part, "median", "minutes", _minutes(found.median)))
        rows.append((part, "p90", "minutes", _minutes(found.p90)))
    return rows


def report_values(report: Report) -> dict[str, object]:
    """For JSON: times in minutes, money as text by currency."""
    words = Words()
    loss = report.loss
    return {
        "begins": report.begins.isoformat(),
        "ends": report.ends.isoformat(),
        "opened": report.cases,
        "open": [{"severity": s, "age": a, "cases": n} for (s, a), n in report.open.items()],
        "first_answer": _measured(report.to_response),
        "containment": _measured(report.to_contain),
        "suffered": {money.currency: money.plain() for money in loss.suffered},
        "avoided": {money.currency: money.plain() for money in loss.avoided},
        "losses_not_known": loss.unknown,
        "containments": dict(report.containments) | {"alone": report.alone},
        "signals": {
            one.kind.value: {"true": one.true, "false": one.false, "unknown": one.unknown}
            for one in report.precision
        },
        "pages": _measured(report.pages.to_take)
        | {"open": report.pages.open, "ended_by_themselves": report.pages.by_itself},
        "definitions": [words(one) for one in DEFINITIONS],
    }


def _measured(found: Spread) -> dict[str, object]:
    return {
        "measured": found.count,
        "without_one_yet": found.missing,
        "median_minutes": None if found.median is None else f"{_minutes(found.median)}",
        "p90_minutes": None if found.p90 is None else f"{_minutes(found.p90)}",
    }


def _minutes(time: timedelta) -> Decimal:
    return (Decimal(round(time.total_seconds())) / 60).quantize(Decimal("0.01"))
