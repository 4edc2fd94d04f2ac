"""Jobs a second of the engine, beside the two raw commits that a job cannot do without."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from bench.commits import raw_table
from bench.measuring import compare, seconds
from bot.wiring import machine_clock
from core.ports.engine import Delivery, Job
from storage.engines import engine_of
from storage.opening import open_ready
from storage.unit_of_work import SqlStore

JOBS, LANES = 2000, 50


def measure(folder: Path) -> None:
    ours = _carried_out(folder) / JOBS
    with raw_table(folder) as connection:
        raw = seconds(lambda: _raw(connection)) / JOBS
    compare(f"a job, of {JOBS} in {LANES} lanes", ours, "raw INSERT and UPDATE", raw)


def _carried_out(folder: Path) -> float:
    """From the first job written to the last one done."""
    database = open_ready(f"sqlite:///{folder / 'jobs.db'}")
    engine = engine_of(database, machine_clock, lambda delivery, why: None)
    store, done = SqlStore(database, engine.wake), list[int]()

    def handle(delivery: Delivery) -> None:
        done.append(1)

    engine.handler("measured", handle, max_attempts=1, timeout=30)
    engine.start()
    begun = time.perf_counter()
    for number in range(JOBS):
        with store() as work:
            work.jobs.enqueue(Job("measured", f"{number}", lane=f"lane {number % LANES}"))
            work.commit()
    while len(done) < JOBS:
        time.sleep(0.001)
    took = time.perf_counter() - begun
    engine.stop()
    database.close()
    return took


def _raw(connection: sqlite3.Connection) -> None:
    for number in range(JOBS):
        connection.execute("INSERT INTO things (said) VALUES ('ready')")
        connection.execute("UPDATE things SET said = 'done' WHERE id = ?", (number,))
