"""From one snapshot of a source to the next: what is missing, what vanished, what is outlived.

A document that a newer snapshot lacks is missing, which is unknown. If the one after lacks it too
it has vanished. Either is over when the document comes again, also as closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, literal, or_, select
from sqlalchemy import insert as add

from core.domain.exposure import COUNTED_STATUSES, Document, Kind, Presence
from core.domain.money import Money
from core.domain.release import Found
from core.ports.records import Ending, Snapshot
from storage.codec import from_minor
from storage.repositories.book_rows import document_of
from storage.tables.books import bad_rows, documents, endings, snapshots

SHOWN, CLOSED = documents.alias("shown"), endings.alias("closed")
CARRIED = [column for column in documents.c if column.name not in {"snapshot_id", "presence"}]


class SqlCarrying:
    """The part of core.ports.store.Books that follows documents through snapshots. Whatever may
    be long is read first, and written by its ids, so that no write has to search."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lacking(self, snapshot: Snapshot, previous: Snapshot, presence: Presence) -> list[str]:
        found = select(documents.c.document_id).where(
            documents.c.snapshot_id == previous.snapshot_id,
            documents.c.presence == presence,
            ~_told_by(snapshot.snapshot_id, documents.c.document_id),
        )
        return list(self._connection.scalars(found.order_by(documents.c.document_id)))

    def carry(
        self,
        snapshot: Snapshot,
        previous: Snapshot,
        document_ids: Sequence[str],
        presence: Presence,
    ) -> None:
        taken = select(literal(snapshot.snapshot_id), literal(presence.value), *CARRIED).where(
            documents.c.snapshot_id == previous.snapshot_id,
            documents.c.document_id.in_(document_ids),
        )
        names = ["snapshot_id", "presence", *(column.name for column in CARRIED)]
        self._connection.execute(add(documents).from_select(names, taken))

    def end(self, endings_found: Sequence[Ending]) -> None:
        if endings_found:
            self._connection.execute(add(endings), [_ending_row(one) for one in endings_found])

    def summed(self, snapshot: Snapshot) -> tuple[int, tuple[Money, ...]]:
        mine = (
            documents.c.snapshot_id == snapshot.snapshot_id,
            documents.c.presence == Presence.PRESENT,
        )
        customers = select(func.count(documents.c.customer_ref.distinct())).where(*mine)
        open_, code = func.sum(documents.c.open_minor), documents.c.currency
        sums = select(code, open_).where(*mine).group_by(code).order_by(code)
        found = self._connection.execute(sums)
        totals = tuple(from_minor(int(minor), currency) for currency, minor in found)
        return self._connection.scalar(customers) or 0, totals

    # What nobody needs any more

    def cut_off(self, before: datetime) -> list[str]:
        found = select(snapshots.c.snapshot_id).where(
            snapshots.c.state == "loading", snapshots.c.taken_at < before
        )
        return list(self._connection.scalars(found))

    def outlived(self, keep: int) -> list[str]:
        age = func.row_number().over(
            partition_by=snapshots.c.source, order_by=snapshots.c.number.desc()
        )
        past = (
            select(snapshots.c.snapshot_id, age.label("age"))
            .where(snapshots.c.state == "past")
            .subquery()
        )
        left = or_(
            *(exists().where(t.c.snapshot_id == past.c.snapshot_id) for t in (documents, bad_rows))
        )
        found = select(past.c.snapshot_id).where(past.c.age > keep, left)
        return list(self._connection.scalars(found))

    def overtaken(self, snapshot: Snapshot) -> list[Ending]:
        found = (
            select(endings)
            .join(snapshots, snapshots.c.snapshot_id == endings.c.snapshot_id)
            .where(
                snapshots.c.source == snapshot.source,
                snapshots.c.state == "past",
                _told_by(snapshot.snapshot_id, endings.c.document_id),
            )
            .order_by(endings.c.snapshot_id, endings.c.document_id)
        )
        return [
            Ending(row.snapshot_id, row.document_id, Found(row.how))
            for row in self._connection.execute(found)
        ]

    def reopened(self, snapshot: Snapshot, previous: Snapshot) -> list[Document]:
        was_there = exists().where(
            SHOWN.c.snapshot_id == previous.snapshot_id,
            SHOWN.c.document_id == documents.c.document_id,
        )
        last = (
            select(CLOSED.c.how)
            .join(snapshots, snapshots.c.snapshot_id == CLOSED.c.snapshot_id)
            .where(
                CLOSED.c.document_id == documents.c.document_id,
                snapshots.c.source == snapshot.source,
                snapshots.c.state.in_(["current", "past"]),
            )
            .order_by(snapshots.c.number.desc())
            .limit(1)
            .scalar_subquery()
        )
        found = select(documents).where(
            documents.c.snapshot_id == snapshot.snapshot_id,
            documents.c.presence == Presence.PRESENT,
            documents.c.kind == Kind.INVOICE,
            documents.c.status.in_(sorted(COUNTED_STATUSES)),
            documents.c.open_minor > 0,
            ~was_there,
            last == Found.CLOSED,
        )
        ordered = found.order_by(documents.c.document_id)
        return [document_of(row) for row in self._connection.execute(ordered)]

    def forget_endings(self, found: Sequence[Ending]) -> None:
        for snapshot_id in {one.snapshot_id for one in found}:
            ids = [one.document_id for one in found if one.snapshot_id == snapshot_id]
            mine = and_(endings.c.snapshot_id == snapshot_id, endings.c.document_id.in_(ids))
            self._connection.execute(delete(endings).where(mine))

    def remove_rows(self, snapshot_id: str, most: int) -> bool:
        for table, key in ((documents, documents.c.document_id), (bad_rows, bad_rows.c.id)):
            mine = table.c.snapshot_id == snapshot_id
            some = select(key).where(mine).limit(most)
            if self._connection.execute(delete(table).where(mine, key.in_(some))).rowcount:
                return True
        return False

    def remove(self, snapshot_id: str) -> None:
        for table in (endings, documents, bad_rows, snapshots):
            self._connection.execute(delete(table).where(table.c.snapshot_id == snapshot_id))


def _told_by(snapshot_id: str, document_id: ColumnElement[str]) -> ColumnElement[bool]:
    """This snapshot shows the document, or says how it ended."""
    return or_(
        *(
            exists().where(told.c.snapshot_id == snapshot_id, told.c.document_id == document_id)
            for told in (SHOWN, CLOSED)
        )
    )


def _ending_row(ending: Ending) -> dict[str, object]:
    return {
        "snapshot_id": ending.snapshot_id,
        "document_id": ending.document_id,
        "how": ending.how.value,
    }
