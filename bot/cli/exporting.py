"""python -m bot export: what people in Slack see, as files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.private import write_private
from bot.cli.terminal import give_up, ledger_at_hand
from bot.wiring import Ledger
from handlers.messages.spreadsheets import File, overdue_file
from handlers.messages.text import Words


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


def overdue(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="Where to write it")],
    format: Annotated[Format, typer.Option("--format", help="csv or xlsx")] = Format.XLSX,
    matching: Annotated[str, typer.Option(help="Only names that contain this")] = "",
) -> None:
    """Write every overdue customer, worst first, with what is owed by currency and age."""
    with ledger_at_hand() as ledger:
        written, count = _overdue(ledger, format.value, matching)
    try:
        write_private(file, written.content)
    except OSError as error:
        raise give_up(f"{file} cannot be written: {error.strerror or error}.") from None
    print(f"written: {file}, {count} overdue customers")


def _overdue(ledger: Ledger, ending: str, matching: str) -> tuple[File, int]:
    from core.usecases.exports import with_paying
    from core.usecases.overdue import read_overview

    with ledger.office.store.reading() as work:
        found = read_overview(work, office=ledger.office, matching=matching)
    found = with_paying(found, office=ledger.office)
    return overdue_file(found.rows, found.on, ending, Words()), len(found.rows)
