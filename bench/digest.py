"""The digest of a whole portfolio with the worst 200 customers by age, beside one bare SQL sum over
the same documents; DuckDB over the same rows is printed only."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from sqlalchemy import text

from bench.made import sets
from bench.made.filling import NOW, office_on
from bench.measuring import Figure, Must, say, seconds, shown, usual
from core.ports.office import Office
from core.usecases import digests
from handlers.messages.digest import digest
from handlers.messages.text import Words
from storage.database import Database, open_database

WORST, RUNS = 200, 5
SAID = Must(most=1.0, ratio=3.0)
SUMMED = """
    sum(CASE WHEN due >= :day THEN left_ ELSE 0 END) AS not_due,
    sum(CASE WHEN due < :day AND due >= :d30 THEN left_ ELSE 0 END) AS d30,
    sum(CASE WHEN due < :d30 AND due >= :d60 THEN left_ ELSE 0 END) AS d60,
    sum(CASE WHEN due < :d60 AND due >= :d90 THEN left_ ELSE 0 END) AS d90,
    sum(CASE WHEN due < :d90 THEN left_ ELSE 0 END) AS older"""
DAYS = {"day": "2026-10-12", "d30": "2026-09-12", "d60": "2026-08-13", "d90": "2026-07-14"}
ROWS = """
    SELECT d.customer_ref, d.currency, d.due, d.open_minor - d.disputed_minor AS left_
    FROM documents d JOIN snapshots s ON s.source = d.source AND s.state = 'current'
        AND d.since <= s.number AND (d.until IS NULL OR d.until > s.number)
    WHERE d.kind = 'invoice' AND d.category = 'cloud' AND d.presence = 'present'
        AND d.status IN ('open', 'partially_paid', 'disputed', 'on_hold')"""
BARE = f"""
    SELECT customer_ref, currency, {SUMMED} FROM ({ROWS}) AS rows_
    GROUP BY customer_ref, currency ORDER BY min(due) LIMIT {WORST}"""  # noqa: S608


def measure(folder: Path) -> Iterator[Figure]:
    for made in sets.every():
        with closing(open_database(made.url)) as database:
            ours = usual(_posting(office_on(database)), RUNS)
            bare = usual(_bare(database), RUNS)
            if made.documents == max(sets.SIZES) and made.database == sets.SQLITE:
                _duckdb(database, folder)
        what = f"digest with the worst {WORST} customers by age"
        yield Figure(what, ours, "s", SAID, "bare SQL sum", bare, made.documents, made.database)


def _posting(office: Office) -> Callable[[], object]:
    """Everything that is done before it is posted."""
    with office.store.reading() as work:
        (slot,) = work.schedules.queued()
    words = Words(today=office.today(NOW))

    def draw() -> object:
        view = digests.view(slot.schedule_id, slot.slot, office=office)
        worst = [row.exposure.buckets() for row in islice(view.overview.rows, WORST)]
        return digest(view, words), worst

    return draw


def _bare(database: Database) -> Callable[[], object]:
    def add() -> object:
        with database.reading() as connection:
            return connection.execute(text(BARE), DAYS).all()

    return add


def _duckdb(database: Database, folder: Path) -> None:
    if find_spec("duckdb") is None:
        say("  DuckDB over the same rows", "not run: duckdb is not installed")
        return
    import duckdb

    file = folder / "documents.csv"
    with database.reading() as connection, file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(("customer_ref", "currency", "due", "left_"))
        writer.writerows(connection.execute(text(ROWS)))
    with closing(duckdb.connect()) as connection:
        connection.execute(f"CREATE TABLE rows_ AS FROM read_csv('{file}')")
        days = SUMMED
        for name, day in DAYS.items():
            days = days.replace(f":{name}", f"DATE '{day}'")
        query = f"SELECT customer_ref, currency, {days} FROM rows_ GROUP BY 1, 2 ORDER BY min(due) LIMIT {WORST}"  # noqa: E501, S608
        took = seconds(lambda: connection.execute(query).fetchall())
    say("  DuckDB over the same rows", shown(took))
