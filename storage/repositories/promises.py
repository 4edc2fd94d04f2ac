"""Promises with the documents that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, select, update
from sqlalchemy import insert as add

from core.domain.agreements import DocumentKey
from core.domain.customers import CustomerKey
from core.domain.plans import Basis
from core.domain.promises import Promise, PromiseState, terms_hash
from storage.codec import from_minor, to_minor
from storage.sql import NotStored, hit
from storage.tables.agreements import promise_basis, promises

STANDING = (PromiseState.OPEN, PromiseState.KEPT)
BASIS = (
    select(promise_basis)
    .where(promise_basis.c.promise_id.in_(bindparam("ids", expanding=True)))
    .order_by(promise_basis.c.due, promise_basis.c.document_id)
)
OF_CUSTOMER = (
    select(promises)
    .where(
        promises.c.account == bindparam("partner"),
        promises.c.tenant_id == bindparam("tenant"),
        promises.c.state != PromiseState.ASKED,
    )
    .order_by(promises.c.id)
)


class SqlPromises:
    """Implements core.ports.agreements.Promises."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, found: Sequence[Promise]) -> None:
        terms = terms_hash(found)
        rows = [_row(promise) | {"terms": terms} for promise in found]
        self._connection.execute(add(promises), rows)
        basis = [_basis_row(promise, one) for promise in found for one in promise.basis]
        if basis:
            self._connection.execute(add(promise_basis), basis)

    def get(self, promise_id: str) -> Promise:
        found = self._read(promises.c.promise_id == promise_id)
        if not found:
            raise NotStored(f"promise {promise_id}")
        return found[0]

    def series(self, series: str) -> list[Promise]:
        return self._read(promises.c.series == series)

    def by_terms(self, terms: str) -> list[Promise]:
        return self._read(promises.c.terms == terms)

    def of(self, key: CustomerKey) -> list[Promise]:
        return self.read(OF_CUSTOMER, {"partner": key.account, "tenant": key.tenant_id})

    def open(self) -> list[Promise]:
        return self._read(promises.c.state == PromiseState.OPEN)

    def resting_on(self, document: DocumentKey) -> list[Promise]:
        source, document_id = document
        there = select(promise_basis.c.promise_id).where(
            promise_basis.c.source == source, promise_basis.c.document_id == document_id
        )
        return self._read(promises.c.promise_id.in_(there), promises.c.state.in_(STANDING))

    def update(self, promise: Promise, seen: Promise) -> None:
        mine = update(promises).where(
            promises.c.promise_id == promise.promise_id, promises.c.state == seen.state
        )
        hit(self._connection, mine.values(_row(promise)))

    def _read(self, *conditions: ColumnElement[bool]) -> list[Promise]:
        return self.read(select(promises).where(*conditions).order_by(promises.c.id), {})

    def read(self, found: Select[Any], values: Mapping[str, object]) -> list[Promise]:
        """Those that a query of the table finds."""
        rows = self._connection.execute(found, values).all()
        basis = self._basis([row.promise_id for row in rows])
        return [_promise(row, basis.get(row.promise_id, [])) for row in rows]

    def _basis(self, ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
        found: dict[str, list[Row[Any]]] = {}
        for row in self._connection.execute(BASIS, {"ids": ids}) if ids else ():
            found.setdefault(row.promise_id, []).append(row)
        return found


def _row(promise: Promise) -> dict[str, object]:
    currency = promise.amount.currency
    return {
        "promise_id": promise.promise_id,
        "series": promise.series,
        "number": promise.number,
        "account": promise.customer.account,
        "tenant_id": promise.customer.tenant_id,
        "currency": currency,
        "amount_minor": to_minor(promise.amount, currency),
        "due_by": promise.by,
        "state": promise.state.value,
        "made_by": promise.made_by,
        "made_on": promise.made_on,
        "credited_minor": to_minor(promise.credited, currency),
        "note": promise.note,
        "ended_on": promise.ended_on,
        "ended_why": promise.ended_why,
        "left_minor": None if promise.left is None else to_minor(promise.left, currency),
    }


def _basis_row(promise: Promise, one: Basis) -> dict[str, object]:
    currency = promise.amount.currency
    return {
        "promise_id": promise.promise_id,
        "source": one.source,
        "document_id": one.document_id,
        "number": one.number,
        "due": one.due,
        "open_minor": to_minor(one.open, currency),
        "disputed_minor": to_minor(one.disputed, currency),
    }


def _promise(row: Row[Any], basis: Iterable[Row[Any]]) -> Promise:
    currency = row.currency
    return Promise(
        promise_id=row.promise_id,
        series=row.series,
        number=row.number,
        customer=CustomerKey(row.account, row.tenant_id),
        amount=from_minor(row.amount_minor, currency),
        by=row.due_by,
        state=PromiseState(row.state),
        made_by=row.made_by,
        made_on=row.made_on,
        basis=tuple(_basis_of(one, currency) for one in basis),
        credited=from_minor(row.credited_minor, currency),
        note=row.note,
        ended_on=row.ended_on,
        ended_why=row.ended_why,
        left=None if row.left_minor is None else from_minor(row.left_minor, currency),
    )


def _basis_of(row: Row[Any], currency: str) -> Basis:
    return Basis(
        source=row.source,
        document_id=row.document_id,
        number=row.number,
        due=row.due,
        open=from_minor(row.open_minor, currency),
        disputed=from_minor(row.disputed_minor, currency),
    )
