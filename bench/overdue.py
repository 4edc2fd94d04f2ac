"""/overdue over 5,000 customers, beside one plain read of the same rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bench.measuring import compare, usual
from bot.cli.demo import Demo
from clients.receivables_csv import CsvSheet
from core.domain.events import Route
from core.domain.people import AccountKey
from core.usecases import overdue, receivables
from handlers.messages.overdue import overdue_card
from handlers.messages.text import Words
from sandbox.data.large import large_receivables
from sandbox.slack.people import TEAM_ID

# The made-up books have twelve documents for each customer.
ROWS = 60_000
AGENT = AccountKey(TEAM_ID, "U0LEE")


def measure(demo: Demo, folder: Path) -> None:
    office = demo.desk.ledger.office
    file = folder / "five-thousand.csv"
    large_receivables(file, ROWS, 7, as_of=office.clock())
    sheet = CsvSheet(file, demo.desk.settings.time_zone)
    receivables.take_in(sheet, office=office, route=Route.CLI, drop=receivables.Drop.ACCEPT)
    words = Words()
    ours = usual(lambda: overdue_card(overdue.overview(AGENT, office=office), words))
    with closing(sqlite3.connect(folder / "demo.db")) as connection:
        read = "SELECT * FROM documents ORDER BY rowid DESC LIMIT ?"
        plain = usual(lambda: connection.execute(read, (ROWS,)).fetchall())
    compare("/overdue over 5,000 customers", ours, "fetching their rows", plain)
