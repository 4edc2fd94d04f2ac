"""A policy run over the whole portfolio in a process of its own, whose peak of memory is told,
beside a plain loop that only adds up the same documents."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from bench.digest import ROWS
from bench.made import sets
from bench.made.filling import office_on
from bench.measuring import Figure, Must, held_at_most
from core.domain.collecting import Mode
from core.usecases.collecting import Collector
from handlers.messages.letters import Letters
from storage.database import Database, open_database

WITHIN, HELD = Must(most=30.0), Must(most=512.0)
AT_ONCE = 2000


def measure(folder: Path) -> Iterator[Figure]:
    for made in sets.every():
        with sets.copied(made, folder) as url:
            run = [sys.executable, "-m", "bench.policy_run", url]
            done = subprocess.run(run, check=True, capture_output=True, text=True)
            took, peak, loop = map(float, done.stdout.split())
        what, where = "policy run over everybody", (made.documents, made.database)
        yield Figure(what, took, "s", WITHIN, "a loop that only sums", loop, *where)
        yield Figure(f"{what}, memory", peak, "MB", HELD, "", None, *where)


def _run(url: str) -> None:
    with closing(open_database(url)) as database:
        collector = Collector(office_on(database), Letters(), Mode.ON)
        gc.freeze()
        begun = time.perf_counter()
        collector.collect()
        took = time.perf_counter() - begun
        peak = held_at_most()
        print(took, peak, _loop(database))


def _loop(database: Database) -> float:
    begun, sums = time.perf_counter(), dict[str, int]()
    with database.reading() as connection:
        found = text(ROWS).execution_options(yield_per=AT_ONCE)
        for _, code, _, left in connection.execute(found):
            sums[code] = sums.get(code, 0) + left
    return time.perf_counter() - begun


if __name__ == "__main__":
    _run(sys.argv[1])
