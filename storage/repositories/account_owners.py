"""Account owners as rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, select

from core.domain.account_owners import Ownership
from core.domain.customers import CustomerKey
from storage.sql import insert
from storage.tables.step_up import account_owners as owners


class SqlAccountOwners:
    """Implements core.ports.account_owners.AccountOwners."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, key: CustomerKey) -> list[Ownership]:
        return self._found(owners.c.account == key.account, owners.c.tenant_id == key.tenant_id)

    def all(self) -> list[Ownership]:
        return self._found()

    def _found(self, *conditions: Any) -> list[Ownership]:
        ordered = select(owners).where(*conditions).order_by(
            owners.c.named_at, owners.c.account, owners.c.tenant_id, owners.c.person_id
        )  # fmt: skip
        return [_ownership(row) for row in self._connection.execute(ordered)]

    def add(self, ownership: Ownership) -> bool:
        write = insert(self._connection, owners).values(
            account=ownership.customer.account,
            tenant_id=ownership.customer.tenant_id,
            person_id=ownership.person_id,
            named_by=ownership.named_by,
            named_at=ownership.named_at,
        )
        new = write.on_conflict_do_nothing().returning(owners.c.person_id)
        return self._connection.execute(new).first() is not None

    def remove(self, key: CustomerKey, person_id: str) -> bool:
        mine = delete(owners).where(
            owners.c.account == key.account,
            owners.c.tenant_id == key.tenant_id,
            owners.c.person_id == person_id,
        )
        return self._connection.execute(mine).rowcount == 1


def _ownership(row: Row[Any]) -> Ownership:
    key = CustomerKey(row.account, row.tenant_id)
    return Ownership(key, row.person_id, row.named_by, row.named_at)
