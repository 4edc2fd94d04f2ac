"""Rounds of reading Partner Center, and the drifts that they found."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select
from sqlalchemy import insert as add

from core.domain.customers import CustomerKey
from core.domain.drift import DriftKind
from core.domain.sync import Round
from core.ports.sync import FoundDrift
from storage.sql import put, row_of
from storage.tables.customers import customers
from storage.tables.sync import drifts, rounds

FOUND = drifts.c.found_at, drifts.c.drift_id


class SqlSync:
    """Implements core.ports.sync.Sync."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def round(self, account: str) -> Round | None:
        row = self._connection.execute(select(rounds).where(rounds.c.account == account)).first()
        return None if row is None else Round(**row._mapping)

    def put(self, round: Round) -> None:
        put(self._connection, rounds, [asdict(round)])

    def next_customer(self, account: str, after: str) -> CustomerKey | None:
        found = select(func.min(customers.c.tenant_id)).where(
            customers.c.account == account, customers.c.tenant_id > after
        )
        tenant_id = self._connection.scalar(found)
        return CustomerKey(account, tenant_id) if tenant_id else None

    def customers(self, account: str) -> int:
        found = select(func.count()).where(customers.c.account == account)
        return self._connection.scalar(found) or 0

    def add_drift(self, drift: FoundDrift) -> None:
        self._connection.execute(add(drifts).values(_row(drift)))

    def drift(self, drift_id: str) -> FoundDrift:
        return drift_of(row_of(self._connection, drifts, "drift", drift_id=drift_id))

    def drifts_since(self, at: datetime) -> list[FoundDrift]:
        found = select(drifts).where(drifts.c.found_at >= at)
        return [drift_of(row) for row in self._connection.execute(found.order_by(*FOUND))]


def _row(drift: FoundDrift) -> dict[str, object]:
    return {
        "drift_id": drift.drift_id,
        "account": drift.customer.account,
        "tenant_id": drift.customer.tenant_id,
        "subscription_id": drift.subscription_id,
        "name": drift.name,
        "kind": drift.kind.value,
        "before": drift.before,
        "after": drift.after,
        "found_at": drift.found_at,
        "who": drift.who,
    }


def drift_of(row: Row[Any]) -> FoundDrift:
    values = dict(row._mapping)
    return FoundDrift(
        customer=CustomerKey(values.pop("account"), values.pop("tenant_id")),
        kind=DriftKind(values.pop("kind")),
        **values,
    )
