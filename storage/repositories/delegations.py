"""Who acts for whom, and on which days."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy import insert as add

from core.domain.cases import Delegation
from storage.sql import hit
from storage.tables.cases import delegations

COLUMNS = [column for column in delegations.c if column.name != "id"]


class SqlDelegations:
    """The part of core.ports.cases.Cases that is about delegates."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_delegation(self, delegation: Delegation) -> None:
        row = {name: getattr(delegation, name) for name in Delegation.__slots__}
        self._connection.execute(add(delegations).values(row))

    def end_delegation(self, delegation_id: str, at: datetime) -> None:
        mine = (delegations.c.delegation_id == delegation_id) & delegations.c.ended_at.is_(None)
        hit(self._connection, update(delegations).where(mine).values(ended_at=at))

    def delegations(self, on: date) -> list[Delegation]:
        return self._found(_holds(on))

    def delegations_of(self, person_id: str, since: date) -> list[Delegation]:
        theirs = (delegations.c.person_id == person_id) & (delegations.c.last >= since)
        return self._found(theirs & delegations.c.ended_at.is_(None))

    def _found(self, condition: ColumnElement[bool]) -> list[Delegation]:
        query = select(*COLUMNS).where(condition).order_by(delegations.c.id)
        return [Delegation(**row._mapping) for row in self._connection.execute(query)]


def _holds(on: date) -> ColumnElement[bool]:
    covers = (delegations.c.first <= on) & (delegations.c.last >= on)
    return covers & delegations.c.ended_at.is_(None)
