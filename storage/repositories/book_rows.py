"""Snapshots, documents, bad rows and debtors as rows, and back."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from core.domain.customers import CustomerKey, Debtor, MappingState
from core.domain.exposure import Category, Document, Kind, Presence, Status
from core.ports.records import RowProblem, SheetRow, Snapshot, Standing
from storage.codec import from_minor, to_minor


def snapshot_row(snapshot: Snapshot) -> dict[str, object]:
    totals = {m.currency: to_minor(m, m.currency) for m in snapshot.totals}
    return {
        "snapshot_id": snapshot.snapshot_id,
        "source": snapshot.source,
        "as_of": snapshot.as_of,
        "file_name": snapshot.file_name,
        "sha256": snapshot.sha256,
        "state": snapshot.state,
        "taken_at": snapshot.taken_at,
        "customers": snapshot.customers,
        "totals": json.dumps(totals),
    }


def snapshot_of(row: Row[Any]) -> Snapshot:
    totals = json.loads(row.totals)
    return Snapshot(
        snapshot_id=row.snapshot_id,
        source=row.source,
        as_of=row.as_of,
        file_name=row.file_name,
        sha256=row.sha256,
        state=row.state,
        taken_at=row.taken_at,
        customers=row.customers,
        totals=tuple(from_minor(minor, currency) for currency, minor in totals.items()),
    )


# What a row says, and the columns of a version of it, in the order of the table.
KEY = ("source", "document_id")
LOOKS = (
    "number", "customer_ref", "customer_name", "tenant_id", "kind", "status", "category",
    "presence", "issued", "due", "currency", "total_minor", "open_minor", "disputed_minor",
    "subscription_ids", "payment_method", "last_payment_on", "last_payment_minor",
    "billing_email",
)  # fmt: skip
VERSION = (*KEY, "since", "digest", *LOOKS)
DIGEST = VERSION.index("digest")
# Looking a word up is quicker than asking its kind for it, and there are a million rows.
KINDS = {one.value: one for one in Kind}
STATUSES = {one.value: one for one in Status}
CATEGORIES = {one.value: one for one in Category}
CLOSED = Status.CLOSED.value
PRESENCES = {one.value: one for one in Presence}
Values = tuple[object, ...]


def version_row(number: int, row: SheetRow) -> Values:
    """The values of `VERSION` as they are written down, days as text."""
    doc = row.document
    currency, due, paid_on = doc.open.currency, doc.due, doc.last_payment_on
    total = to_minor(doc.total, currency)
    return (
        doc.source,
        doc.document_id,
        number,
        row.said,
        doc.number,
        doc.customer_ref,
        row.customer_name,
        row.tenant_id,
        doc.kind.value,
        doc.status.value,
        doc.category.value,
        doc.presence.value,
        doc.issued.isoformat(),
        due.isoformat() if due else None,
        currency,
        total,
        total if doc.open is doc.total else to_minor(doc.open, currency),
        to_minor(doc.disputed, currency),
        json.dumps(doc.subscription_ids) if doc.subscription_ids else "[]",
        doc.payment_method,
        paid_on.isoformat() if paid_on else None,
        to_minor(doc.last_payment, currency) if doc.last_payment else None,
        row.billing_email,
    )


def says(row: Row[Any], told: SheetRow) -> bool:
    """Does a version look like what a row tells? An address that was erased stays away."""
    named = row.customer_name == told.customer_name and row.tenant_id == told.tenant_id
    if not named or row.presence not in PRESENCES:
        return False
    if row.billing_email not in (None, told.billing_email):
        return False
    # That nothing was paid last is not kept.
    return document_of(row) == replace(
        told.document, last_payment=told.document.last_payment or None
    )


def standing_of(version: int, status: str, open_minor: int, currency: str) -> Standing:
    return Standing(version, None if status == CLOSED else from_minor(open_minor, currency))


@lru_cache(maxsize=1024)
def _ids_in(text: str) -> tuple[str, ...]:
    """Most documents name none, and others the same ones again."""
    return tuple(json.loads(text))


def document_of(row: Row[Any]) -> Document:
    paid = row.last_payment_minor
    return Document(
        source=row.source,
        document_id=row.document_id,
        number=row.number,
        customer_ref=row.customer_ref,
        kind=KINDS[row.kind],
        status=STATUSES[row.status],
        issued=row.issued,
        due=row.due,
        total=from_minor(row.total_minor, row.currency),
        open=from_minor(row.open_minor, row.currency),
        disputed=from_minor(row.disputed_minor, row.currency),
        category=CATEGORIES[row.category],
        presence=PRESENCES[row.presence],
        subscription_ids=_ids_in(row.subscription_ids),
        payment_method=row.payment_method,
        last_payment_on=row.last_payment_on,
        last_payment=None if paid is None else from_minor(paid, row.currency),
    )


def bad_row(snapshot_id: str, problem: RowProblem) -> dict[str, object]:
    return {
        "snapshot_id": snapshot_id,
        "line": problem.line,
        "customer_ref": problem.customer_ref,
        "problem": problem.problem,
        "facts": json.dumps(dict(problem.facts), ensure_ascii=False),
    }


def problem_of(row: Row[Any]) -> RowProblem:
    return RowProblem(row.line, row.customer_ref, row.problem, json.loads(row.facts))


def debtor_row(debtor: Debtor) -> dict[str, object]:
    key = debtor.customer
    return {
        "source": debtor.source,
        "customer_ref": debtor.customer_ref,
        "name": debtor.name,
        "mapping": debtor.mapping.value,
        "account": key.account if key else None,
        "tenant_id": key.tenant_id if key else None,
    }


def debtor_of(row: Row[Any]) -> Debtor:
    key = CustomerKey(row.account, row.tenant_id) if row.account else None
    return Debtor(row.source, row.customer_ref, row.name, MappingState(row.mapping), key)
