"""Invoices, their lines and the balance, as Partner Center answers them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Answer, Refused
from sandbox.partner_center.call import Call
from sandbox.partner_center.clouds import SYMBOLS
from sandbox.partner_center.money.invoices import ONE_TIME, RECURRING, Invoice, invoices
from sandbox.partner_center.money.lines import line_items
from sandbox.partner_center.paging import page_by_offset, page_by_token, place_asked
from sandbox.partner_center.resources import Resource, collection
from sandbox.partner_center.truth import Truth

LARGEST_PAGE = 2000
NEVER = "0001-01-01T00:00:00"
_PROVIDERS = {"office": RECURRING, "onetime": ONE_TIME, "azure": ""}
_KINDS = ("billinglineitems", "usagelineitems")


@dataclass(frozen=True, slots=True)
class Books:
    """What Microsoft has in its books about one partner, at one moment."""

    account: Account
    invoices: Sequence[Invoice]
    now: datetime

    def one(self, id: str) -> Invoice:
        for invoice in self.invoices:
            if invoice.id == id.upper():
                return invoice
        raise Refused(404, "404", f"The invoice {id} was not found.")


def invoice_call(call: Call, truth: Truth, now: datetime) -> Answer:
    """Whatever is asked of /v1/invoices."""
    if call.method != "GET":
        raise Refused(405, "405", f"{call.method} is not allowed here.")
    books = Books(call.account, invoices(call.account, truth, now), now)
    match call.segments[2:]:
        case ():
            return _listed(call, books)
        case ("summary",):
            return Answer(200, _summary(books))
        case ("summaries",):
            return Answer(200, collection([_summary(books)], "/invoices/summaries"), is_list=True)
        case (id,):
            return Answer(200, _whole(books, books.one(id)))
        case (id, "lineitems"):
            asked = call.query.get("provider", ""), call.query.get("invoicelineitemtype", "")
            return _lines(call, books.one(id), *asked)
        case (id, "lineitems", provider, kind):
            return _lines(call, books.one(id), provider, kind)
    raise Refused(404, "404", "There is no resource at this address.")


def _listed(call: Call, books: Books) -> Answer:
    place = place_asked(call, usual=200, largest=LARGEST_PAGE)
    if place.filter:
        raise Refused(400, "400", "The filter cannot be read.")
    found = [_in_list(books, invoice) for invoice in books.invoices]
    return page_by_offset(found, place, "/invoices", {"size": str(place.size)})


def _lines(call: Call, invoice: Invoice, provider: str, kind: str) -> Answer:
    place = place_asked(call, usual=LARGEST_PAGE, largest=LARGEST_PAGE)
    provider, kind = (place.filter or f"{provider}/{kind}").lower().split("/", 1)
    if provider not in _PROVIDERS or kind not in _KINDS:
        raise Refused(400, "400", "The provider or the invoicelineitemtype is not known.")
    is_here = _PROVIDERS[provider] == invoice.kind and kind == _KINDS[0]
    found = line_items(call.account, invoice) if is_here else []
    path = f"/invoices/{invoice.id}/lineitems"
    query = {"provider": provider, "invoicelineitemtype": kind, "size": str(place.size)}
    if provider != "onetime":
        return page_by_offset(found, place, path, query)
    # With the letter missing, as Microsoft's own sample has it: the token says what is wanted.
    odd = {name.replace("invoiceline", "nvoiceline"): value for name, value in query.items()}
    named = type(place)(place.size, f"{provider}/{kind}", place.offset)
    return page_by_token(found, named, path, odd)


def _in_list(books: Books, invoice: Invoice) -> Resource:
    currency = books.account.currency
    provider = "office" if invoice.kind == RECURRING else "one_time"
    path = f"/invoices/{invoice.id}/lineitems?provider={provider.replace('_', '')}"
    uri = f"{path}&invoicelineitemtype=billinglineitems&size={LARGEST_PAGE}&offset=0"
    return {
        "id": invoice.id,
        "invoiceDate": _instant(invoice.issued),
        "billingPeriodStartDate": _instant(invoice.month.first),
        "billingPeriodEndDate": _instant(invoice.month.last),
        "totalCharges": float(invoice.total),
        "paidAmount": float(invoice.paid),
        "currencyCode": currency,
        "currencySymbol": SYMBOLS[currency],
        "documentType": "invoice",
        "invoiceType": invoice.kind,
        "amendments": [],
        "taxReceipts": [],
        "invoiceDetails": [
            {
                "invoiceLineItemType": "billing_line_items",
                "billingProvider": provider,
                "links": {"self": {"uri": uri, "method": "GET", "headers": []}},
                "attributes": {"objectType": "InvoiceDetail"},
            }
        ],
        "links": {"self": {"uri": f"/invoices/{invoice.id}", "method": "GET", "headers": []}},
        "attributes": {"objectType": "Invoice"},
    }


def _whole(books: Books, invoice: Invoice) -> Resource:
    """Only one invoice alone says where its document lies."""
    return _in_list(books, invoice) | {"pdfDownloadLink": f"/invoices/{invoice.id}/documents"}


def _summary(books: Books) -> Resource:
    by_kind = {
        kind: [invoice for invoice in books.invoices if invoice.kind == kind]
        for kind in (RECURRING, ONE_TIME)
    }
    details = [
        {"invoiceType": kind, "summary": _sum(books, found)}
        for kind, found in by_kind.items()
        if found
    ]
    return _sum(books, books.invoices) | {"details": details}


def _sum(books: Books, found: Sequence[Invoice]) -> dict[str, Any]:
    paid = [invoice for invoice in found if invoice.is_paid]
    last = max((invoice.due for invoice in paid), default=None)
    together = sum((i.total for i in paid if i.due == last), Decimal(0))
    dates = sorted(invoice.issued for invoice in found)
    return {
        "balanceAmount": float(sum((i.total - i.paid for i in found), Decimal(0))),
        "currencyCode": books.account.currency,
        "currencySymbol": SYMBOLS[books.account.currency],
        "accountingDate": _instant(books.now.date()),
        "firstInvoiceCreationDate": _instant(dates[0]) if dates else NEVER,
        "lastPaymentDate": _instant(last) if last else NEVER,
        "lastPaymentAmount": float(together),
        "latestInvoiceDate": _instant(dates[-1]) if dates else NEVER,
        "attributes": {"objectType": "InvoiceSummary"},
    }


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
