"""An entry of Business Central's customer ledger as a row: what its type and sign make of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clients.business_central_rows import Beside, Debtor, Remark, debtor, remark, row
from clients.csv_file import Record
from clients.receivables_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS, BadField, sheet_row
from core.domain.exposure import Category, Document, Kind, Status
from core.domain.money import Money
from core.ports.records import SheetRow

COMPANY = "7f1c2a90-5d3e-4e11-8e6d-6045bdc8a1f0"
ENTRY: Mapping[str, object] = {
    "Entry_No": 2811,
    "Customer_No": "10000",
    "Customer_Name": "Lindholm Hardware",
    "Posting_Date": "2026-03-04",
    "Due_Date": "2026-04-02",
    "Document_Date": "2026-03-03",
    "Document_Type": "Invoice",
    "Document_No": "103045",
    "Open": True,
    "Currency_Code": "",
    "Amount": Decimal("1837.17"),
    "Remaining_Amount": Decimal("836.8"),
    "AuxiliaryIndex1": "10000",
}
BESIDE = Beside(
    source="books",
    as_of="2026-10-12T06:30:00+00:00",
    company_id=COMPANY,
    currency="EUR",
    debtors={"10000": Debtor("Lindholm Hardware BV", "ap@lindholm.example", "BE0999999922")},
    remarks={("10000", "103045"): Remark("PO-7", ""), ("20000", "103045"): Remark("", "INVEST")},
)


def judged(changed: Mapping[str, object], beside: Beside = BESIDE) -> SheetRow:
    said = row({**ENTRY, **changed}, beside)
    columns = dict.fromkeys((*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS), "")
    assert set(said) <= set(columns)
    return sheet_row(Record(0, columns | dict(said), 0, 0))


def document(**changed: object) -> Document:
    return judged(changed).document


def euros(text: str) -> Money:
    return Money(Decimal(text), "EUR")


def test_an_invoice_with_what_stands_beside_it() -> None:
    found, said = judged({}), row(ENTRY, BESIDE)
    assert found.customer_name == "Lindholm Hardware BV"
    assert (found.billing_email, found.tenant_id) == ("ap@lindholm.example", "")
    assert (said["po_number"], said["as_of"]) == ("PO-7", "2026-10-12T06:30:00+00:00")
    assert said["registration_number"] == "BE0999999922"
    one = found.document
    assert (one.source, one.document_id) == ("books", f"{COMPANY}:2811")
    assert (one.number, one.customer_ref) == ("103045", "10000")
    assert (one.kind, one.status, one.category) == (
        Kind.INVOICE, Status.PARTIALLY_PAID, Category.CLOUD,
    )  # fmt: skip
    assert (one.issued.isoformat(), one.due and one.due.isoformat()) == ("2026-03-03", "2026-04-02")
    assert (one.total, one.open) == (euros("1837.17"), euros("836.80"))


@pytest.mark.parametrize(
    ("type_", "amount", "kind", "category"),
    [
        ("Invoice", 10, Kind.INVOICE, Category.CLOUD),
        ("Credit_x0020_Memo", -10, Kind.CREDIT_NOTE, Category.CLOUD),
        ("Credit Memo", -10, Kind.CREDIT_NOTE, Category.CLOUD),
        ("Finance_x0020_Charge_x0020_Memo", 10, Kind.FINANCE_CHARGE, Category.CLOUD),
        ("Reminder", 10, Kind.INVOICE, Category.FEE),
        ("Payment", -10, Kind.PAYMENT_UNAPPLIED, Category.CLOUD),
        ("Payment", 10, Kind.INVOICE, Category.OTHER),
        ("Refund", 10, Kind.INVOICE, Category.OTHER),
        ("_x0020_", -10, Kind.PAYMENT_UNAPPLIED, Category.CLOUD),
        ("_x0020_", 10, Kind.INVOICE, Category.OTHER),
        ("", 10, Kind.INVOICE, Category.OTHER),
    ],
    ids=lambda value: str(value) if isinstance(value, str | int) else "",
)
def test_type_and_sign_say_what_it_is(
    type_: str, amount: int, kind: Kind, category: Category
) -> None:
    found = document(Document_Type=type_, Amount=amount, Remaining_Amount=amount)
    assert (found.kind, found.category, found.open) == (kind, category, euros(str(amount)))
    assert found.counts() is (kind is Kind.INVOICE and category is Category.CLOUD)


def test_what_it_was_stays_when_nothing_is_left() -> None:
    gone = {"Open": False, "Remaining_Amount": 0}
    assert document(Document_Type="", Amount=-10, **gone).kind is Kind.PAYMENT_UNAPPLIED
    assert document(Document_Type="", Amount=10, **gone).category is Category.OTHER


def test_a_type_that_nobody_knows_is_shown_as_it_came() -> None:
    with pytest.raises(BadField) as raised:
        judged({"Document_Type": "Barter_x0020_Deal"})
    assert (raised.value.key, raised.value.value) == ("unknown_word", "Barter Deal")


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, Status.PARTIALLY_PAID),
        ({"Remaining_Amount": Decimal("1837.17")}, Status.OPEN),
        ({"Customer_No": "20000"}, Status.DISPUTED),
        ({"Customer_No": "20000", "Document_Type": "Reminder"}, Status.PARTIALLY_PAID),
        ({"Customer_No": "20000", "Open": False}, Status.CLOSED),
        ({"Open": False, "Remaining_Amount": 5}, Status.CLOSED),
        (
            {"Document_Type": "Credit Memo", "Amount": -5, "Remaining_Amount": -2},
            Status.OPEN,
        ),
    ],
    ids=["part", "all", "disputed", "a reminder", "settled dispute", "closed", "credit"],
)
def test_how_it_stands(changed: dict[str, object], status: Status) -> None:
    found = document(**changed)
    assert found.status is status
    assert bool(found.open) is (status is not Status.CLOSED)
    assert bool(found.disputed) is (status is Status.DISPUTED)


def test_whether_it_is_open_has_to_be_said() -> None:
    for odd in ("true", None, 1):
        with pytest.raises(BadField):
            judged({"Open": odd})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("999999999999.99"), "999999999999.99"),
        (Decimal("0.1"), "0.1"),
        (Decimal("1E+3"), "1000"),
        (7, "7"),
        (Decimal("1E+999999999"), "1E+999999999"),
        ("12", "12"),
        (None, ""),
    ],
    ids=["large", "tenth", "short", "whole", "absurd", "text", "none"],
)
def test_amounts_are_written_with_all_their_digits(value: object, text: str) -> None:
    assert row({**ENTRY, "Amount": value}, BESIDE)["total_amount"] == text


@pytest.mark.parametrize("name", ["Amount", "Due_Date", "Document_No", "Entry_No", "Customer_No"])
def test_what_is_missing_is_missed(name: str) -> None:
    with pytest.raises(BadField, match="missing"):
        judged({name: None})


def test_an_empty_currency_is_the_companys() -> None:
    assert document(Currency_Code="JPY", Amount=5, Remaining_Amount=5).total.currency == "JPY"
    nowhere = Beside("books", BESIDE.as_of, COMPANY, "")
    with pytest.raises(BadField, match="unknown_currency"):
        judged({}, nowhere)


def test_the_first_day_of_all_is_none() -> None:
    empty = "0001-01-01"
    assert document(Document_Date=empty).issued.isoformat() == "2026-03-04"
    payment = {"Document_Type": "Payment", "Amount": -5, "Remaining_Amount": -5}
    assert document(Due_Date=empty, **payment).due is None


def test_whom_nobody_knows_is_called_as_the_ledger_calls_him() -> None:
    found = judged({"Customer_No": "30000"})
    assert (found.customer_name, found.billing_email) == ("Lindholm Hardware", "")


@pytest.mark.parametrize(
    ("email", "first"),
    [("a@x.example; b@x.example", "a@x.example"), ("a@x.example", "a@x.example"), (None, "")],
    ids=["two", "one", "none"],
)
def test_letters_go_to_the_first_address(email: str | None, first: str) -> None:
    assert debtor({"displayName": "X", "email": email}).email == first


def test_an_order_is_named_in_either_of_two_fields() -> None:
    both = {"customerPurchaseOrderReference": "PO-1", "externalDocumentNumber": "X-1"}
    assert remark(both).order == "PO-1"
    assert remark(both | {"customerPurchaseOrderReference": ""}).order == "X-1"
    assert remark({}) == Remark("", "")


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=12), st.lists(st.integers()),
    st.decimals(allow_nan=False, allow_infinity=False), st.sampled_from(["Invoice", "_xD800_"]),
)  # fmt: skip


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(ENTRY, VALUES)))
@settings(max_examples=150, deadline=None)
def test_whatever_comes_is_a_row_that_is_taken_or_refused(entry: dict[str, object]) -> None:
    said = row(entry, BESIDE)
    assert all(isinstance(text, str) for text in said.values())
    columns = dict.fromkeys((*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS), "")
    with suppress(BadField):
        sheet_row(Record(0, columns | dict(said), 0, 0))
