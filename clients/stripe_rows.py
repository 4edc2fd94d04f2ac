"""Invoices and balances of Stripe's as rows of receivables.v1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeGuard
from zoneinfo import ZoneInfo

from clients.partner_fields import inner, text
from clients.stripe_calls import Said
from core.domain.customers import is_guid
from core.domain.exposure import Kind, Status
from core.ports.receivables import Row

# docs.stripe.com/currencies, which is not ISO 4217: MGA has no decimals there, ISK and UGX are sent
# in hundredths that are always zero.
NO_DECIMALS = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"
THREE_DECIMALS = "BHD JOD KWD OMR TND"
DIGITS = dict.fromkeys(NO_DECIMALS.split(), 0) | dict.fromkeys(THREE_DECIMALS.split(), 3)
NO_HUNDREDTHS = frozenset({"ISK", "UGX"})

STATUSES = {
    "open": Status.OPEN,
    "uncollectible": Status.WRITTEN_OFF,
    "paid": Status.CLOSED,
    "void": Status.CLOSED,
}
# The two sorts of credit, by the beginning of their ids, as Stripe's dashboard calls them.
CREDITS = {"balance": "Customer balance", "cash": "Cash balance"}
LAST_SECOND = 253_402_300_799


@dataclass(frozen=True, slots=True)
class Reading:
    """What all rows of one reading share; days are counted in `zone`."""

    source: str
    as_of: datetime
    zone: ZoneInfo

    def row(self, **fields: str) -> Row:
        as_of = self.as_of.isoformat()
        return {"schema_version": "1", "as_of": as_of, "source_system": self.source, **fields}

    def day(self, seconds: object) -> str:
        """The day of a Unix time, empty where there is none, and as it is where it is no time."""
        if seconds is None:
            return ""
        if not is_whole(seconds) or not 0 <= seconds <= LAST_SECOND:
            return str(seconds)
        return datetime.fromtimestamp(seconds, self.zone).date().isoformat()


def is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def amount(minor: object, currency: str) -> str:
    """A plain decimal of what Stripe gives in minor units. What is no whole number cannot be told
    from major units, so that it becomes no amount at all."""
    if not is_whole(minor):
        return f"{minor!r} in minor units"
    plain = f"{Decimal(minor).scaleb(-DIGITS.get(currency, 2)):f}"
    return plain.removesuffix(".00") if currency in NO_HUNDREDTHS else plain


def invoice_row(invoice: Said, reading: Reading) -> Row:
    """An invoice with its customer and its payments expanded."""
    currency, status = text(invoice, "currency").upper(), _status(invoice)
    moments, metadata = inner(invoice, "status_transitions"), inner(invoice, "metadata")
    issued = reading.day(invoice.get("effective_at") or moments.get("finalized_at"))
    agreed = reading.day(invoice.get("due_date"))
    left = 0 if status == Status.CLOSED else invoice.get("amount_remaining")
    return reading.row(
        **_customer(invoice),
        **_last_payment(invoice, currency, reading),
        document_id=text(invoice, "id"),
        document_number=text(invoice, "number"),
        document_type=Kind.INVOICE,
        issue_date=issued,
        # What is collected by itself names no day: it is due once it is final.
        due_date=agreed or reading.day(moments.get("finalized_at")),
        terms_days=_days(issued, agreed),
        currency=currency,
        total_amount=amount(_total(invoice), currency),
        open_amount=amount(left, currency),
        status=status,
        payment_method=text(invoice, "collection_method"),
        po_number=text(metadata, "po_number"),
        category=text(metadata, "category").lower(),
        subscription_ids=text(metadata, "subscription_ids"),
        pay_url=text(invoice, "hosted_invoice_url"),
    )


def balance_rows(customer: Said, reading: Reading, also: Iterable[str] = ()) -> dict[str, Row]:
    """A customer's credits by document id. A sort that has nothing in a currency is closed there:
    Stripe leaves it out once it is used up, so that those that were named elsewhere count `also`.
    What is owed by a balance is no document yet: Stripe puts it on the next invoice."""
    held = {
        "balance": _credits(customer),
        "cash": inner(inner(customer, "cash_balance"), "available"),
    }
    named = [*held["balance"], *held["cash"], *also]
    rows = [
        credit_row(customer, sort, code, credits.get(code, 0), reading)
        for sort, credits in held.items()
        for code in filter(None, dict.fromkeys(named))
    ]
    return {row["document_id"]: row for row in rows}


def credit_row(customer: Said, sort: str, code: str, minor: object, reading: Reading) -> Row:
    """One credit, `minor` above zero where there is any. A balance has no date, so that the day of
    the customer stands for it: it does not move from one reading to the next."""
    credit = -max(0, minor) if is_whole(minor) else minor
    currency = code.upper()
    plain = amount(credit, currency)
    return reading.row(
        **_customer({"customer": customer}),
        document_id=f"{sort}:{text(customer, 'id')}:{code}",
        document_number=f"{CREDITS[sort]} {currency}",
        document_type=Kind.PAYMENT_UNAPPLIED,
        issue_date=reading.day(customer.get("created")),
        due_date="",
        currency=currency,
        total_amount=plain,
        open_amount=plain,
        status=Status.CLOSED if credit == 0 else Status.OPEN,
    )


def _status(invoice: Said) -> str:
    said = text(invoice, "status")
    status = STATUSES.get(said, said)
    paid = invoice.get("amount_paid")
    in_part = status == Status.OPEN and is_whole(paid) and paid > 0
    return Status.PARTIALLY_PAID if in_part else status


def _total(invoice: Said) -> object:
    """What was asked for: more than the total where an older debt was put on the invoice
    (docs.stripe.com/billing/customer/balance), and never below what is left of it."""
    total, due = invoice.get("total"), invoice.get("amount_due")
    return max(total, due) if is_whole(total) and is_whole(due) else total


def _customer(invoice: Said) -> dict[str, str]:
    """As it is now; one that was deleted, or is no Customer, as the invoice remembers it."""
    named = invoice.get("customer")
    now = named if isinstance(named, Mapping) else {"id": named}
    ref = text(now, "id") or text(invoice, "customer_account")
    email = text(now, "email") or text(invoice, "customer_email")
    tenant_id = text(inner(now, "metadata"), "tenant_id").lower()
    return {
        "customer_ref": ref,
        "customer_name": text(now, "name") or text(invoice, "customer_name") or email or ref,
        "billing_email": email,
        "tenant_id": tenant_id if is_guid(tenant_id) else "",
        "registration_number": next(_tax_ids(invoice), ""),
    }


def _tax_ids(invoice: Said) -> Iterator[str]:
    """Those that are printed on it, such as a VAT number."""
    listed = invoice.get("customer_tax_ids")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, Mapping) and (value := text(one, "value")):
            yield value


def _last_payment(invoice: Said, currency: str, reading: Reading) -> dict[str, str]:
    listed = inner(invoice, "payments").get("data")
    found = [
        (at, one.get("amount_paid"))
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, Mapping) and one.get("status") == "paid"
        if is_whole(at := inner(one, "status_transitions").get("paid_at"))
    ]
    if not found:
        return {}
    at, paid = max(found, key=lambda payment: payment[0])
    return {"last_payment_date": reading.day(at), "last_payment_amount": amount(paid, currency)}


def _credits(customer: Said) -> Said:
    """By currency, above zero where the customer has a credit. Where there is no such list, of the
    one currency, in which the sign is the other way round."""
    listed = customer.get("invoice_credit_balance")
    if isinstance(listed, Mapping):
        return listed
    code, balance = text(customer, "currency"), customer.get("balance")
    return {code: -balance if is_whole(balance) else balance} if code and balance else {}


def _days(issued: str, due: str) -> str:
    try:
        return str((date.fromisoformat(due) - date.fromisoformat(issued)).days)
    except ValueError:
        return ""
