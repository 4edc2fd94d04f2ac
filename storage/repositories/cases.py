"""Cases: one open one per customer and kind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select, update
from sqlalchemy import insert as add
from sqlalchemy.exc import IntegrityError

from core.domain.cases import Case, CaseState
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.plans import Reason
from storage.sql import hit, one
from storage.tables.cases import IS_OPEN_CASE, cases


class SqlCases:
    """Implements core.ports.store.Cases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open_for(self, key: CustomerKey, kind: Reason | None = None) -> list[Case]:
        found = select(cases).where(
            IS_OPEN_CASE, cases.c.account == key.account, cases.c.tenant_id == key.tenant_id
        )
        if kind is not None:
            found = found.where(cases.c.kind == kind)
        rows = self._connection.execute(found.order_by(cases.c.number))
        return [_case(row) for row in rows]

    def add(self, case: Case) -> None:
        """Raises LostRace when there is an open one, or somebody took the number."""
        row = {
            "case_id": case.case_id,
            "number": case.number,
            "account": case.customer.account,
            "tenant_id": case.customer.tenant_id,
            "kind": case.kind.value,
            "state": case.state.value,
            "opened_by": case.opened_by,
            "opened_at": case.opened_at,
            "thread": case.thread,
        }
        try:
            with self._connection.begin_nested():
                self._connection.execute(add(cases).values(row))
        except IntegrityError:
            raise LostRace() from None

    def get(self, case_id: str) -> Case:
        found = select(cases).where(cases.c.case_id == case_id)
        return _case(one(self._connection, found, f"case {case_id}"))

    def next_number(self) -> int:
        return (self._connection.scalar(select(func.max(cases.c.number))) or 0) + 1

    def place(self, case_id: str, thread: str) -> None:
        hit(self._connection, update(cases).where(cases.c.case_id == case_id).values(thread=thread))

    def fraud_customers(self) -> set[CustomerKey]:
        """Customers with an open case of fraud or misuse."""
        found = select(cases.c.account, cases.c.tenant_id).where(
            IS_OPEN_CASE, cases.c.kind.in_([Reason.FRAUD, Reason.MISUSE])
        )
        return {CustomerKey(*row) for row in self._connection.execute(found)}


def _case(row: Row[Any]) -> Case:
    values = dict(row._mapping)
    return Case(
        customer=CustomerKey(values.pop("account"), values.pop("tenant_id")),
        kind=Reason(values.pop("kind")),
        state=CaseState(values.pop("state")),
        **values,
    )
