"""A file of 100,000 receivables, beside csv.DictReader, and how long a vote waits meanwhile."""

from __future__ import annotations

import csv
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measuring import compare, say, seconds, shown
from bot.cli.demo import Demo
from clients.receivables_csv import CsvSheet
from core.domain.events import Route
from core.ports.office import Office
from core.usecases import receivables
from sandbox.data.large import large_receivables

ROWS = 100_000
CHUNKS = (500, 2000)
BETWEEN_VOTES = 0.005


@dataclass(slots=True)
class Waits:
    """How long writers of one row waited for their turn and their commit."""

    longest: float = 0.0
    total: float = 0.0
    count: int = 0


def measure(demo: Demo, folder: Path) -> None:
    office = demo.desk.ledger.office
    kept = receivables.CHUNK
    for seed, chunk in enumerate(CHUNKS):
        file = folder / f"large-{chunk}.csv"
        large_receivables(file, ROWS, seed, as_of=office.clock())
        receivables.CHUNK = chunk
        with _voting(office) as waits:
            ours = seconds(lambda file=file: _take_in(file, demo))  # type: ignore[misc]
        what = f"{ROWS:,} rows taken in, {chunk} a transaction"
        compare(what, ours, "csv.DictReader", seconds(lambda file=file: _read(file)))  # type: ignore[misc]
        say("  a vote meanwhile", f"mean {shown(waits.total / waits.count)}, "
            f"longest {shown(waits.longest)}")  # fmt: skip
    receivables.CHUNK = kept


def _take_in(file: Path, demo: Demo) -> None:
    sheet = CsvSheet(file, demo.desk.settings.time_zone)
    receivables.take_in(sheet, office=demo.desk.ledger.office, route=Route.CLI)


def _read(file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        for _ in csv.DictReader(opened):
            pass


@contextmanager
def _voting(office: Office) -> Iterator[Waits]:
    """Somebody commits one row every few milliseconds, as voters would."""
    over, waits = threading.Event(), Waits()

    def vote() -> None:
        while not over.wait(BETWEEN_VOTES):
            begun = time.perf_counter()
            with office.store() as work:
                work.desk.put("measured", str(waits.count))
                work.commit()
            took = time.perf_counter() - begun
            waits.longest = max(waits.longest, took)
            waits.total += took
            waits.count += 1

    voter = threading.Thread(target=vote, name="voter")
    voter.start()
    try:
        yield waits
    finally:
        over.set()
        voter.join()
