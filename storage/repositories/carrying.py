"""From one snapshot of a source to the next: what was closed, what is missing, what vanished.

A document that a newer snapshot lacks is missing, which is unknown. If the one after lacks it too
it has vanished. Either is over when the document comes again, also as closed."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, delete, exists, func, literal, select
from sqlalchemy import insert as add

from core.domain.customers import MappingState
from core.domain.exposure import Presence, Status
from core.domain.release import Found
from core.ports.records import Snapshot
from storage.sql import insert
from storage.tables.books import debtors, documents, endings

NEW = documents.alias("new")
CARRIED = [column for column in documents.c if column.name not in {"snapshot_id", "presence"}]


def name_debtors(connection: Connection, snapshot: Snapshot) -> None:
    """Note how the books call their customers; who they are is for a person to say."""
    named = (
        select(
            documents.c.source,
            documents.c.customer_ref,
            func.max(documents.c.customer_name),
            literal(MappingState.UNMAPPED.value),
        )
        .where(documents.c.snapshot_id == snapshot.snapshot_id)
        .group_by(documents.c.source, documents.c.customer_ref)
    )
    columns = ["source", "customer_ref", "name", "mapping"]
    write = insert(connection, debtors).from_select(columns, named)
    connection.execute(
        write.on_conflict_do_update(
            index_elements=["source", "customer_ref"], set_={"name": write.excluded.name}
        )
    )


def note_endings(connection: Connection, snapshot: Snapshot, previous: Snapshot | None) -> None:
    """Whatever this snapshot shows has no older ending; what it closes is no open document."""
    mine = documents.c.snapshot_id == snapshot.snapshot_id
    shown = select(documents.c.document_id).where(mine)
    older = (endings.c.source == snapshot.source) & endings.c.document_id.in_(shown)
    connection.execute(delete(endings).where(older))
    closed = mine & (documents.c.status == Status.CLOSED)
    _end(connection, snapshot, Found.CLOSED, closed)
    if previous is not None:
        _end(connection, snapshot, Found.VANISHED, _lacking(snapshot, previous, Presence.MISSING))


def _end(
    connection: Connection, snapshot: Snapshot, how: Found, which: ColumnElement[bool]
) -> None:
    ended = select(
        documents.c.source,
        documents.c.document_id,
        literal(how.value),
        literal(snapshot.as_of, endings.c.as_of.type),
    ).where(which)
    connection.execute(add(endings).from_select(["source", "document_id", "how", "as_of"], ended))


def carry_over(connection: Connection, snapshot: Snapshot, previous: Snapshot) -> int:
    """Take over, as missing, what only the previous snapshot shows. Returns how many."""
    lacking = _lacking(snapshot, previous, Presence.PRESENT)
    missing = connection.scalar(select(func.count()).select_from(documents).where(lacking)) or 0
    taken = select(literal(snapshot.snapshot_id), literal(Presence.MISSING.value), *CARRIED).where(
        lacking
    )
    names = ["snapshot_id", "presence", *(column.name for column in CARRIED)]
    connection.execute(add(documents).from_select(names, taken))
    return missing


def drop_closed(connection: Connection, snapshot: Snapshot) -> None:
    connection.execute(
        delete(documents).where(
            documents.c.snapshot_id == snapshot.snapshot_id, documents.c.status == Status.CLOSED
        )
    )


def _lacking(snapshot: Snapshot, previous: Snapshot, presence: Presence) -> ColumnElement[bool]:
    """Documents of the previous snapshot, of this presence, that the new one does not show."""
    again = exists().where(
        NEW.c.snapshot_id == snapshot.snapshot_id, NEW.c.document_id == documents.c.document_id
    )
    return (
        (documents.c.snapshot_id == previous.snapshot_id)
        & (documents.c.presence == presence)
        & ~again
    )
