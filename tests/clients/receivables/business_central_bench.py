"""The books of the suite as a company's ledger in Business Central."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flask import Flask, Response

from clients.http import Timeouts
from clients.receivables_business_central import BusinessCentralAccount, BusinessCentralBooks
from clients.their_clock import in_step
from core.domain.exposure import Category, Document, Kind, Status
from core.domain.secret import Secret
from core.ports.receivables import Receivables
from core.ports.records import SheetRow
from sandbox.accounting.business_central import BusinessCentral
from sandbox.accounting.business_central_truth import Customer, Entry, Invoice, Truth
from sandbox.partner_center.answers import cut_short
from sandbox.serving import Serving
from tests.clients.receivables.bench import APART, TOO_FAR, Room, Trouble

NOW = datetime(2026, 10, 12, 6, 30, tzinfo=UTC)
SHORT = Timeouts(connect=1.0, read=2.0, write=1.0, pool=1.0)
AWAY = 37
# A ledger knows neither holds nor drafts, and a write-off as a payment or a credit memo.
NOT_IN_A_LEDGER = frozenset({Status.WRITTEN_OFF, Status.ON_HOLD, Status.DRAFT})
TYPES = {
    (Kind.INVOICE, Category.CLOUD): "Invoice",
    (Kind.INVOICE, Category.FEE): "Reminder",
    (Kind.INVOICE, Category.OTHER): "",
    (Kind.CREDIT_NOTE, Category.CLOUD): "Credit Memo",
    (Kind.PAYMENT_UNAPPLIED, Category.CLOUD): "Payment",
    (Kind.FINANCE_CHARGE, Category.CLOUD): "Finance Charge Memo",
}


class BusinessCentralBench:
    troubles = frozenset(Trouble)
    pause = float(AWAY)
    marks = False

    def __init__(self, stand_in: BusinessCentral, url: str) -> None:
        self._stand_in = stand_in
        self._truth = stand_in.truth
        self._account = account(stand_in.truth, url)
        self.secrets: Sequence[str] = stand_in.confidential
        self._made: list[BusinessCentralBooks] = []
        self.unknown_id = f"{stand_in.truth.company_id}:999999"

    def clock(self) -> datetime:
        return NOW

    def told(self, truth: SheetRow) -> SheetRow | None:
        if truth.document.status in NOT_IN_A_LEDGER:
            return None
        number = entry_number(truth.document)
        document = replace(truth.document, document_id=f"{self._truth.company_id}:{number}")
        return replace(truth, document=document, tenant_id="")

    def fill(self, truths: Sequence[SheetRow]) -> None:
        self._truth.customers.clear()
        self._truth.entries.clear()
        self._truth.invoices.clear()
        for one in truths:
            self.change(one)

    def change(self, truth: SheetRow) -> None:
        document, books = truth.document, self._truth
        if document.status in NOT_IN_A_LEDGER:
            return
        named = Customer(document.customer_ref, truth.customer_name, truth.billing_email)
        books.customers[named.number] = named
        entry = entry_of(document, books.currency)
        books.entries[entry.number] = entry
        books.invoices[:] = [one for one in books.invoices if one.number != document.number]
        if entry.type == "Invoice":
            books.invoices.append(invoice_of(document))

    def adapter(self, page_size: int = 100) -> Receivables:
        books = BusinessCentralBooks(
            self._account,
            clock=self.clock,
            page_size=page_size,
            timeouts=SHORT,
            heard=in_step(self.clock, APART),
        )
        self._made.append(books)
        return books

    def disturb(self, trouble: Trouble) -> None:
        if trouble is Trouble.KEPT_OUT:
            self._truth.enabled = False
        elif trouble is Trouble.APART:
            self._stand_in.ahead = TOO_FAR
        else:
            self._stand_in.trouble = lambda path, response: TROUBLES[trouble](response)

    def close(self) -> None:
        for books in self._made:
            books.close()

    def calm(self) -> None:
        self._truth.enabled = True
        self._stand_in.ahead = timedelta()
        self._stand_in.trouble = lambda path, response: response


def account(truth: Truth, url: str) -> BusinessCentralAccount:
    return BusinessCentralAccount(
        tenant=truth.tenant,
        environment=truth.environment,
        company=truth.company_id,
        client_id=truth.client_id,
        secret=Secret(truth.client_secret),
        source="books",
        api_url=url,
        login_url=url,
    )


def entry_number(document: Document) -> int:
    return 2800 + int(document.document_id.removeprefix("D"))


def entry_of(document: Document, local: str) -> Entry:
    """The local currency is written as none."""
    currency = document.total.currency
    return Entry(
        number=entry_number(document),
        customer=document.customer_ref,
        type=TYPES[document.kind, document.category],
        document=document.number,
        issued=document.issued.isoformat(),
        due=document.due.isoformat() if document.due else "",
        amount=document.total.amount,
        remaining=document.open.amount,
        currency="" if currency == local else currency,
        open=document.status is not Status.CLOSED,
    )


def invoice_of(document: Document) -> Invoice:
    return Invoice(
        number=document.number,
        customer=document.customer_ref,
        order=f"PO-{document.number}",
        dispute="INVEST" if document.status is Status.DISPUTED else "",
        status="Paid" if document.status is Status.CLOSED else "Open",
    )


def _away(response: Response) -> Response:
    body = '{"error":{"code":"Application_TooManyRequests","message":"Too many requests."}}'
    return Response(body, status=429, headers={"Retry-After": str(AWAY)})


TROUBLES: Mapping[Trouble, Callable[[Response], Response]] = {
    Trouble.BROKEN: lambda response: Response("", status=500),
    Trouble.THROTTLED: _away,
    Trouble.CUT: cut_short,
    Trouble.NONSENSE: lambda response: Response("<html>Sign in to the proxy</html>"),
}


@contextmanager
def serving(truth: Truth | None = None) -> Iterator[tuple[BusinessCentral, str]]:
    """A stand-in on a free port."""
    stand_in = BusinessCentral(truth or Truth(), lambda: NOW)
    app = Flask("business-central")
    app.register_blueprint(stand_in.blueprint)
    served = Serving(app, port=0, threads=4, name="business-central")
    try:
        yield stand_in, f"http://127.0.0.1:{served.port}"
    finally:
        served.stop()


@contextmanager
def business_central(room: Room) -> Iterator[BusinessCentralBench]:
    with serving() as (stand_in, url):
        bench = BusinessCentralBench(stand_in, url)
        yield bench
        bench.close()
