"""Invoices that were paid, of the customers whose names in the books are confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, bindparam, delete, exists, select

from core.domain.agreements import DocumentKey
from core.domain.credit_advice import Paid
from core.domain.customers import CustomerKey, MappingState
from core.domain.money import Money
from storage.sql import by_customer, by_partner, put, theirs
from storage.tables.agreements import returned_payments, write_offs
from storage.tables.books import debtors
from storage.tables.credits import paid_documents

IS_THEIRS = and_(*theirs(debtors), debtors.c.mapping == MappingState.CONFIRMED)
WRITTEN_OFF = exists().where(
    write_offs.c.source == paid_documents.c.source,
    write_offs.c.document_id == paid_documents.c.document_id,
)


def _named_in(table: Table) -> Any:
    """Rows of this table by the name in the books that they belong to."""
    return and_(debtors.c.source == table.c.source, debtors.c.customer_ref == table.c.customer_ref)


# Made once: making a statement takes longer than running it.
PAID = (
    select(debtors.c.account, debtors.c.tenant_id, paid_documents)
    .join(paid_documents, _named_in(paid_documents))
    .where(IS_THEIRS, paid_documents.c.paid_on > bindparam("since"), ~WRITTEN_OFF)
    .order_by(paid_documents.c.due, paid_documents.c.document_id)
)
RETURNED = (
    select(returned_payments.c.returned_on)
    .join(debtors, _named_in(returned_payments))
    .where(IS_THEIRS, returned_payments.c.returned_on > bindparam("since"))
    .order_by(returned_payments.c.returned_on)
)
OF_DOCUMENT = delete(paid_documents).where(
    paid_documents.c.source == bindparam("of_source"),
    paid_documents.c.document_id == bindparam("of_document"),
)
NAMES_DAYS = select(
    exists().where(paid_documents.c.source == bindparam("of_source"), ~paid_documents.c.at_latest)
)


class SqlPayments:
    """Implements core.ports.payments.Payments."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, found: Sequence[Paid]) -> None:
        put(self._connection, paid_documents, [_row(one) for one in found])

    def take_back(self, documents: Sequence[DocumentKey]) -> None:
        rows = [{"of_source": source, "of_document": one} for source, one in documents]
        if rows:
            self._connection.execute(OF_DOCUMENT, rows)

    def names_days(self, source: str) -> bool:
        return bool(self._connection.scalar(NAMES_DAYS, {"of_source": source}))

    def of(self, key: CustomerKey, since: date = date.min) -> list[Paid]:
        return self.of_each([key], since).get(key, [])

    def of_each(self, keys: Sequence[CustomerKey], since: date) -> Mapping[CustomerKey, list[Paid]]:
        return {
            key: [_paid(row) for row in rows]
            for wanted in by_partner(keys)
            for key, rows in by_customer(self._connection, PAID, {**wanted, "since": since}).items()
        }

    def returned(self, key: CustomerKey, since: date) -> list[date]:
        (wanted,) = by_partner([key])
        return list(self._connection.scalars(RETURNED, {**wanted, "since": since}))


def _row(paid: Paid) -> dict[str, object]:
    return {
        "source": paid.source,
        "document_id": paid.document_id,
        "customer_ref": paid.customer_ref,
        "total": paid.total.plain(),
        "currency": paid.total.currency,
        "issued": paid.issued,
        "due": paid.due,
        "paid_on": paid.paid_on,
        "payment_method": paid.payment_method,
        "at_latest": paid.at_latest,
    }


def _paid(row: Row[Any]) -> Paid:
    total = Money(Decimal(row.total), row.currency)
    return Paid(
        row.source, row.document_id, row.customer_ref, total, row.issued, row.due, row.paid_on,
        row.payment_method, row.at_latest,
    )  # fmt: skip
