"""Taking books in as core.usecases.receivables does it, without a file."""

from __future__ import annotations

from dataclasses import replace

from core.domain.release import Found
from core.ports.records import RowProblem, SheetRow, Snapshot
from core.usecases.carrying_over import Versions, begin, carry_over, forget
from core.usecases.names import meet_names
from storage.unit_of_work import SqlStore
from tests.builders import BOOKS, a_sheet_row, a_snapshot

ONE, TWO = a_sheet_row(), a_sheet_row(document_id="2", number="INV-2")


def load(store: SqlStore, *rows: SheetRow | RowProblem, **changes: object) -> Snapshot:
    return write(store, *rows, **changes)[0]


def write(
    store: SqlStore, *rows: SheetRow | RowProblem, **changes: object
) -> tuple[Snapshot, Versions]:
    """What stands as it was as well."""
    snapshot, same = a_snapshot(**changes), Versions()
    begin(snapshot, store=store)
    with store() as work:
        same.add(work.books.write(snapshot.snapshot_id, rows))
        work.commit()
    return snapshot, same


def take(store: SqlStore, *rows: SheetRow | RowProblem, **changes: object) -> int:
    """As core.usecases.receivables does it. Returns how many documents are missing."""
    snapshot, same = write(store, *rows, **changes)
    carried = carry_over(snapshot, same, store=store)
    known = meet_names(snapshot, store=store)
    with store() as work:
        work.books.make_current(replace(snapshot, state="current"), carried.previous)
        known.save(work)
        work.commit()
    forget(store=store)
    return carried.missing


def sighted(store: SqlStore, document_id: str = "1") -> Found:
    with store.reading() as work:
        return work.books.sighting(BOOKS, document_id).found
