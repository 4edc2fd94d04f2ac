"""Who acts for whom, and on which days."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, Executable, bindparam, select, update

from core.domain.cases import Delegation
from storage.sql import add_row, hit
from storage.tables.cases import delegations

COLUMNS = [column for column in delegations.c if column.name != "id"]
STANDING = select(*COLUMNS).where(delegations.c.ended_at.is_(None)).order_by(delegations.c.id)
HOLD = STANDING.where(delegations.c.first <= bindparam("on"), delegations.c.last >= bindparam("on"))
THEIRS = STANDING.where(
    delegations.c.person_id == bindparam("person"), delegations.c.last >= bindparam("since")
)


class SqlDelegations:
    """The part of core.ports.cases.Cases that is about delegates."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_delegation(self, delegation: Delegation) -> None:
        row = {name: getattr(delegation, name) for name in Delegation.__slots__}
        add_row(self._connection, delegations, row)

    def end_delegation(self, delegation_id: str, at: datetime) -> None:
        mine = (delegations.c.delegation_id == delegation_id) & delegations.c.ended_at.is_(None)
        hit(self._connection, update(delegations).where(mine).values(ended_at=at))

    def delegations(self, on: date) -> list[Delegation]:
        return self._found(HOLD, on=on)

    def delegations_of(self, person_id: str, since: date) -> list[Delegation]:
        return self._found(THEIRS, person=person_id, since=since)

    def _found(self, query: Executable, **values: str | date) -> list[Delegation]:
        return [Delegation(**row._mapping) for row in self._connection.execute(query, values)]
