"""Data clocks: one runs for each suspended subscription, and each alarm has its turn once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, select, union, update
from sqlalchemy import insert as add

from core.domain.changes import OFF
from core.domain.clocks import Alarm, Clock, soonest
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.retention import Kind
from storage.sql import hit, insert, one, row_of
from storage.tables.clocks import alarms, clocks
from storage.tables.customers import subscriptions, suspensions

RUNS = clocks.c.ended_at.is_(None)
STANDS = suspensions.c.lifted_at.is_(None)


class SqlClocks:
    """Implements core.ports.clocks.Clocks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, clock: Clock) -> None:
        if self.of(clock.customer, clock.subscription_id) is not None:
            raise LostRace()
        self._connection.execute(add(clocks).values(_row(clock)))

    def get(self, clock_id: str) -> Clock:
        return _clock(row_of(self._connection, clocks, "clock", clock_id=clock_id))

    def hold(self, clock_id: str) -> Clock:
        found = select(clocks).where(clocks.c.clock_id == clock_id).with_for_update()
        return _clock(one(self._connection, found, f"clock {clock_id}"))

    def of(self, key: CustomerKey, subscription_id: str) -> Clock | None:
        found = select(clocks).where(
            RUNS, *_whose(key), clocks.c.subscription_id == subscription_id
        )
        row = self._connection.execute(found).first()
        return None if row is None else _clock(row)

    def running(self, key: CustomerKey | None = None) -> list[Clock]:
        found = select(clocks).where(RUNS, *(_whose(key) if key else ()))
        return soonest(_clock(row) for row in self._connection.execute(found))

    def of_plan(self, plan_id: str) -> list[Clock]:
        found = select(clocks).where(clocks.c.plan_id == plan_id)
        return soonest(_clock(row) for row in self._connection.execute(found))

    def update(self, clock: Clock) -> None:
        mine = update(clocks).where(clocks.c.clock_id == clock.clock_id, RUNS)
        hit(self._connection, mine.values(_row(clock)))

    def link(self, clock_id: str, link: str) -> None:
        mine = update(clocks).where(clocks.c.clock_id == clock_id)
        hit(self._connection, mine.values(link=link))

    # Alarms

    def ring(self, clock_id: str, alarm: Alarm, at: datetime, *, said: bool) -> bool:
        row = {"clock_id": clock_id, "alarm": alarm.key, "at": at, "said": said}
        write = insert(self._connection, alarms).values(row)
        once = write.on_conflict_do_nothing(index_elements=["clock_id", "alarm"])
        return self._connection.execute(once.returning(alarms.c.alarm)).first() is not None

    def heard(self, clock_id: str) -> set[str]:
        found = select(alarms.c.alarm).where(alarms.c.clock_id == clock_id)
        return set(self._connection.scalars(found))

    # Clocks against suspensions

    def missing(self) -> list[tuple[CustomerKey, str]]:
        ours, read = suspensions.c, subscriptions.c
        found = union(
            select(ours.account, ours.tenant_id, ours.subscription_id).where(
                STANDS, ~_has_clock(ours)
            ),
            select(read.account, read.tenant_id, read.subscription_id).where(
                read.status.in_(sorted(OFF)), ~_has_clock(read)
            ),
        )
        rows = self._connection.execute(found.order_by("account", "tenant_id", "subscription_id"))
        return [(CustomerKey(account, tenant), one) for account, tenant, one in rows]

    def idle(self) -> list[Clock]:
        found = (
            select(clocks)
            .join(subscriptions, _same(subscriptions.c, clocks.c))
            .where(RUNS, subscriptions.c.status == "active")
            .where(~exists().where(STANDS, _same(suspensions.c, clocks.c)))
        )
        return soonest(_clock(row) for row in self._connection.execute(found))


def _whose(key: CustomerKey) -> tuple[ColumnElement[bool], ...]:
    return clocks.c.account == key.account, clocks.c.tenant_id == key.tenant_id


def _has_clock(whose: Any) -> ColumnElement[bool]:
    return exists().where(RUNS, _same(clocks.c, whose))


def _same(these: Any, those: Any) -> ColumnElement[bool]:
    """The same subscription, in two tables."""
    same: ColumnElement[bool] = (
        (these.account == those.account)
        & (these.tenant_id == those.tenant_id)
        & (these.subscription_id == those.subscription_id)
    )
    return same


def _row(clock: Clock) -> dict[str, object]:
    values = {name: getattr(clock, name) for name in Clock.__slots__}
    key = values.pop("customer")
    return values | {"account": key.account, "tenant_id": key.tenant_id, "kind": clock.kind.value}


def _clock(row: Row[Any]) -> Clock:
    values = dict(row._mapping)
    key = CustomerKey(values.pop("account"), values.pop("tenant_id"))
    return Clock(customer=key, kind=Kind(values.pop("kind")), **values)
