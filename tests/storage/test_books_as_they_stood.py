"""The books of any past day are those of that day, whatever came after."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from core.domain.exposure import Document, Presence, Status
from core.domain.keeping import Kind
from core.ports.records import RowProblem, SheetRow, Snapshot
from storage.database import Database
from storage.tables.books import documents
from storage.unit_of_work import SqlStore
from tests.builders import BOOKS, NOW, a_bad_row, a_sheet_row, a_snapshot, eur
from tests.storage.bookkeeping import ONE, TWO, take

ALL, A_DAY = 1000, timedelta(days=1)
Shown = dict[str, Document]


def day(number: int) -> datetime:
    return NOW + number * A_DAY


def taken_on(
    store: SqlStore, number: int, *rows: SheetRow | RowProblem, source: str = BOOKS
) -> Snapshot:
    snapshot = a_snapshot(source=source, as_of=day(number), taken_at=day(number))
    take(store, *rows, **{one.name: getattr(snapshot, one.name) for one in fields(snapshot)})
    return snapshot


def shown(store: SqlStore, *snapshots: Snapshot) -> Shown:
    with store.reading() as work:
        pages = list(work.books.ledger_at(snapshots))
    return {doc.document_id: doc for page in pages for doc in page.documents}


def dice_rows(dice: random.Random) -> list[SheetRow]:
    return [
        a_sheet_row(
            document_id=str(number),
            customer_ref=f"K{dice.choice([1, 1, 1, 2])}",
            status=dice.choice([Status.OPEN, Status.OPEN, Status.CLOSED]),
            open=eur(dice.choice(["1", "1", "2"])),
        )
        for number in range(6)
        if dice.random() < 0.7
    ]


def next_books(before: Mapping[str, Document], rows: list[SheetRow]) -> Shown:
    """As they have to look: told, or missing for the first time."""
    told = {row.document.document_id: row.document for row in rows}
    missing = {
        key: replace(doc, presence=Presence.MISSING)
        for key, doc in before.items()
        if key not in told and doc.presence is Presence.PRESENT
    }
    return missing | {key: doc for key, doc in told.items() if doc.status is not Status.CLOSED}


@pytest.mark.parametrize("seed", range(4))
def test_every_snapshot_shows_what_it_showed(store: SqlStore, seed: int) -> None:
    dice, books, past = random.Random(seed), Shown(), list[tuple[Snapshot, Shown]]()
    for number in range(12):
        rows = dice_rows(dice)
        books = next_books(books, rows)
        past.append((taken_on(store, number, *rows), books))
        with store.reading() as work:
            found = {d.document_id: d for page in work.books.ledger() for d in page.documents}
        assert found == books
    for snapshot, expected in past:
        assert shown(store, snapshot) == expected
    (first, was), (last, now) = past[3], past[-1]
    with store.reading() as work:
        pairs = list(work.books.differences(first, last))
    told = {doc.document_id: pair[:2] for pair in pairs if (doc := pair[0] or pair[1])}
    assert told.keys() >= {key for key in was | now if was.get(key) != now.get(key)}
    assert told == {key: (was.get(key), now.get(key)) for key in told}


def test_of_each_source_the_newest_before_a_moment_counts(store: SqlStore) -> None:
    first, later = taken_on(store, 1, ONE), taken_on(store, 3, TWO)
    other = taken_on(store, 2, a_sheet_row(source="other"), source="other")
    with store.reading() as work:
        found = [
            [one.snapshot_id for one in work.books.newest_before(day(number))]
            for number in (1, 2, 3, 4)
        ]
        now = work.books.current(BOOKS)
        assert now is not None
        before = work.books.previous(now)
        assert before is not None
        assert (before.snapshot_id, work.books.previous(before)) == (first.snapshot_id, None)
    a, b, c = first.snapshot_id, later.snapshot_id, other.snapshot_id
    assert found == [[], [a], [a, c], [b, c]]


def test_a_document_may_be_closed_or_gone_or_never_have_been_there(store: SqlStore) -> None:
    first = taken_on(store, 1, ONE, TWO)
    closed = a_sheet_row(document_id="2", status=Status.CLOSED)
    never = a_sheet_row(document_id="4", status=Status.CLOSED)
    taken_on(store, 2, closed, a_sheet_row(document_id="3"), never)
    last = taken_on(store, 3, closed, a_sheet_row(document_id="3"), never)
    with store.reading() as work:
        pairs = list(work.books.differences(first, last))
        anew = list(work.books.differences(None, first))
    assert [(bool(was), bool(now), over) for was, now, over in pairs] == [
        (True, False, False),
        (True, False, True),
        (False, True, False),
    ]
    assert [(was, now) for was, now, _ in anew] == [(None, ONE.document), (None, TWO.document)]


# Nothing is kept for ever


def test_what_was_kept_long_enough_goes_and_all_that_is_younger_stays(
    store: SqlStore, desk: Database
) -> None:
    closed = a_sheet_row(document_id="2", status=Status.CLOSED)
    for number, rows in enumerate(([ONE, TWO], [ONE, closed], [ONE], [a_sheet_row(open=eur("1"))])):
        taken_on(store, number, *rows)
    young = taken_on(store, 4, a_sheet_row(open=eur("1")), a_bad_row())
    with store() as work:
        assert work.keeping.due(Kind.BOOKS, day(0)) == 0
        due = work.keeping.due(Kind.BOOKS, day(4))
        assert work.keeping.clear(Kind.BOOKS, day(4), 2) == 2, "a few at a time"
        assert work.keeping.clear(Kind.BOOKS, day(4), ALL) == due - 2
        assert work.keeping.due(Kind.BOOKS, day(4)) == 0
        assert work.books.newest_before(day(4)) == []
        assert [one.as_of for one in work.books.newest_before(day(9))] == [day(4)]
        work.commit()
    assert shown(store, young) == {"1": a_sheet_row(open=eur("1")).document}
    with desk.reading() as connection:
        left = connection.execute(select(documents.c.document_id, documents.c.since)).all()
    assert left == [("1", 4)]


def test_books_that_nobody_renewed_stay_whole(store: SqlStore) -> None:
    old = taken_on(store, 0, ONE, TWO)
    with store() as work:
        assert work.keeping.clear(Kind.BOOKS, day(9000), ALL) == 0
        assert len(next(work.books.ledger()).documents) == 2
    assert set(shown(store, old)) == {"1", "2"}
