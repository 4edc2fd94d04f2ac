"""What nobody needs any more goes, in chunks; one import of a source at a time, and what it did
before it was cut off is undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Row, func, select

from core.domain.errors import LostRace
from core.domain.exposure import Status
from core.domain.release import Found
from core.ports.records import Snapshot
from core.usecases.carrying_over import CUT_OFF, KEPT, Versions, begin, carry_over, discard
from storage.database import Database
from storage.tables.books import bad_rows, documents, snapshots
from storage.unit_of_work import SqlStore
from tests.builders import NOW, a_bad_row, a_sheet_row, a_snapshot, eur
from tests.storage.bookkeeping import ONE, TWO, load, sighted, take, write

CLOSED = a_sheet_row(status=Status.CLOSED)


def test_what_was_cut_off_is_undone_once_nobody_can_be_loading_it(
    desk: Database, store: SqlStore
) -> None:
    take(store, ONE, TWO)
    before = versions(desk)
    cut_off, same = write(store, a_sheet_row(open=eur("1")), a_sheet_row(document_id="3"))
    carry_over(cut_off, same, store=store)
    assert len(versions(desk)) == len(before) + 3
    for late, found in ((0, 1), (1, 0)):
        at = NOW + CUT_OFF + timedelta(seconds=late)
        begin(a_snapshot(source="other", taken_at=at), store=store)
        assert count(desk, cut_off) == found
    assert versions(desk) == before
    assert sighted(store) is Found.PRESENT


def test_an_import_that_began_later_takes_the_place_of_one_that_is_not_through(
    desk: Database, store: SqlStore
) -> None:
    take(store, ONE, TWO)
    slow, same = write(store, CLOSED)
    carried = carry_over(slow, same, store=store)
    assert take(store, ONE, TWO) == 0
    with store() as work:
        with pytest.raises(LostRace):
            work.books.write(slow.snapshot_id, [TWO])
        with pytest.raises(LostRace):
            work.books.make_current(replace(slow, state="current"), carried.previous)
    assert [row.since for row in versions(desk)] == [1, 1]
    assert sighted(store) is sighted(store, "2") is Found.PRESENT


def test_who_was_overtaken_undoes_nothing_of_the_other(store: SqlStore) -> None:
    take(store, ONE)
    slow = load(store, CLOSED)
    fast, same = write(store, TWO)
    discard(slow.snapshot_id, store=store)
    carried = carry_over(fast, same, store=store)
    with store() as work:
        work.books.make_current(replace(fast, state="current"), carried.previous)
        work.commit()
    assert (sighted(store), sighted(store, "2")) == (Found.MISSING, Found.PRESENT)


def test_what_stands_as_it_was_is_written_once(desk: Database, store: SqlStore) -> None:
    for _ in range(3):
        take(store, ONE, TWO, a_sheet_row(document_id="3"))
    assert [(row.since, row.until) for row in versions(desk)] == [(1, None)] * 3


def test_each_look_of_a_document_is_kept_with_the_snapshots_that_show_it(
    desk: Database, store: SqlStore
) -> None:
    for rows in ([ONE], [a_sheet_row(open=eur("1"))], [], [], [CLOSED], [CLOSED], [ONE]):
        take(store, *rows)
    assert [(row.since, row.until, row.presence, row.status) for row in versions(desk)] == [
        (1, 2, "present", "open"),
        (2, 3, "present", "open"),
        (3, 4, "missing", "open"),
        (4, 5, "vanished", "open"),
        (5, 7, "present", "closed"),
        (7, None, "present", "open"),
    ]


def test_of_a_document_that_is_told_twice_the_later_row_counts(
    desk: Database, store: SqlStore
) -> None:
    snapshot = load(store, ONE)
    with store() as work:
        work.books.write(
            snapshot.snapshot_id, [a_sheet_row(open=eur("1")), a_sheet_row(open=eur("2"))]
        )
        work.books.make_current(replace(snapshot, state="current"), None)
        work.commit()
    assert [row.open_minor for row in versions(desk)] == [200]


def test_what_is_closed_and_open_again_was_paid_back(store: SqlStore) -> None:
    take(store, CLOSED, TWO)
    snapshot = load(store, ONE, a_sheet_row(document_id="3"))
    with store.reading() as work:
        assert [doc.document_id for doc in work.books.reopened(snapshot.snapshot_id)] == ["1"]


def test_the_bad_rows_of_the_newest_past_books_stay_and_those_before_go(
    desk: Database, store: SqlStore
) -> None:
    taken = [a_snapshot() for _ in range(KEPT + 3)]
    for snapshot in taken:
        take(store, ONE, a_bad_row(), snapshot_id=snapshot.snapshot_id, sha256=snapshot.sha256)
    assert [count(desk, one) for one in taken] == [1] * 2 + [2] * (KEPT + 1)
    with store.reading() as work:
        assert work.books.taken(taken[0].sha256) is not None


def test_ids_are_remembered_a_bit_each() -> None:
    some = Versions()
    some.add([1, 8, 70_000])
    assert [one for one in (0, 1, 7, 8, 9, 69_999, 70_000, 70_001, 10**9) if one in some] == [
        *(1, 8, 70_000)
    ]
    assert len(some.bits) < 20_000


def versions(desk: Database) -> list[Row[Any]]:
    with desk.reading() as connection:
        found = select(documents).order_by(documents.c.since, documents.c.document_id)
        return list(connection.execute(found))


def count(desk: Database, snapshot: Snapshot) -> int:
    """The snapshot itself and its bad rows."""
    with desk.reading() as connection:
        return sum(
            connection.scalar(
                select(func.count()).where(table.c.snapshot_id == snapshot.snapshot_id)
            )
            or 0
            for table in (snapshots, bad_rows)
        )
