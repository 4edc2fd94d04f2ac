"""Cases: one open one per customer and kind."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, select, update
from sqlalchemy.exc import IntegrityError

from core.domain.cases import Case, CaseState, Note, Outcome, Severity, Tick, Wait
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.domain.money import Money
from core.domain.plans import Reason
from storage.repositories.delegations import SqlDelegations
from storage.sql import NotStored, add_row, change_row, hit, put, rows_of
from storage.tables.cases import (
    IS_OPEN_CASE,
    case_courses,
    case_ticks,
    case_waits,
    cases,
    notes,
)

# Written by whoever posts the thread, and by nobody else.
PLACED = frozenset({"thread", "link"})
COURSE = [column for column in case_courses.c if column.name != "case_id"]
ALL = select(*cases.c, *COURSE).join(case_courses, case_courses.c.case_id == cases.c.case_id)
BY_ID = ALL.where(cases.c.case_id == bindparam("id"))
OPEN_FOR = ALL.where(
    IS_OPEN_CASE,
    cases.c.account == bindparam("partner"),
    cases.c.tenant_id == bindparam("tenant"),
).order_by(cases.c.number)
MERGED = ALL.where(case_courses.c.merged_into == bindparam("id")).order_by(cases.c.number)
LAST_NUMBER = select(func.max(cases.c.number))


class SqlCases(SqlDelegations):
    """Implements core.ports.cases.Cases."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._connection = connection

    def open_for(self, key: CustomerKey, kind: Reason | None = None) -> list[Case]:
        found = self._all(OPEN_FOR, partner=key.account, tenant=key.tenant_id)
        return [case for case in found if kind in (None, case.kind)]

    def add(self, case: Case) -> None:
        """Raises LostRace when there is an open one, or somebody took the number."""
        try:
            with self._connection.begin_nested():
                add_row(self._connection, cases, _row(case))
        except IntegrityError:
            raise LostRace() from None
        add_row(self._connection, case_courses, _course(case))

    def get(self, case_id: str) -> Case:
        found = self._all(BY_ID, id=case_id)
        if not found:
            raise NotStored(f"case {case_id}")
        return found[0]

    def by_number(self, number: int) -> Case | None:
        return self._first(cases.c.number == number)

    def by_thread(self, thread: str) -> Case | None:
        return self._first(cases.c.thread == thread)

    def _first(self, condition: ColumnElement[bool]) -> Case | None:
        row = self._connection.execute(ALL.where(condition)).first()
        return None if row is None else _case(row)

    def open(self) -> list[Case]:
        return self._all(ALL.where(IS_OPEN_CASE).order_by(cases.c.number.desc()))

    def merged_into(self, case_id: str) -> list[Case]:
        return self._all(MERGED, id=case_id)

    def _all(self, query: Select[Any], **values: str) -> list[Case]:
        return [_case(row) for row in self._connection.execute(query, values)]

    def update(self, case: Case, seen: CaseState) -> None:
        """Raises LostRace when it is not in the state that was seen."""
        values = {name: value for name, value in _row(case).items() if name not in PLACED}
        change_row(self._connection, cases, values, case_id=case.case_id, state=seen)
        put(self._connection, case_courses, [_course(case)])

    def add_note(self, note: Note) -> None:
        row = {"case_id": note.case_id, "person_id": note.person_id, "at": note.at}
        add_row(self._connection, notes, row | {"text": note.text})

    def notes(self, case_id: str) -> list[Note]:
        rows = rows_of(self._connection, notes, "id", case_id=case_id)
        return [Note(row.case_id, row.person_id, row.at, row.text) for row in rows]

    def next_number(self) -> int:
        return (self._connection.scalar(LAST_NUMBER) or 0) + 1

    def place(self, case_id: str, thread: str) -> None:
        self._set(case_id, thread=thread)

    def link(self, case_id: str, link: str) -> None:
        self._set(case_id, link=link)

    def _set(self, case_id: str, **values: str) -> None:
        change_row(self._connection, cases, values, case_id=case_id)

    def fraud_customers(self) -> set[CustomerKey]:
        """Customers with an open case of fraud or misuse."""
        found = select(cases.c.account, cases.c.tenant_id).where(
            IS_OPEN_CASE, cases.c.kind.in_([Reason.FRAUD, Reason.MISUSE])
        )
        return {CustomerKey(*row) for row in self._connection.execute(found)}

    def ticks(self, case_id: str) -> list[Tick]:
        rows = rows_of(self._connection, case_ticks, "at", "item", case_id=case_id)
        return [Tick(**row._mapping) for row in rows]

    def put_tick(self, tick: Tick) -> None:
        row = {name: getattr(tick, name) for name in Tick.__slots__}
        put(self._connection, case_ticks, [row])

    def waits(self, case_id: str) -> list[Wait]:
        rows = rows_of(self._connection, case_waits, "id", case_id=case_id)
        return [Wait(*(row._mapping[name] for name in Wait.__slots__)) for row in rows]

    def add_wait(self, wait: Wait) -> None:
        row = {name: getattr(wait, name) for name in Wait.__slots__}
        add_row(self._connection, case_waits, row)

    def end_wait(self, wait_id: str, at: datetime) -> None:
        mine = (case_waits.c.wait_id == wait_id) & case_waits.c.ended_at.is_(None)
        hit(self._connection, update(case_waits).where(mine).values(ended_at=at))


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


def _course(case: Case) -> dict[str, object]:
    return {
        "case_id": case.case_id,
        "severity": case.severity.value,
        "first_abuse": case.first_abuse,
        "currency": case.per_hour.currency if case.per_hour is not None else "",
        "per_hour": str(case.per_hour.amount) if case.per_hour is not None else "",
        "responded_at": case.responded_at,
        "status_at": case.status_at,
        "outcome": case.outcome.value if case.outcome else "",
        "merged_into": case.merged_into,
    }


def _case(row: Row[Any]) -> Case:
    values = dict(row._mapping)
    amount, currency = values.pop("per_hour"), values.pop("currency")
    return Case(
        customer=CustomerKey(values.pop("account"), values.pop("tenant_id")),
        kind=Reason(values.pop("kind")),
        state=CaseState(values.pop("state")),
        severity=Severity(values.pop("severity")),
        outcome=Outcome(outcome) if (outcome := values.pop("outcome")) else None,
        per_hour=Money(Decimal(amount), currency) if currency else None,
        **values,
    )
