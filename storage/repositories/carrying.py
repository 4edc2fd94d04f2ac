"""From one snapshot of a source to the next: what is missing, what vanished, what is undone.

A document that a newer snapshot lacks is missing, which is unknown. If the one after lacks it too
it has vanished. Either is over when the document comes again, also as closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from core.domain.errors import LostRace
from core.domain.exposure import COUNTED_STATUSES, Document, Kind, Presence, Status
from core.domain.money import Money
from core.domain.release import Found
from core.ports.records import Snapshot
from storage.codec import from_minor
from storage.repositories.book_rows import KEY, LOOKS, document_of
from storage.tables.books import IS_SHOWN, bad_rows, documents, snapshots, stands_in

AT_ONCE = 2000
CARRIED = [documents.c[name] for name in (*KEY, *LOOKS) if name != "presence"]
OTHER, BEFORE = snapshots.alias("other"), documents.alias("before")
# There is one import of a source at a time: one that began later, or is through, ends another.
IS_OVERTAKEN = exists().where(
    OTHER.c.source == snapshots.c.source,
    OTHER.c.number > snapshots.c.number,
    OTHER.c.state != "refused",
)


class SqlCarrying:
    """The part of core.ports.store.Books that follows documents through snapshots. Whatever may
    be long is read first, and written by its ids, so that no write has to search."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _loading(self, snapshot_id: str) -> tuple[int, str]:
        """Its number and source. Raises LostRace when it is not being loaded, or overtaken."""
        found = select(snapshots.c.number, snapshots.c.source).where(
            snapshots.c.snapshot_id == snapshot_id, snapshots.c.state == "loading", ~IS_OVERTAKEN
        )
        row = self._connection.execute(found).first()
        if row is None:
            raise LostRace()
        return row.number, row.source

    def untouched(self, snapshot_id: str, presence: Presence) -> Iterator[int]:
        number, source = self._loading(snapshot_id)
        found = select(documents.c.id).where(
            documents.c.source == source,
            documents.c.since < number,
            documents.c.until.is_(None),
            documents.c.presence == presence,
            IS_SHOWN,
        )
        streamed = found.execution_options(yield_per=AT_ONCE)
        return iter(self._connection.execute(streamed).scalars())

    def carry(self, snapshot_id: str, versions: Sequence[int], found: Found) -> None:
        number, _ = self._loading(snapshot_id)
        names = ["since", "digest", "presence", *(column.name for column in CARRIED)]
        same = select(literal(number), literal(0), literal(found.value), *CARRIED)
        taken = same.where(documents.c.id.in_(versions))
        self._connection.execute(insert(documents).from_select(names, taken))
        self._end(versions, number)

    def _end(self, versions: Sequence[int], number: int) -> None:
        if not versions:
            return
        mine = documents.c.id.in_(versions)
        self._connection.execute(update(documents).where(mine).values(until=number))

    def written(self, snapshot_id: str) -> range:
        number, _ = self._loading(snapshot_id)
        ends = select(func.min(documents.c.id), func.max(documents.c.id))
        first, last = self._connection.execute(ends.where(documents.c.since == number)).one()
        return range(0) if first is None else range(first, last + 1)

    def closed(self, snapshot_id: str, ids: range) -> list[Document]:
        number, _ = self._loading(snapshot_id)
        found = select(documents).where(
            documents.c.id >= ids.start,
            documents.c.id < ids.stop,
            # Added to, so that it is looked for by these ids, not among all that it wrote.
            documents.c.since + 0 == number,
            documents.c.status == Status.CLOSED,
        )
        return [document_of(row) for row in self._connection.execute(found)]

    def names_days(self, snapshot_id: str) -> bool:
        number, _ = self._loading(snapshot_id)
        dated = exists().where(
            documents.c.since == number,
            documents.c.status == Status.CLOSED,
            documents.c.last_payment_on.is_not(None),
        )
        return bool(self._connection.scalar(select(dated)))

    def reopened(self, snapshot_id: str) -> list[Document]:
        number, _ = self._loading(snapshot_id)
        was_closed = exists().where(
            BEFORE.c.document_id == documents.c.document_id,
            BEFORE.c.source == documents.c.source,
            BEFORE.c.since < number,
            # Added to, so that it is looked for by the document, not among all that ended then.
            BEFORE.c.until + 0 == number,
            BEFORE.c.status == Status.CLOSED,
        )
        found = select(documents).where(
            documents.c.since == number,
            documents.c.presence == Presence.PRESENT,
            documents.c.kind == Kind.INVOICE,
            documents.c.status.in_(sorted(COUNTED_STATUSES)),
            documents.c.open_minor > 0,
            was_closed,
        )
        ordered = found.order_by(documents.c.document_id)
        return [document_of(row) for row in self._connection.execute(ordered)]

    def summed(self, snapshot: Snapshot) -> tuple[int, tuple[Money, ...]]:
        self._loading(snapshot.snapshot_id)
        mine = (
            snapshots.c.snapshot_id == snapshot.snapshot_id,
            documents.c.presence == Presence.PRESENT,
            IS_SHOWN,
        )
        shown = documents.join(snapshots, stands_in(snapshots))
        customers = select(func.count(documents.c.customer_ref.distinct())).select_from(shown)
        open_, code = func.sum(documents.c.open_minor), documents.c.currency
        sums = select(code, open_).select_from(shown).where(*mine).group_by(code).order_by(code)
        totals = tuple(
            from_minor(int(minor), currency) for currency, minor in self._connection.execute(sums)
        )
        return self._connection.scalar(customers.where(*mine)) or 0, totals

    # What nobody needs any more

    def left_over(self, snapshot: Snapshot, before: datetime) -> list[str]:
        its = OTHER.c.snapshot_id == snapshot.snapshot_id
        mine = select(OTHER.c.number).where(its).scalar_subquery()
        found = select(snapshots.c.snapshot_id).where(
            snapshots.c.state == "loading",
            or_(
                and_(snapshots.c.source == snapshot.source, snapshots.c.number < mine),
                snapshots.c.taken_at < before,
            ),
        )
        return list(self._connection.scalars(found))

    def undo(self, snapshot_id: str, most: int) -> bool:
        number = self._number_of_loading(snapshot_id)
        if number is None:
            return False
        gone = _some(documents.c.since == number, most)
        back = _some(documents.c.until == number, most)
        changes = (
            delete(documents).where(documents.c.id.in_(gone)),
            update(documents).where(documents.c.id.in_(back)).values(until=None),
        )
        return any(self._connection.execute(one).rowcount for one in changes) or (
            self.forget_problems(snapshot_id, most)
        )

    def remove(self, snapshot_id: str) -> None:
        number = self._number_of_loading(snapshot_id)
        if number is not None:
            mine = documents.c.since == number
            self._connection.execute(delete(documents).where(mine))
            ended = update(documents).where(documents.c.until == number)
            self._connection.execute(ended.values(until=None))
        for table in (bad_rows, snapshots):
            self._connection.execute(delete(table).where(table.c.snapshot_id == snapshot_id))

    def _number_of_loading(self, snapshot_id: str) -> int | None:
        found = select(snapshots.c.number).where(
            snapshots.c.snapshot_id == snapshot_id, snapshots.c.state == "loading"
        )
        return self._connection.scalar(found)

    def outlived(self, keep: int) -> list[str]:
        age = func.row_number().over(
            partition_by=snapshots.c.source, order_by=snapshots.c.number.desc()
        )
        past = (
            select(snapshots.c.snapshot_id, age.label("age"))
            .where(snapshots.c.state == "past")
            .subquery()
        )
        left = exists().where(bad_rows.c.snapshot_id == past.c.snapshot_id)
        found = select(past.c.snapshot_id).where(past.c.age > keep, left)
        return list(self._connection.scalars(found))

    def forget_problems(self, snapshot_id: str, most: int) -> bool:
        mine = select(bad_rows.c.id).where(bad_rows.c.snapshot_id == snapshot_id).limit(most)
        gone = self._connection.execute(delete(bad_rows).where(bad_rows.c.id.in_(mine)))
        return gone.rowcount > 0


def _some(condition: ColumnElement[bool], most: int) -> Select[tuple[int]]:
    return select(documents.c.id).where(condition).limit(most)
