"""Readings of books, and which documents the newest books of a source show."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, select

from core.domain.readings import Reading, Stage, Trouble
from storage.sql import put
from storage.tables.books import IS_IN_BOOKS, documents, snapshots
from storage.tables.readings import readings


class SqlReadings:
    """Implements core.ports.readings.Readings."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, source: str) -> Reading | None:
        found = select(readings).where(readings.c.source == source)
        row = self._connection.execute(found).first()
        return None if row is None else _reading(dict(row._mapping))

    def all(self) -> list[Reading]:
        found = select(readings).order_by(readings.c.source)
        return [_reading(dict(row._mapping)) for row in self._connection.execute(found)]

    def put(self, reading: Reading) -> None:
        trouble = reading.trouble.value if reading.trouble else None
        row = asdict(reading) | {"stage": reading.stage.value, "trouble": trouble}
        put(self._connection, readings, [row])

    def remove(self, source: str) -> None:
        self._connection.execute(delete(readings).where(readings.c.source == source))

    def shown(self, source: str, after: str, most: int) -> list[str]:
        found = (
            select(documents.c.document_id)
            .join(snapshots, IS_IN_BOOKS)
            .where(documents.c.source == source, documents.c.document_id > after)
            .order_by(documents.c.document_id)
            .limit(most)
        )
        return list(self._connection.scalars(found))


def _reading(row: dict[str, Any]) -> Reading:
    trouble = row.pop("trouble")
    return Reading(
        stage=Stage(row.pop("stage")), trouble=Trouble(trouble) if trouble else None, **row
    )
