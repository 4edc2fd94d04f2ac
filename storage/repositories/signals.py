"""Signs of fraud."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from core.domain.customers import CustomerKey
from core.domain.signals import Label, Signal, SignalKind
from storage.sql import hit, row_of
from storage.tables.signals import signals

OLDEST = signals.c.first_seen, signals.c.signal_id


class SqlSignals:
    """Implements core.ports.signals.Signals."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, key: CustomerKey, kind: SignalKind, name: str) -> Signal | None:
        found = self._all(*_of(key), signals.c.kind == kind.value, signals.c.key == name)
        return found[0] if found else None

    def get(self, signal_id: str) -> Signal:
        return signal_of(row_of(self._connection, signals, "signal", signal_id=signal_id))

    def add(self, signal: Signal) -> None:
        self._connection.execute(insert(signals).values(_row(signal)))

    def update(self, signal: Signal) -> None:
        mine = signals.c.signal_id == signal.signal_id
        hit(self._connection, update(signals).where(mine).values(_row(signal)))

    def of_case(self, case_id: str) -> list[Signal]:
        return self._all(signals.c.case_id == case_id)

    def of_customer(self, key: CustomerKey) -> list[Signal]:
        return self._all(*_of(key))

    def seen_since(self, at: datetime) -> list[Signal]:
        return self._all(signals.c.last_seen >= at)

    def judged_since(self, at: datetime) -> list[Signal]:
        return self._all(signals.c.labelled_at >= at)

    def _all(self, *conditions: Any) -> list[Signal]:
        rows = self._connection.execute(select(signals).where(*conditions).order_by(*OLDEST))
        return [signal_of(row) for row in rows]


def _of(key: CustomerKey) -> tuple[Any, ...]:
    return signals.c.account == key.account, signals.c.tenant_id == key.tenant_id


def _row(signal: Signal) -> dict[str, object]:
    return {
        "signal_id": signal.signal_id,
        "account": signal.customer.account,
        "tenant_id": signal.customer.tenant_id,
        "kind": signal.kind.value,
        "key": signal.key,
        "strength": signal.strength,
        "facts": json.dumps(signal.facts, ensure_ascii=False),
        "first_seen": signal.first_seen,
        "last_seen": signal.last_seen,
        "subscription_id": signal.subscription_id,
        "source": signal.source,
        "is_test": signal.is_test,
        "case_id": signal.case_id,
        "label": signal.label.value,
        "labelled_at": signal.labelled_at,
        "began_at": signal.began_at,
    }


def signal_of(row: Row[Any]) -> Signal:
    values = dict(row._mapping)
    return Signal(
        customer=CustomerKey(values.pop("account"), values.pop("tenant_id")),
        kind=SignalKind(values.pop("kind")),
        facts=tuple((name, value) for name, value in json.loads(values.pop("facts"))),
        label=Label(values.pop("label")),
        **values,
    )
