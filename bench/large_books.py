"""A million receivables, then again with one in a hundred changed, beside the database's own bulk
load of the same file. Each import has a process of its own, whose peak of memory is told.

BENCH_ROWS names how many, BENCH_RUNS how often, and BENCH_ON the databases; commas stand between
several."""

from __future__ import annotations

import csv
import gc
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import text

from bench.measuring import Figure, Must, held_at_most
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
from tests import postgres

SIZES = [int(one) for one in os.environ.get("BENCH_ROWS", "10000,100000,1000000").split(",")]
RUNS = int(os.environ.get("BENCH_RUNS", "3"))
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
DATABASES = os.environ.get("BENCH_ON", f"{SQLITE},{POSTGRESQL}").split(",")
POLICY = Path(__file__).parent.parent / "bot" / "policy.toml"
A_DAY = timedelta(days=1)
# Of a million rows; fewer have to take less.
MUST, HEAVY = Must(most=60), Must(most=300)
FIRST, SECOND = "books of which all is new", "books of which 1 % changed"
Loaded = dict[str, list[float]]


def measure(folder: Path) -> Iterator[Figure]:
    with ExitStack() as stack:
        urls = {SQLITE: f"sqlite:///{folder / 'desk.db'}"}
        if POSTGRESQL in DATABASES:
            urls[POSTGRESQL] = stack.enter_context(postgres.running(off=())).empty()
        yield from _sizes(folder, {name: urls[name] for name in DATABASES})


def _sizes(folder: Path, urls: Mapping[str, str]) -> Iterator[Figure]:
    for size in SIZES:
        files = {what: folder / f"{day}.csv" for day, what in enumerate((FIRST, SECOND))}
        for day, file in enumerate(files.values()):
            write_rows(file, _rows(size, AS_OF + day * A_DAY, changed=day > 0))
        for name, url in urls.items():
            yield from _figures(_loaded(folder, url, files), size, name)


def _loaded(folder: Path, url: str, files: Mapping[str, Path]) -> Loaded:
    took: Loaded = {what: [] for what in (*files, "peak", "bulk")}
    for _ in range(RUNS):
        for old in folder.glob("desk.db*"):
            old.unlink()
        _empty(url)
        for what, books in files.items():
            seconds, peak = map(float, _apart(url, books).split())
            took[what].append(seconds)
            took["peak"].append(peak)
        took["bulk"].append(_bulk(url, files[FIRST]))
    return took


def _figures(took: Loaded, size: int, name: str) -> Iterator[Figure]:
    bulk = median(took["bulk"])
    for what in (FIRST, SECOND):
        ours = median(took[what])
        yield Figure(f"import, {what}", ours, "s", MUST, "bare bulk load", bulk, size, name)
    yield Figure("import, peak of memory", max(took["peak"]), "MB", HEAVY, size=size, database=name)


def _rows(size: int, as_of: datetime, *, changed: bool) -> Iterator[Row]:
    for number, row in enumerate(large_rows(size, 1, as_of=AS_OF)):
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
    print(took, held_at_most())


# The yardstick: texts as they stand in the file, one table, no index, one transaction


def _bulk(url: str, file: Path) -> float:
    load = _copy if url.startswith("postgresql") else _fill
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
