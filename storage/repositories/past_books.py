"""The books as they once stood, and what two snapshots do not show alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from core.domain.exposure import Document, Status
from core.domain.release import Found
from core.ports.books import Difference
from core.ports.records import Snapshot
from storage.repositories.book_rows import document_of, snapshot_of
from storage.repositories.imports import SqlImports
from storage.tables.books import IS_SHOWN, documents, snapshots, stands_in

AT_ONCE = 2000
ACCEPTED = snapshots.c.state.in_(("current", "past"))
NOW = snapshots.alias("now")


class SqlPastBooks(SqlImports):
    """The part of core.ports.store.Books that looks back."""

    def newest_before(self, moment: datetime) -> list[Snapshot]:
        newest = select(func.max(snapshots.c.number)).where(ACCEPTED, snapshots.c.as_of < moment)
        of_each = newest.group_by(snapshots.c.source)
        found = select(snapshots).where(snapshots.c.number.in_(of_each))
        rows = self._connection.execute(found.order_by(snapshots.c.source))
        return [snapshot_of(row) for row in rows]

    def previous(self, snapshot: Snapshot) -> Snapshot | None:
        found = (
            select(snapshots)
            .join(NOW, (NOW.c.source == snapshots.c.source) & (NOW.c.number > snapshots.c.number))
            .where(ACCEPTED, NOW.c.snapshot_id == snapshot.snapshot_id)
        )
        row = self._connection.execute(found.order_by(snapshots.c.number.desc())).first()
        return None if row is None else snapshot_of(row)

    def differences(self, was: Snapshot | None, now: Snapshot) -> Iterator[Difference]:
        number = self._number(was) if was else 0
        shown: dict[str, Document] = {}
        if was:
            ended = documents.c.until <= self._number(now)
            rows = self._connection.execute(_versions(was).where(ended, IS_SHOWN))
            shown = {row.document_id: document_of(row) for row in rows}
        later = _versions(now).where(documents.c.since > number)
        ordered = later.order_by(documents.c.document_id).execution_options(yield_per=AT_ONCE)
        for row in self._connection.execute(ordered):
            before, after = shown.get(row.document_id), _shown(row)
            if before or after:
                yield before, after, row.status == Status.CLOSED

    def _number(self, snapshot: Snapshot) -> int:
        its = snapshots.c.snapshot_id == snapshot.snapshot_id
        return int(self._connection.execute(select(snapshots.c.number).where(its)).scalar_one())


def _versions(snapshot: Snapshot) -> Select[Any]:
    found = select(documents).join(snapshots, stands_in(snapshots))
    return found.where(snapshots.c.snapshot_id == snapshot.snapshot_id)


def _shown(row: Row[Any]) -> Document | None:
    is_over = row.status == Status.CLOSED or row.presence == Found.VANISHED
    return None if is_over else document_of(row)
