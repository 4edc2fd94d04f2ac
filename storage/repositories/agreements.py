"""Disputes, holds, and the marks on documents: what we wrote off and what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, select, update
from sqlalchemy import insert as add
from sqlalchemy.exc import IntegrityError

from core.domain.agreements import DocumentKey, Ours
from core.domain.customers import CustomerKey
from core.domain.disputes import Dispute, DisputeState
from core.domain.errors import LostRace
from core.domain.exposure import Document
from core.domain.holds import Hold, HoldKind
from storage.codec import from_minor, to_minor
from storage.sql import hit, put, row_of, rows_of
from storage.tables.agreements import STANDS, disputes, holds, returned_payments, write_offs


class SqlDisputes:
    """Implements core.ports.agreements.Disputes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, dispute: Dispute) -> None:
        named = (disputes.c.source == dispute.source) & (
            disputes.c.document_id == dispute.document_id
        )
        if self.read(named, disputes.c.state == DisputeState.OPEN):
            raise LostRace()
        self._connection.execute(add(disputes).values(_dispute_row(dispute)))

    def get(self, dispute_id: str) -> Dispute:
        return dispute_of(row_of(self._connection, disputes, "dispute", dispute_id=dispute_id))

    def of(self, key: CustomerKey) -> list[Dispute]:
        mine = {"account": key.account, "tenant_id": key.tenant_id}
        return [dispute_of(row) for row in rows_of(self._connection, disputes, "id", **mine)]

    def open(self) -> list[Dispute]:
        return self.read(disputes.c.state == DisputeState.OPEN)

    def update(self, dispute: Dispute, seen: Dispute) -> None:
        mine = update(disputes).where(
            disputes.c.dispute_id == dispute.dispute_id, disputes.c.state == seen.state
        )
        hit(self._connection, mine.values(_dispute_row(dispute)))

    def read(self, *conditions: ColumnElement[bool]) -> list[Dispute]:
        found = select(disputes).where(*conditions).order_by(disputes.c.id)
        return [dispute_of(row) for row in self._connection.execute(found)]


class SqlHolds:
    """Implements core.ports.agreements.Holds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, found: Sequence[Hold]) -> None:
        try:
            self._connection.execute(add(holds), [_hold_row(hold) for hold in found])
        except IntegrityError:
            raise LostRace() from None

    def get(self, hold_id: str) -> Hold:
        return hold_of(row_of(self._connection, holds, "hold", hold_id=hold_id))

    def of(self, key: CustomerKey) -> list[Hold]:
        mine = {"account": key.account, "tenant_id": key.tenant_id}
        return [hold_of(row) for row in rows_of(self._connection, holds, "id", **mine)]

    def batch(self, batch: str) -> list[Hold]:
        return self.read(holds.c.batch == batch)

    def standing(self) -> list[Hold]:
        return self.read(STANDS)

    def update(self, hold: Hold) -> None:
        mine = update(holds).where(holds.c.hold_id == hold.hold_id, STANDS)
        hit(self._connection, mine.values(_hold_row(hold)))

    def read(self, *conditions: ColumnElement[bool]) -> list[Hold]:
        found = select(holds).where(*conditions).order_by(holds.c.id)
        return [hold_of(row) for row in self._connection.execute(found)]


class SqlMarks:
    """Implements core.ports.agreements.Marks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._disputes, self._holds = SqlDisputes(connection), SqlHolds(connection)

    def write_off(self, document: DocumentKey, on: date, plan_id: str) -> None:
        source, document_id = document
        row = {"source": source, "document_id": document_id, "written_on": on, "plan_id": plan_id}
        put(self._connection, write_offs, [row])

    def give_back(self, found: Sequence[Document], on: date) -> None:
        rows = [
            {
                "source": doc.source,
                "document_id": doc.document_id,
                "customer_ref": doc.customer_ref,
                "returned_on": on,
            }
            for doc in found
        ]
        put(self._connection, returned_payments, rows)

    def ours(self, key: CustomerKey) -> Ours:
        marks = self.marks()
        return replace(marks, disputes=self._disputes.of(key), holds=self._holds.of(key))

    def everybody(self) -> tuple[Ours, Mapping[CustomerKey, Sequence[Hold]]]:
        by_customer: dict[CustomerKey, list[Hold]] = {}
        for hold in self._holds.read():
            by_customer.setdefault(hold.customer, []).append(hold)
        return replace(self.marks(), disputes=self._disputes.read()), by_customer

    def marks(self) -> Ours:
        """Those on documents alone: write-offs, and payments that came back."""
        return Ours(
            written_off=self._days(write_offs, "written_on"),
            returned=self._days(returned_payments, "returned_on"),
        )

    def _days(self, table: Table, day: str) -> dict[DocumentKey, date]:
        rows = rows_of(self._connection, table)
        return {(row.source, row.document_id): row._mapping[day] for row in rows}


def _plain(found: Dispute | Hold, *without: str) -> dict[str, object]:
    """Fields that are columns as they are."""
    names = (one.name for one in fields(found))
    return {name: getattr(found, name) for name in names if name not in without}


def _dispute_row(dispute: Dispute) -> dict[str, object]:
    currency, then = dispute.amount.currency, dispute.open_then
    key = dispute.customer
    return _plain(dispute, "customer", "amount", "open_then") | {
        "account": key.account,
        "tenant_id": key.tenant_id,
        "currency": currency,
        "amount_minor": to_minor(dispute.amount, currency),
        "open_then_minor": None if then is None else to_minor(then, currency),
    }


def dispute_of(row: Row[Any]) -> Dispute:
    values = dict(row._mapping)
    currency, then = values.pop("currency"), values.pop("open_then_minor")
    del values["id"]
    return Dispute(
        customer=CustomerKey(values.pop("account"), values.pop("tenant_id")),
        amount=from_minor(values.pop("amount_minor"), currency),
        state=DisputeState(values.pop("state")),
        open_then=None if then is None else from_minor(then, currency),
        **values,
    )


def _hold_row(hold: Hold) -> dict[str, object]:
    key = hold.customer
    return _plain(hold, "customer") | {"account": key.account, "tenant_id": key.tenant_id}


def hold_of(row: Row[Any]) -> Hold:
    values = dict(row._mapping)
    del values["id"]
    key = CustomerKey(values.pop("account"), values.pop("tenant_id"))
    return Hold(customer=key, kind=HoldKind(values.pop("kind")), **values)
