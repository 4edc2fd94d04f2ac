"""The list of a policy run as CSV and XLSX: one row for each thing that would be done."""

from __future__ import annotations

from core.domain.collecting import Intended
from core.domain.money import minor_digits
from core.usecases.collecting_view import ShownRun
from handlers.messages.escaping import one_line
from handlers.messages.run_lines import what_is_done
from handlers.messages.spreadsheets import FORMATS, LONGEST_CELL, File, Sheet, Value
from handlers.messages.text import N_, Words

COLUMNS = (
    N_("Customer"),
    N_("Partner account and tenant id"),
    N_("What would be done"),
    N_("Stage"),
    N_("Days overdue"),
    N_("Currency"),
    N_("Net overdue"),
)
NO_DIGITS = 0


def run_files(run: ShownRun, revision: str, words: Words) -> list[File]:
    """The same in every format."""
    sheet = run_sheet(run, words)
    return [File(f"run-{revision[:8]}.{ending}", write(sheet)) for ending, write in FORMATS.items()]


def run_sheet(run: ShownRun, words: Words) -> Sheet:
    return Sheet(
        tuple(words(name) for name in COLUMNS),
        tuple(_line(one, run, words) for one in run.lines),
        tuple(minor_digits(one.amount.currency) if one.amount else NO_DIGITS for one in run.lines),
        words("Run"),
    )


def _line(one: Intended, run: ShownRun, words: Words) -> tuple[Value, ...]:
    return (
        one_line(run.name(one), LONGEST_CELL),
        str(one.customer),
        str(what_is_done(one, words)),
        one.stage,
        one.days,
        one.amount.currency if one.amount else "",
        one.amount.amount if one.amount else "",
    )
