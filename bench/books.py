"""100,000 receivables, twice, beside csv.DictReader, and how long a vote waits meanwhile."""

from __future__ import annotations

import csv
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bench.measuring import compare, say, seconds, shown
from bot.cli.demo import Demo
from clients.receivables_csv import CsvSheet
from core.domain.events import Route
from core.ports.office import Office
from core.ports.store import Store, Work
from core.usecases import receivables
from sandbox.data.large import large_receivables

ROWS = 100_000
# All of it is new, then a tenth is gone and the rest has changed.
FILES = (("new", ROWS), ("again, a tenth gone", ROWS * 9 // 10))
BETWEEN_VOTES = 0.005


@dataclass(slots=True)
class Waits:
    """How long writers of one row waited for their turn and their commit."""

    longest: float = 0.0
    total: float = 0.0
    count: int = 0

    def add(self, took: float) -> None:
        self.longest = max(self.longest, took)
        self.total += took
        self.count += 1

    def __str__(self) -> str:
        return f"mean {shown(self.total / self.count)}, longest {shown(self.longest)}"


def measure(demo: Demo, folder: Path) -> None:
    office = demo.desk.ledger.office
    for seed, (what, rows) in enumerate(FILES):
        file = folder / f"large-{seed}.csv"
        as_of = office.clock() - timedelta(minutes=len(FILES) - seed)
        large_receivables(file, rows, seed, as_of=as_of)
        held = Waits()
        watched = replace(office, store=Watched(office.store, held))
        with _voting(office) as waits:
            ours = seconds(lambda file=file, office=watched: _take_in(file, demo, office))  # type: ignore[misc]
        theirs = seconds(lambda file=file: _read(file))  # type: ignore[misc]
        compare(f"{rows:,} rows taken in ({what})", ours, "csv.DictReader", theirs)
        say("  the import holds the write lock", str(held))
        say("  a vote meanwhile", str(waits))


@dataclass(frozen=True, slots=True)
class Watched:
    """A store that notes how long its transactions hold the write lock."""

    store: Store
    held: Waits

    @contextmanager
    def __call__(self) -> Iterator[Work]:
        with self.store() as work:
            begun = time.perf_counter()
            yield work
            self.held.add(time.perf_counter() - begun)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        with self.store.reading() as work:
            yield work


def _take_in(file: Path, demo: Demo, office: Office) -> None:
    sheet = CsvSheet(file, demo.desk.settings.time_zone)
    receivables.take_in(sheet, office=office, route=Route.CLI)


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
            waits.add(time.perf_counter() - begun)

    voter = threading.Thread(target=vote, name="voter")
    voter.start()
    try:
        yield waits
    finally:
        over.set()
        voter.join()
