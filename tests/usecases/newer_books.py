"""Newer books for a desk at rest: taken in as a file, with what happened meanwhile."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from clients.receivables_csv import CsvSheet
from core.domain.events import Route
from core.usecases.receivables import Drop, Taken, take_in
from sandbox.data.receivables import Change, receivables, write_rows
from tests.office import Desk

# Contoso's documents that are late on the first day.
LATE = ("INV-20418", "INV-20466", "INV-20507")


def books(desk: Desk, *changes: Change) -> Taken:
    """The books of five minutes ago."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "books.csv"
        write_rows(file, receivables(as_of=desk.now - timedelta(minutes=5), changes=changes))
        sheet = CsvSheet(file, "Europe/Berlin")
        return take_in(sheet, office=desk.office, route=Route.CLI, drop=Drop.ACCEPT)
