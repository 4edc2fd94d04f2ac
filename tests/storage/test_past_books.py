"""What nobody needs any more goes, in chunks: cut-off imports, past rows, endings overtaken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.domain.errors import LostRace
from core.domain.exposure import Status
from core.domain.release import Found
from core.ports.records import Snapshot
from core.usecases.carrying_over import CUT_OFF, KEPT, carry_over, sweep
from storage.database import Database
from storage.tables.all import metadata
from storage.unit_of_work import SqlStore
from tests.builders import NOW, a_bad_row, a_sheet_row, a_snapshot
from tests.storage.bookkeeping import ONE, TWO, load, sighted, take

WITH_ROWS = ("documents", "bad_rows", "endings", "snapshots")


def test_what_was_cut_off_is_swept_once_nobody_can_be_loading_it(
    desk: Database, store: SqlStore
) -> None:
    take(store, ONE)
    cut_off = load(store, TWO, a_sheet_row(document_id="3", status=Status.CLOSED), a_bad_row())
    carry_over(cut_off, store=store)
    sweep(NOW + CUT_OFF, store=store)
    assert count(desk, "documents", cut_off) == 2
    sweep(NOW + CUT_OFF + timedelta(seconds=1), store=store)
    assert [count(desk, table, cut_off) for table in WITH_ROWS] == [0, 0, 0, 0]
    assert sighted(store) is Found.PRESENT
    take(store, TWO, snapshot_id=cut_off.snapshot_id)
    assert sighted(store) is Found.MISSING


def test_what_was_carried_over_from_books_that_are_past_does_not_become_current(
    store: SqlStore,
) -> None:
    slow = load(store, ONE)
    carried = carry_over(slow, store=store)
    take(store, TWO)
    with store() as work, pytest.raises(LostRace):
        work.books.make_current(replace(slow, state="current"), carried.previous)


def test_the_rows_of_the_newest_past_books_stay_and_those_before_go(
    desk: Database, store: SqlStore
) -> None:
    taken = [a_snapshot() for _ in range(KEPT + 3)]
    for snapshot in taken:
        take(store, ONE, a_bad_row(), snapshot_id=snapshot.snapshot_id, sha256=snapshot.sha256)
    kept = [(count(desk, "documents", s), count(desk, "bad_rows", s)) for s in taken]
    assert kept == [(0, 0)] * 2 + [(1, 1)] * (KEPT + 1)
    with store.reading() as work:
        assert work.books.taken(taken[0].sha256) is not None


def test_of_a_document_that_ended_several_times_the_last_ending_stays(
    desk: Database, store: SqlStore
) -> None:
    closed = a_sheet_row(status=Status.CLOSED)
    taken = [a_snapshot() for _ in range(3)]
    for snapshot in taken:
        take(store, closed, TWO, snapshot_id=snapshot.snapshot_id)
    assert [count(desk, "endings", snapshot) for snapshot in taken] == [0, 0, 1]
    take(store, ONE, TWO)
    assert count(desk, "endings", taken[2]) == 0


def count(desk: Database, table: str, snapshot: Snapshot) -> int:
    rows = metadata.tables[table]
    mine = rows.c.snapshot_id == snapshot.snapshot_id
    with desk.reading() as connection:
        return connection.scalar(select(func.count()).select_from(rows).where(mine)) or 0
