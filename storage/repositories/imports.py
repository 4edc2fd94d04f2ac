"""Taking books in: a snapshot is loaded where nobody looks, and shown by one last statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy import insert as add

from core.domain.errors import LostRace
from core.domain.exposure import Presence
from core.ports.outside import Told
from core.ports.records import RowProblem, SheetRow, Snapshot, Standing
from storage.repositories.book_rows import (
    VERSION,
    bad_row,
    problem_of,
    says,
    snapshot_of,
    snapshot_row,
    standing_of,
    version_row,
)
from storage.repositories.carrying import SqlCarrying
from storage.sql import hit, pour
from storage.tables.books import (
    IS_CURRENT,
    IS_SHOWN,
    bad_rows,
    debtors,
    documents,
    snapshots,
    stands_in,
)

STANDS = (
    documents.c.source == bindparam("source"),
    documents.c.document_id.in_(bindparam("ids", expanding=True)),
    documents.c.until.is_(None),
)
STANDING = select(documents).where(*STANDS)
SAID: Select[Any] = select(
    documents.c.document_id,
    documents.c.digest,
    documents.c.id,
    documents.c.status,
    documents.c.open_minor,
    documents.c.currency,
).where(*STANDS)
SAID_NOW = (
    update(documents).where(documents.c.id == bindparam("version")).values(digest=bindparam("said"))
)
NAMES = (
    select(
        documents.c.source,
        documents.c.customer_ref,
        documents.c.tenant_id,
        func.max(documents.c.customer_name).label("name"),
    )
    .select_from(documents)
    .join(snapshots, stands_in(snapshots))
    .where(
        snapshots.c.snapshot_id == bindparam("snapshot"),
        documents.c.presence == literal_column(f"'{Presence.PRESENT}'"),
        IS_SHOWN,
    )
    .group_by(documents.c.source, documents.c.customer_ref, documents.c.tenant_id)
    .order_by(documents.c.customer_ref, documents.c.tenant_id)
)


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

    def known(self, snapshot_id: str, told: Sequence[Told]) -> Mapping[Told, Standing]:
        _, source = self._loading(snapshot_id)
        wanted = dict(one for one in told if one[1])
        # By their places: a name would be looked up for each of them.
        found = map(tuple[Any, ...], self._standing(SAID, source, list(wanted)))
        return {
            (document_id, digest): standing_of(*version)
            for document_id, digest, *version in found
            if digest == wanted[document_id]
        }

    def write(self, snapshot_id: str, rows: Sequence[SheetRow | RowProblem]) -> list[int]:
        number, source = self._loading(snapshot_id)
        told = {row.document.document_id: row for row in rows if isinstance(row, SheetRow)}
        same, ended, again = dict[int, int](), list[int](), list[int]()
        for row in self._standing(STANDING, source, list(told)):
            if says(row, told[row.document_id]):
                same[row.id] = told.pop(row.document_id).said
            else:
                (again if row.since == number else ended).append(row.id)
        self._say_anew(same)
        if again:
            self._connection.execute(delete(documents).where(documents.c.id.in_(again)))
        self._end(ended, number)
        new = [version_row(number, row) for row in told.values()]
        pour(self._connection, documents, VERSION, new)
        self._note(snapshot_id, (row for row in rows if isinstance(row, RowProblem)))
        return list(same)

    def _say_anew(self, said: Mapping[int, int]) -> None:
        """What says the same in other words is known by these from now on."""
        new = [{"version": version, "said": digest} for version, digest in said.items() if digest]
        if new:
            self._connection.execute(SAID_NOW, new)

    def _standing(self, wanted: Select[Any], source: str, ids: Sequence[str]) -> Sequence[Row[Any]]:
        if not ids:
            return []
        return self._connection.execute(wanted, {"source": source, "ids": ids}).all()

    def _note(self, snapshot_id: str, problems: Iterable[RowProblem]) -> None:
        bad = [bad_row(snapshot_id, problem) for problem in problems]
        if bad:
            self._connection.execute(add(bad_rows), bad)

    def survey(self) -> None:
        if self._connection.dialect.name == "postgresql":
            names = ", ".join(table.name for table in (documents, debtors, snapshots))
            self._connection.exec_driver_sql(f"ANALYZE {names}")

    def make_current(self, snapshot: Snapshot, previous: Snapshot | None) -> None:
        """Raises LostRace when it is not loading, or other books came meanwhile."""
        self._loading(snapshot.snapshot_id)
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
        rows = self._connection.execute(NAMES, {"snapshot": snapshot_id}).all()
        named = {(row.source, row.customer_ref) for row in rows if row.tenant_id}
        return [
            (row.source, row.customer_ref, row.name, row.tenant_id)
            for row in rows
            if row.tenant_id or (row.source, row.customer_ref) not in named
        ]
