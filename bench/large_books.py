"""A million receivables, then again with one in a hundred changed, beside the database's own bulk
load of the same file. Each import has a process of its own, whose peak of memory is told.

BENCH_ROWS and BENCH_RUNS say how many; BENCH_DATABASE_URL names an empty PostgreSQL database."""

from __future__ import annotations

import csv
import gc
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import text

from bench.measuring import say, shown
from clients.receivables_csv import CsvSheet
from core.domain.calendar import Place
from core.domain.events import Route
from core.domain.policy_file import read_policy
from core.ports.office import Office
from core.usecases import policies
from core.usecases.receivables import take_in
from sandbox.data.large import AS_OF, large_rows
from sandbox.data.receivables import Row, instant_text, write_rows
from storage.database import open_database
from storage.database_postgres import PostgresDatabase
from storage.schema import migrate
from storage.unit_of_work import SqlStore

ROWS, RUNS = int(os.environ.get("BENCH_ROWS", "1000000")), int(os.environ.get("BENCH_RUNS", "3"))
POSTGRES = os.environ.get("BENCH_DATABASE_URL", "")
POLICY = Path(__file__).parent.parent / "bot" / "policy.toml"
A_DAY = timedelta(days=1)
Loaded = dict[str, list[float]]


def measure(folder: Path) -> None:
    files = {"all of it new": folder / "first.csv", "1 % changed": folder / "second.csv"}
    for day, file in enumerate(files.values()):
        write_rows(file, _rows(AS_OF + day * A_DAY, changed=day > 0))
    for name in ("SQLite", "PostgreSQL") if POSTGRES else ("SQLite",):
        took: Loaded = {}
        for run in range(RUNS):
            url = POSTGRES if name == "PostgreSQL" else f"sqlite:///{folder}/desk-{run}.db"
            _empty(url)
            for what, file in files.items():
                taken = [float(one) for one in _apart(url, file).split()]
                took.setdefault(what, []).append(taken[0])
                took.setdefault("peak", []).append(taken[1])
            took.setdefault("bulk", []).append(_bulk(url, files["all of it new"]))
        bulk = median(took["bulk"])
        for what in files:
            ours = median(took[what])
            told = f"{shown(ours)}; bulk load {shown(bulk)}; ratio {ours / bulk:.1f}"
            say(f"{ROWS:,} rows on {name}, {what}", told)
        say("  peak of memory", f"{max(took['peak']):.0f} MB")


def _rows(as_of: datetime, *, changed: bool) -> Iterator[Row]:
    for number, row in enumerate(large_rows(ROWS, 1, as_of=AS_OF)):
        row = row | {"as_of": instant_text(as_of)}
        if changed and number % 100 == 0:
            row = row | {"total_amount": "77", "open_amount": "77"}
        yield row


def _empty(url: str) -> None:
    database = open_database(url)
    if isinstance(database, PostgresDatabase):
        with database.bookkeeping() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
            connection.commit()
    migrate(database)
    database.close()


def _apart(url: str, file: Path) -> str:
    """Seconds and megabytes of an import in another process."""
    command = [sys.executable, "-m", "bench.large_books", url, str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout


def _import(url: str, file: Path) -> None:
    database = open_database(url)
    now = AS_OF + 2 * A_DAY
    office = Office(
        SqlStore(database), lambda: now.astimezone(UTC), Place("DE", "Europe/Berlin"), lambda: ""
    )
    policies.begin(lambda: read_policy(POLICY.read_text(encoding="utf-8")), office=office)
    # As at the terminal.
    gc.freeze()
    begun = time.perf_counter()
    take_in(CsvSheet(file, "Europe/Berlin"), office=office, route=Route.CLI)
    took = time.perf_counter() - begun
    database.close()
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


# The yardstick: texts as they stand in the file, one table, no index, one transaction


def _bulk(url: str, file: Path) -> float:
    load: Callable[[str, Path], None] = _copy if url == POSTGRES else _fill
    begun = time.perf_counter()
    load(url, file)
    return time.perf_counter() - begun


def _columns(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as opened:
        return next(csv.reader(opened))


def _copy(url: str, file: Path) -> None:
    database = open_database(url)
    assert isinstance(database, PostgresDatabase)
    with database.bookkeeping() as connection:
        columns = ", ".join(f"{name} text" for name in _columns(file))
        connection.execute(text(f"CREATE TABLE yardstick ({columns})"))
        driver = connection.connection.driver_connection
        assert driver is not None
        with (
            driver.cursor() as cursor,
            cursor.copy("COPY yardstick FROM STDIN (FORMAT csv)") as copy,
        ):
            copy.write(file.read_bytes())
        connection.commit()
    database.close()


def _fill(url: str, file: Path) -> None:
    names = _columns(file)
    connection = sqlite3.connect(f"{url.removeprefix('sqlite:///')}.yardstick")
    connection.execute(f"CREATE TABLE yardstick ({', '.join(names)})")
    marks = ", ".join("?" * len(names))
    with file.open(encoding="utf-8", newline="") as opened, connection:
        connection.executemany(f"INSERT INTO yardstick VALUES ({marks})", csv.reader(opened))  # noqa: S608
    connection.close()


if __name__ == "__main__":
    _import(sys.argv[1], Path(sys.argv[2]))
