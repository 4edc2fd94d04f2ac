"""Cases: one open one per customer and kind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update
from sqlalchemy import insert as add
from sqlalchemy.exc import IntegrityError

from core.domain.cases import Case, CaseState, Note
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.plans import Reason
from storage.sql import hit, one
from storage.tables.cases import IS_OPEN_CASE, cases, notes

# Written by whoever posts the thread, and by nobody else.
PLACED = frozenset({"thread", "link"})


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
        try:
            with self._connection.begin_nested():
                self._connection.execute(add(cases).values(_row(case)))
        except IntegrityError:
            raise LostRace() from None

    def get(self, case_id: str) -> Case:
        found = select(cases).where(cases.c.case_id == case_id)
        return _case(one(self._connection, found, f"case {case_id}"))

    def by_number(self, number: int) -> Case | None:
        return self._first(cases.c.number == number)

    def by_thread(self, thread: str) -> Case | None:
        return self._first(cases.c.thread == thread)

    def _first(self, condition: ColumnElement[bool]) -> Case | None:
        row = self._connection.execute(select(cases).where(condition)).first()
        return None if row is None else _case(row)

    def open(self) -> list[Case]:
        rows = self._connection.execute(
            select(cases).where(IS_OPEN_CASE).order_by(cases.c.number.desc())
        )
        return [_case(row) for row in rows]

    def update(self, case: Case, seen: CaseState) -> None:
        """Raises LostRace when it is not in the state that was seen."""
        mine = (cases.c.case_id == case.case_id) & (cases.c.state == seen)
        values = {name: value for name, value in _row(case).items() if name not in PLACED}
        hit(self._connection, update(cases).where(mine).values(values))

    def add_note(self, note: Note) -> None:
        row = {"case_id": note.case_id, "person_id": note.person_id, "at": note.at}
        self._connection.execute(add(notes).values(row | {"text": note.text}))

    def notes(self, case_id: str) -> list[Note]:
        found = select(notes).where(notes.c.case_id == case_id).order_by(notes.c.id)
        rows = self._connection.execute(found)
        return [Note(row.case_id, row.person_id, row.at, row.text) for row in rows]

    def next_number(self) -> int:
        return (self._connection.scalar(select(func.max(cases.c.number))) or 0) + 1

    def place(self, case_id: str, thread: str) -> None:
        self._set(case_id, thread=thread)

    def link(self, case_id: str, link: str) -> None:
        self._set(case_id, link=link)

    def _set(self, case_id: str, **values: str) -> None:
        hit(self._connection, update(cases).where(cases.c.case_id == case_id).values(values))

    def fraud_customers(self) -> set[CustomerKey]:
        """Customers with an open case of fraud or misuse."""
        found = select(cases.c.account, cases.c.tenant_id).where(
            IS_OPEN_CASE, cases.c.kind.in_([Reason.FRAUD, Reason.MISUSE])
        )
        return {CustomerKey(*row) for row in self._connection.execute(found)}


def _row(case: Case) -> dict[str, object]:
    return {
        "case_id": case.case_id,
        "number": case.number,
        "account": case.customer.account,
        "tenant_id": case.customer.tenant_id,
        "kind": case.kind.value,
        "state": case.state.value,
        "opened_by": case.opened_by,
        "opened_at": case.opened_at,
        "thread": case.thread,
        "link": case.link,
        "owner": case.owner,
        "closed_at": case.closed_at,
        "told": case.told,
    }


def _case(row: Row[Any]) -> Case:
    values = dict(row._mapping)
    return Case(
        customer=CustomerKey(values.pop("account"), values.pop("tenant_id")),
        kind=Reason(values.pop("kind")),
        state=CaseState(values.pop("state")),
        **values,
    )
