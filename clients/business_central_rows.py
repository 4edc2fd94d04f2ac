"""A customer ledger entry of Business Central as a row of receivables.v1.

Sources: Microsoft, query 262 "Cust. Ledger Entries" and table 21 "Cust. Ledger Entry" of the base
application; "salesInvoice resource type", "customer resource type"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from core.domain.exposure import CREDITS, Category, Kind, Status
from core.domain.outside_text import storable
from core.ports.receivables import Row

# What OData cannot say in a word of an enumeration comes as `Credit_x0020_Memo`.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
NO_DAY = "0001-01-01"
# No amount that is meant seriously has more digits.
MOST_DIGITS = 40
KINDS: Mapping[str, tuple[Kind, Category]] = {
    "Invoice": (Kind.INVOICE, Category.CLOUD),
    "Credit Memo": (Kind.CREDIT_NOTE, Category.CLOUD),
    "Finance Charge Memo": (Kind.FINANCE_CHARGE, Category.CLOUD),
    "Reminder": (Kind.INVOICE, Category.FEE),
}
# Money that went one way or the other. A journal may leave the type of an entry empty.
MOVED = frozenset({"Payment", "Refund", ""})


@dataclass(frozen=True, slots=True)
class Debtor:
    """What the customer's card adds."""

    name: str
    email: str
    registration: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What the sales invoice adds."""

    order: str
    dispute: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What every row of a reading is made with. Remarks are by customer and number: a number alone
    may stand for several documents. `currency` is what an empty one means."""

    source: str
    as_of: str
    company_id: str
    currency: str
    debtors: Mapping[str, Debtor] = field(default_factory=dict)
    remarks: Mapping[tuple[str, str], Remark] = field(default_factory=dict)


def row(entry: Mapping[str, object], beside: Beside) -> Row:
    """Amounts are in the document's currency. What has another shape stays as it came."""
    customer, number = plain(entry, "Customer_No"), plain(entry, "Document_No")
    type_ = word(entry, "Document_Type")
    kind, category = _kind(entry, type_)
    remark = beside.remarks.get((customer, number)) if type_ == "Invoice" else None
    debtor = beside.debtors.get(customer)
    status = _status(entry, kind, remark)
    return {
        "schema_version": "1",
        "as_of": beside.as_of,
        "source_system": beside.source,
        "customer_ref": customer,
        "customer_name": (debtor.name if debtor else "") or plain(entry, "Customer_Name"),
        "tenant_id": "",
        "document_id": document_id(beside.company_id, plain(entry, "Entry_No")),
        "document_number": number,
        "document_type": kind,
        "issue_date": _day(entry, "Document_Date") or _day(entry, "Posting_Date"),
        "due_date": _day(entry, "Due_Date"),
        "currency": plain(entry, "Currency_Code") or beside.currency,
        "total_amount": plain(entry, "Amount"),
        "open_amount": "0" if status == Status.CLOSED else plain(entry, "Remaining_Amount"),
        "status": status,
        "po_number": remark.order if remark else "",
        "billing_email": debtor.email if debtor else "",
        "registration_number": debtor.registration if debtor else "",
        "dispute_reason": remark.dispute if remark else "",
        "category": category,
    }


def document_id(company_id: str, entry_number: str) -> str:
    """Entries are numbered within their company; document numbers are not unique."""
    return f"{company_id}:{entry_number}" if entry_number else ""


def debtor(customer: Mapping[str, object]) -> Debtor:
    """Of several addresses the first."""
    email, _, _ = plain(customer, "email").partition(";")
    registration = plain(customer, "taxRegistrationNumber")
    return Debtor(plain(customer, "displayName"), email.strip(), registration)


def remark(invoice: Mapping[str, object]) -> Remark:
    """Whatever a company calls its dispute statuses: as long as one is set, somebody objects."""
    order = plain(invoice, "customerPurchaseOrderReference")
    dispute = plain(invoice, "disputeStatus")
    return Remark(order or plain(invoice, "externalDocumentNumber"), dispute)


def plain(said: Mapping[str, object], name: str) -> str:
    """A field as text, amounts with all their digits."""
    value = said.get(name)
    if value is None:
        return ""
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < MOST_DIGITS:
        return f"{value:f}"
    return str(value).strip()


def word(said: Mapping[str, object], name: str) -> str:
    """A word of an enumeration, with its blanks."""
    text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), plain(said, name))
    return storable(text).strip()


def _kind(entry: Mapping[str, object], type_: str) -> tuple[str, str]:
    """An empty type, a payment or a refund is set against debts where it is in the customer's
    favour; otherwise nobody wrote an invoice for it: it is shown, and not demanded."""
    if type_ not in MOVED:
        kind, category = KINDS.get(type_, (type_, Category.CLOUD))
        return str(kind), category.value
    amount = entry.get("Amount") or entry.get("Remaining_Amount")
    if isinstance(amount, Decimal | int) and amount > 0:
        return Kind.INVOICE.value, Category.OTHER.value
    return Kind.PAYMENT_UNAPPLIED.value, Category.CLOUD.value


def _status(entry: Mapping[str, object], kind: str, remark: Remark | None) -> str:
    """An entry is open until all of it was applied. A write-off is posted as a payment or a credit
    memo, so that the ledger cannot tell it from one."""
    match entry.get("Open"):
        case False:
            return Status.CLOSED.value
        case True if remark and remark.dispute:
            return Status.DISPUTED.value
        case True if kind in CREDITS or entry.get("Amount") == entry.get("Remaining_Amount"):
            return Status.OPEN.value
        case True:
            return Status.PARTIALLY_PAID.value
    return plain(entry, "Open")


def _day(entry: Mapping[str, object], name: str) -> str:
    found = plain(entry, name)
    return "" if found == NO_DAY else found
