"""Taking books in: a snapshot is loaded where nobody looks, and shown by one last statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select, update
from sqlalchemy import insert as add

from core.domain.errors import LostRace
from core.domain.exposure import Presence, Status
from core.domain.release import Found
from core.ports.records import Ending, RowProblem, SheetRow, Snapshot
from storage.repositories.book_rows import (
    bad_row,
    document_row,
    problem_of,
    snapshot_of,
    snapshot_row,
)
from storage.repositories.carrying import SqlCarrying
from storage.sql import hit
from storage.tables.books import IS_CURRENT, bad_rows, documents, snapshots


class SqlImports(SqlCarrying):
    """The part of core.ports.store.Books that fills them."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._connection = connection

    def current(self, source: str) -> Snapshot | None:
        found = select(snapshots).where(IS_CURRENT, snapshots.c.source == source)
        row = self._connection.execute(found).first()
        return None if row is None else snapshot_of(row)

    def currents(self) -> list[Snapshot]:
        rows = self._connection.execute(
            select(snapshots).where(IS_CURRENT).order_by(snapshots.c.source)
        )
        return [snapshot_of(row) for row in rows]

    def refused_since(self) -> Snapshot | None:
        later = snapshots.alias("later")
        made_up_for = (
            select(later.c.number)
            .where(
                later.c.number > snapshots.c.number,
                later.c.state.in_(["current", "past"]),
                (snapshots.c.source == "") | (later.c.source == snapshots.c.source),
            )
            .exists()
        )
        found = select(snapshots).where(snapshots.c.state == "refused", ~made_up_for)
        row = self._connection.execute(found.order_by(snapshots.c.number.desc())).first()
        return None if row is None else snapshot_of(row)

    def taken(self, sha256: str) -> Snapshot | None:
        """The newest import of this very file that came to an end."""
        found = select(snapshots).where(
            snapshots.c.sha256 == sha256, snapshots.c.state != "loading"
        )
        row = self._connection.execute(found.order_by(snapshots.c.number.desc())).first()
        return None if row is None else snapshot_of(row)

    def begin(self, snapshot: Snapshot) -> None:
        loading = snapshot_row(snapshot) | {"state": "loading"}
        self._connection.execute(add(snapshots).values(loading))

    def write(self, snapshot_id: str, rows: Sequence[SheetRow | RowProblem]) -> None:
        good = [row for row in rows if isinstance(row, SheetRow)]
        closed = [row for row in good if row.document.status is Status.CLOSED]
        shown = [row for row in good if row.document.status is not Status.CLOSED]
        if shown:
            self._connection.execute(
                add(documents), [document_row(snapshot_id, row) for row in shown]
            )
        self.end([Ending(snapshot_id, row.document.document_id, Found.CLOSED) for row in closed])
        self._note(snapshot_id, (row for row in rows if isinstance(row, RowProblem)))

    def _note(self, snapshot_id: str, problems: Iterable[RowProblem]) -> None:
        bad = [bad_row(snapshot_id, problem) for problem in problems]
        if bad:
            self._connection.execute(add(bad_rows), bad)

    def make_current(self, snapshot: Snapshot, previous: Snapshot | None) -> None:
        """Raises LostRace when it is not loading, or other books came in meanwhile."""
        if self.current(snapshot.source) != previous:
            raise LostRace()
        if previous is not None:
            if previous.as_of and snapshot.as_of and snapshot.as_of < previous.as_of:
                raise LostRace()
            self._move(previous, "current", "past")
        self._move(snapshot, "loading", "current")

    def _move(self, snapshot: Snapshot, seen: str, to: str) -> None:
        change = update(snapshots).where(
            snapshots.c.snapshot_id == snapshot.snapshot_id, snapshots.c.state == seen
        )
        row = snapshot_row(snapshot) | {"state": to}
        # Setting even the same id would have the database look at every row that refers to it.
        del row["snapshot_id"]
        hit(self._connection, change.values(row))

    def refuse(self, snapshot: Snapshot, problems: Sequence[RowProblem]) -> None:
        """Also of a file so bad that it was never begun. What readers see cannot be refused."""
        mine = snapshots.c.snapshot_id == snapshot.snapshot_id
        state = self._connection.scalar(select(snapshots.c.state).where(mine))
        if state not in {None, "loading"}:
            raise LostRace(state=state)
        self.remove(snapshot.snapshot_id)
        refused = snapshot_row(snapshot) | {"state": "refused"}
        self._connection.execute(add(snapshots).values(refused))
        self._note(snapshot.snapshot_id, problems)

    def problems(self, snapshot_id: str) -> list[RowProblem]:
        found = select(bad_rows).where(bad_rows.c.snapshot_id == snapshot_id)
        rows = self._connection.execute(found.order_by(bad_rows.c.line, bad_rows.c.id))
        return [problem_of(row) for row in rows]

    def named_tenants(self, snapshot_id: str) -> list[tuple[str, str, str, str]]:
        """A customer with several tenant ids comes several times, so that a person looks at it;
        rows without one say nothing where others have one."""
        name, tenant = documents.c.customer_name, documents.c.tenant_id
        found = select(documents.c.source, documents.c.customer_ref, name, tenant).where(
            documents.c.snapshot_id == snapshot_id, documents.c.presence == Presence.PRESENT
        )
        said: dict[tuple[str, str], dict[str, str]] = {}
        for row in self._connection.execute(found.order_by(documents.c.customer_ref, tenant, name)):
            said.setdefault((row[0], row[1]), {})[row[3]] = row[2]
        return [
            (source, customer_ref, called, tenant_id)
            for (source, customer_ref), tenants in said.items()
            for tenant_id, called in tenants.items()
            if tenant_id or len(tenants) == 1
        ]
