"""python -m bot report: what the fraud desk did, and what it was worth."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.private import write_private
from bot.cli.terminal import give_up, ledger_at_hand, shown
from core.domain.case_sums import Report
from core.domain.errors import Refusal
from core.usecases import reports
from handlers.messages.blocks import Message
from handlers.messages.refusals import refused
from handlers.messages.report_lines import report_message
from handlers.messages.report_table import report_csv, report_values
from handlers.messages.text import Words

FROM = Annotated[str, typer.Option("--from", help="The first day; without it 30 days ago")]
TO = Annotated[str, typer.Option("--to", help="The last day; without it today")]
AS_JSON = Annotated[bool, typer.Option("--json", help="As JSON, money as text by currency")]
CSV = Annotated[str, typer.Option("--csv", help="Write a CSV file as well")]


def fraud(first: FROM = "", last: TO = "", as_json: AS_JSON = False, csv: CSV = "") -> None:
    """Cases, times, losses, containments, signals and pages, each with its definition."""
    with ledger_at_hand() as ledger:
        try:
            begins, ends = reports.stretch(first, last, office=ledger.office)
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
        with ledger.office.store.reading() as work:
            report = reports.read(work, begins, ends)
        words = Words(zone=ledger.settings.time_zone)
    if csv:
        _write(Path(csv), report)
    if as_json:
        print(json.dumps(report_values(report), indent=2))
    else:
        print("\n".join(_lines(report_message(report, words))))


def _write(file: Path, report: Report) -> None:
    try:
        write_private(file, report_csv(report))
    except OSError as error:
        raise give_up(f"{file} cannot be written: {error.strerror or error}.") from None


def _lines(message: Message) -> list[str]:
    """The message as a terminal shows it: a blank line between its parts, no stars."""
    said = json.loads(json.dumps(message.blocks))
    texts = [block.get("text") or block["elements"][0] for block in said]
    return [re.sub(r"\*([^*]+)\*", r"\1", shown(one["text"])) + "\n" for one in texts]
