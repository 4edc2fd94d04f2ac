"""Containments: one for each plan that contains."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, select, update
from sqlalchemy import insert as add
from sqlalchemy.exc import IntegrityError

from core.domain.containment import Containment, State
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.plans import Reason
from core.domain.spending import Spending
from storage.codec import from_text, to_text
from storage.sql import hit, one
from storage.tables.containments import IS_OPEN, UNSETTLED, containments
from storage.tables.literals import among


class SqlContainments:
    """Implements core.ports.containments.Containments."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, one: Containment) -> None:
        try:
            with self._connection.begin_nested():
                self._connection.execute(add(containments).values(_row(one)))
        except IntegrityError:
            raise LostRace() from None

    def get(self, containment_id: str) -> Containment:
        return self._one(containment_id, _by_id(containment_id))

    def hold(self, containment_id: str) -> Containment:
        return self._one(containment_id, _by_id(containment_id).with_for_update())

    def of_plan(self, plan_id: str) -> Containment | None:
        return self._first(select(containments).where(containments.c.plan_id == plan_id))

    def of_case(self, case_id: str) -> list[Containment]:
        found = select(containments).where(containments.c.case_id == case_id)
        return self._all(found.order_by(containments.c.since, containments.c.containment_id))

    def open(self) -> list[Containment]:
        found = select(containments).where(IS_OPEN)
        return self._all(found.order_by(containments.c.next_at, containments.c.containment_id))

    def open_for(self, key: CustomerKey) -> list[Containment]:
        whose = containments.c.account == key.account, containments.c.tenant_id == key.tenant_id
        found = select(containments).where(IS_OPEN, *whose)
        return self._all(found.order_by(containments.c.since, containments.c.containment_id))

    def unratified_of(self, person_id: str) -> Containment | None:
        mine = containments.c.requester == person_id
        return self._first(select(containments).where(mine, among(containments.c.state, UNSETTLED)))

    def update(self, one: Containment, before: State) -> None:
        mine = containments.c.containment_id == one.containment_id
        saved = update(containments).where(mine, containments.c.state == before)
        hit(self._connection, saved.values(_row(one)))

    def _one(self, containment_id: str, found: Select[Any]) -> Containment:
        return _containment(one(self._connection, found, f"containment {containment_id}"))

    def _first(self, found: Select[Any]) -> Containment | None:
        row = self._connection.execute(found).first()
        return None if row is None else _containment(row)

    def _all(self, found: Select[Any]) -> list[Containment]:
        return [_containment(row) for row in self._connection.execute(found)]


def _by_id(containment_id: str) -> Select[Any]:
    return select(containments).where(containments.c.containment_id == containment_id)


def _row(one: Containment) -> dict[str, object]:
    values = {name: getattr(one, name) for name in Containment.__slots__}
    key = values.pop("customer")
    values |= {"account": key.account, "tenant_id": key.tenant_id}
    values |= {"state": one.state.value, "reason": one.reason.value}
    return values | {"spending": to_text(one.spending) if one.spending else None}


def _containment(row: Row[Any]) -> Containment:
    values = dict(row._mapping)
    key = CustomerKey(values.pop("account"), values.pop("tenant_id"))
    state, reason = State(values.pop("state")), Reason(values.pop("reason"))
    said = values.pop("spending")
    spending = from_text(Spending, said) if said else None
    return Containment(customer=key, state=state, reason=reason, spending=spending, **values)
