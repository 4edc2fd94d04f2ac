"""Cards as people saw them, to and from their rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update

from core.domain.prints import Card, Print
from storage.tables.prints import card_prints


class SqlPrints:
    """Implements core.ports.prints.Prints."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, card: Card, subject: str, drawn: str) -> Print | None:
        found = select(card_prints).where(_whose(card, subject), card_prints.c.drawn == drawn)
        row = self._connection.execute(found).first()
        return _print(row) if row else None

    def add(self, found: Print) -> None:
        self._connection.execute(insert(card_prints).values(_row(found)))

    def again(self, found: Print) -> None:
        seen = {"last_at": found.last_at, "times": found.times, "drawn": found.drawn}
        same = and_(_whose(found.card, found.subject), card_prints.c.digest == found.digest)
        self._connection.execute(update(card_prints).where(same).values(seen))

    def of(self, card: Card, subject: str) -> list[Print]:
        found = select(card_prints).where(_whose(card, subject)).order_by(card_prints.c.event)
        return [_print(row) for row in self._connection.execute(found)]


def _whose(card: Card, subject: str) -> ColumnElement[bool]:
    return and_(card_prints.c.card == card.value, card_prints.c.subject == subject)


def _row(found: Print) -> dict[str, object]:
    return {
        column.name: getattr(found, column.name) for column in card_prints.columns
    } | {"card": found.card.value}  # fmt: skip


def _print(row: Row[Any]) -> Print:
    return Print(**{**row._mapping, "card": Card(row._mapping["card"])})
