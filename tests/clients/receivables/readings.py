"""A reading from its beginning to its end, and what it should have brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from clients.csv_file import Record
from clients.receivables_rows import sheet_row
from core.domain.exposure import Status
from core.ports.receivables import Page, Receivables, Row
from core.ports.records import SheetRow
from tests.clients.receivables.bench import Bench

MOST_PAGES = 1000
Rows = dict[str, SheetRow]


def pages(books: Receivables, place: str) -> Iterator[Page]:
    """All there are from this place on. A reading that does not end fails."""
    for _ in range(MOST_PAGES):
        if not place:
            return
        page = books.page(place)
        yield page
        place = page.next
    raise AssertionError("the reading does not end")


def whole(books: Receivables, now: datetime) -> tuple[list[Row], str]:
    """The rows of a first reading, and the mark at its end."""
    start = books.begin("", now)
    assert start.whole and start.place
    found = list(pages(books, start.place))
    return [row for page in found for row in page.rows], found[-1].mark


def judged(rows: Iterable[Row]) -> Rows:
    """What is made of them in the end, by their ids; of two the later counts."""
    found = (sheet_row(Record(0, row, len(row), len(row))) for row in rows)
    return {row.document.document_id: row for row in found}


def told(bench: Bench, truths: Iterable[SheetRow]) -> Rows:
    """The same, as these books have it."""
    found = (row for truth in truths if (row := bench.told(truth)) is not None)
    return {row.document.document_id: row for row in found}


def differences(found: Rows, expected: Rows) -> list[tuple[SheetRow | None, SheetRow | None]]:
    """Found and expected, where they are not the same. What ended need not come."""
    ids = sorted({*found, *expected})
    pairs = [(found.get(id), expected.get(id)) for id in ids]
    return [(a, b) for a, b in pairs if a != b and not (a is None and has_ended(b))]


def has_ended(row: SheetRow | None) -> bool:
    return row is not None and row.document.status is Status.CLOSED


def by_id(truths: Sequence[SheetRow], id: str) -> SheetRow:
    return next(one for one in truths if one.document.document_id == id)
