"""python -m bot signals: take in what people saw, list it, and say how often it was right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.private import write_private
from bot.cli.terminal import give_up, ledger_at_hand, shown
from core.domain.errors import ImportRefused
from core.usecases.receivables import problems_of
from core.usecases.signal_reports import listed, take_in
from core.usecases.signals import precision
from handlers.messages.rows import row_lines
from handlers.messages.signal_sheet import precision_sheet, signal_file, signal_sheet
from handlers.messages.spreadsheets import Sheet
from handlers.messages.text import Words

WIDE = 200
FILE = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="signals.v1 CSV")]
DAYS = Annotated[int, typer.Option("--days", min=1, help="Of the last so many days")]
CSV = Annotated[Path | None, typer.Option("--csv", dir_okay=False, help="Write a file instead")]


def import_signals(file: FILE) -> None:
    """Take in signs of fraud that people saw, all of them or none. Exit 1 if refused."""
    from clients.signal_files import read_signals

    with ledger_at_hand() as ledger:
        try:
            found = read_signals(file, ledger.settings.time_zone)
            taken = take_in(found, file.name, office=ledger.office)
        except ImportRefused as refusal:
            lines = [shown(line) for line in row_lines(problems_of(refusal), Words())]
            raise give_up(f"refused: {file.name}. Nothing of it was kept.", lines) from None
    known = taken.rows - taken.new
    print(f"taken in: {file.name}; new: {taken.new}, known: {known}, cases: {taken.cases}")


def list_signals(days: DAYS = 30, csv: CSV = None) -> None:
    """What was seen lately, the newest first; times are UTC."""
    with ledger_at_hand() as ledger, ledger.office.store.reading() as work:
        found = listed(work, ledger.office.clock() - timedelta(days=days))
    if csv is None:
        _print(signal_sheet(found, Words()), f"No signal was seen in {days} days.")
        return
    try:
        write_private(csv, signal_file(found, Words()).content)
    except OSError as error:
        raise give_up(f"{csv} cannot be written: {error.strerror or error}.") from None
    print(f"written: {csv}, {len(found)} signals")


def show_precision(days: DAYS = 365) -> None:
    """How often each kind of signal was right, of those that were judged lately."""
    with ledger_at_hand() as ledger, ledger.office.store.reading() as work:
        found = precision(work, ledger.office.clock() - timedelta(days=days))
    _print(precision_sheet(found, Words()), f"No signal was judged in {days} days.")


def _print(sheet: Sheet, nothing: str) -> None:
    if not sheet.rows:
        print(nothing)
        return
    table = Table(*sheet.header)
    for row in sheet.rows:
        # Brackets in what others wrote are no markup.
        table.add_row(*(Text(shown(str(cell))) for cell in row))
    console = Console(width=None if Console().is_terminal else WIDE)
    console.print(table)
