"""Rows of receivables.v1: what each field may hold, and what a bad one says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.domain.exposure import Category, Document, Kind, Presence, Status
from core.domain.money import Money
from core.ports.records import RowProblem, SheetRow
from tests.clients.books import CREDIT, only, read, row


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


DOCUMENT = Document(
    source="erp",
    document_id="1",
    number="INV-1",
    customer_ref="D1",
    kind=Kind.INVOICE,
    status=Status.OPEN,
    issued=date(2026, 9, 1),
    due=date(2026, 9, 15),
    total=euros("100.00"),
    open=euros("80.00"),
    disputed=euros("0"),
    subscription_ids=("a1", "b2", "c3", "d4"),
    payment_method="transfer",
    last_payment_on=date(2026, 9, 20),
    last_payment=euros("20.00"),
)


def test_a_row_becomes_a_document(tmp_path: Path) -> None:
    found = only(
        tmp_path,
        payment_method="transfer",
        last_payment_date="2026-09-20",
        last_payment_amount="20.00",
        subscription_ids="A1;b2 c3; ;d4",
        category="cloud",
        notes="two\nlines",
    )

    assert found.document == DOCUMENT
    assert (found.line, found.customer_name) == (2, "Müller & Söhne GmbH")
    assert found.tenant_id == "0ce98e8d-ca00-4ab0-8205-cd156818f096"


@pytest.mark.parametrize(
    ("changed", "field", "expected"),
    [
        ({"category": ""}, "category", Category.CLOUD),
        ({"category": "fee"}, "category", Category.FEE),
        ({"category": "other"}, "category", Category.OTHER),
        (CREDIT | {"due_date": ""}, "due", None),
        (CREDIT | {"due_date": "2026-09-15"}, "due", date(2026, 9, 15)),
        (CREDIT, "open", euros("-20.00")),
        (CREDIT | {"document_type": "payment_unapplied"}, "kind", Kind.PAYMENT_UNAPPLIED),
        (CREDIT | {"open_amount": "-0.00"}, "open", euros("0")),
        ({"document_type": "finance_charge"}, "kind", Kind.FINANCE_CHARGE),
        ({"document_type": "finance_charge", "open_amount": "200"}, "open", euros("200")),
        (
            {"currency": "KRW", "total_amount": "900", "open_amount": "9"},
            "open",
            Money(Decimal(9), "KRW"),
        ),
        ({"status": "draft"}, "status", Status.DRAFT),
        ({"status": "pending"}, "status", Status.OPEN),
        ({"status": "pending"}, "presence", Presence.MISSING),
        ({"status": "disputed"}, "disputed", euros("80.00")),
        ({"status": "disputed", "dispute_amount": "30"}, "disputed", euros("30")),
        ({"status": "open", "dispute_amount": "80.00"}, "disputed", euros("80.00")),
        ({"status": "on_hold", "dispute_amount": "0"}, "disputed", euros("0")),
        ({"status": "closed", "open_amount": "0", "dispute_amount": "30"}, "disputed", euros("0")),
        ({"status": "written_off", "dispute_amount": "99"}, "disputed", euros("0")),
        (CREDIT | {"status": "disputed"}, "disputed", euros("0")),
        ({"subscription_ids": ""}, "subscription_ids", ()),
        ({"last_payment_amount": ""}, "last_payment", None),
        ({"last_payment_amount": "-5"}, "last_payment", euros("-5")),
        ({"document_number": "=1+1"}, "number", "=1+1"),
        ({"customer_ref": "  @SUM(A1)  "}, "customer_ref", "@SUM(A1)"),
    ],
)
def test_what_a_field_may_hold(
    tmp_path: Path, changed: dict[str, str], field: str, expected: object
) -> None:
    assert getattr(only(tmp_path, **changed).document, field) == expected


@pytest.mark.parametrize("id", ["", "0CE98E8D-CA00-4AB0-8205-CD156818F096"])
def test_a_tenant_id_is_lower_case_or_absent(tmp_path: Path, id: str) -> None:
    assert only(tmp_path, tenant_id=id).tenant_id == id.lower()


BAD_ROWS = [
    ({"customer_ref": ""}, "missing", "customer_ref"),
    ({"customer_name": " "}, "missing", "customer_name"),
    ({"document_id": ""}, "missing", "document_id"),
    ({"document_number": ""}, "missing", "document_number"),
    ({"document_type": ""}, "missing", "document_type"),
    ({"issue_date": ""}, "missing", "issue_date"),
    ({"due_date": ""}, "missing", "due_date"),
    ({"total_amount": ""}, "missing", "total_amount"),
    ({"open_amount": ""}, "missing", "open_amount"),
    ({"status": ""}, "missing", "status"),
    ({"source_system": ""}, "missing", "source_system"),
    ({"as_of": ""}, "missing", "as_of"),
    ({"as_of": "yesterday"}, "bad_as_of", "as_of"),
    ({"as_of": "2026-10-12T06:30:00"}, "bad_as_of", "as_of"),
    ({"as_of": "12.10.2026"}, "bad_as_of", "as_of"),
    ({"as_of": "2026-02-30"}, "bad_date", "as_of"),
    ({"document_type": "Invoice"}, "unknown_word", "document_type"),
    ({"document_type": "refund"}, "unknown_word", "document_type"),
    ({"status": "paid"}, "unknown_word", "status"),
    ({"category": "hardware"}, "unknown_word", "category"),
    ({"tenant_id": "contoso"}, "bad_tenant_id", "tenant_id"),
    ({"tenant_id": "{0ce98e8d-ca00-4ab0-8205-cd156818f096}"}, "bad_tenant_id", "tenant_id"),
    ({"tenant_id": "0ce98e8dca004ab08205cd156818f096"}, "bad_tenant_id", "tenant_id"),
    ({"issue_date": "01.09.2026"}, "bad_date", "issue_date"),
    ({"issue_date": "20260901"}, "bad_date", "issue_date"),
    ({"issue_date": "2026-W36-1"}, "bad_date", "issue_date"),
    ({"due_date": "2026-02-30"}, "bad_date", "due_date"),
    ({"due_date": "2026-09-15T00:00:00"}, "bad_date", "due_date"),
    ({"due_date": "9999-12-31"}, "bad_date", "due_date"),
    ({"due_date": "0001-01-01"}, "bad_date", "due_date"),
    (CREDIT | {"due_date": "soon"}, "bad_date", "due_date"),
    ({"last_payment_date": "soon"}, "bad_date", "last_payment_date"),
    ({"total_amount": "1.234,50"}, "bad_amount", "total_amount"),
    ({"total_amount": "1,234.50"}, "bad_amount", "total_amount"),
    ({"total_amount": "100.005"}, "bad_amount", "total_amount"),
    ({"total_amount": "EUR 100"}, "bad_amount", "total_amount"),
    ({"total_amount": "1e3"}, "bad_amount", "total_amount"),
    ({"total_amount": "NaN"}, "bad_amount", "total_amount"),
    ({"total_amount": "Infinity"}, "bad_amount", "total_amount"),
    ({"total_amount": "\u0661\u0660\u0660"}, "bad_amount", "total_amount"),
    ({"total_amount": "1000000000000000"}, "bad_amount", "total_amount"),
    ({"open_amount": "=A1"}, "bad_amount", "open_amount"),
    ({"currency": "KRW", "total_amount": "100.5"}, "bad_amount", "total_amount"),
    ({"last_payment_amount": "some"}, "bad_amount", "last_payment_amount"),
    ({"dispute_amount": "some"}, "bad_amount", "dispute_amount"),
    ({"status": "closed", "dispute_amount": "some"}, "bad_amount", "dispute_amount"),
    ({"status": "disputed", "dispute_amount": "80.01"}, "bad_dispute", "dispute_amount"),
    ({"dispute_amount": "-1"}, "bad_dispute", "dispute_amount"),
    ({"customer_name": "x" * 201}, "too_long", "customer_name"),
    ({"notes": "x" * 4001}, "too_long", "notes"),
]


@pytest.mark.parametrize(("changed", "key", "field"), BAD_ROWS)
def test_a_bad_row_says_what_is_wrong_and_stops_no_other(
    tmp_path: Path, changed: dict[str, str], key: str, field: str
) -> None:
    before, bad, after = read(tmp_path, row(), row(**{"customer_ref": "D2"} | changed), row())

    assert isinstance(before, SheetRow) and isinstance(after, SheetRow)
    assert isinstance(bad, RowProblem)
    assert (bad.line, bad.problem, bad.facts["field"]) == (3, key, field)
    assert bad.customer_ref == changed.get("customer_ref", "D2")
    assert all(len(fact) <= 80 for fact in bad.facts.values())


def test_what_was_found_is_shown_in_part(tmp_path: Path) -> None:
    (bad, _) = read(tmp_path, row(status="x" * 100), row())

    assert isinstance(bad, RowProblem)
    assert bad.facts == {
        "field": "status",
        "value": "x" * 39 + "…",
        "expected": "open, partially_paid, disputed, on_hold, written_off, draft, closed, pending",
    }
