"""Stripe's books: invoices in their states, and credits that are balances of customers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

from clients.their_clock import in_step
from core.domain.exposure import Document, Kind, Status
from core.domain.money import Money, zero
from core.ports.receivables import Receivables
from core.ports.records import SheetRow
from tests.clients.a_stripe import KEY, Shop, day, running
from tests.clients.receivables.bench import APART, TOO_FAR, Bench, Room, Trouble

TROUBLES = {
    Trouble.BROKEN: "broken",
    Trouble.THROTTLED: "throttled",
    Trouble.CUT: "cut",
    Trouble.NONSENSE: "nonsense",
    Trouble.KEPT_OUT: "kept_out",
}
SORTS = {Kind.PAYMENT_UNAPPLIED: "cash", Kind.CREDIT_NOTE: "balance"}
CALLED = {"cash": "Cash balance", "balance": "Customer balance"}
DECIMALS = {"JPY": 0, "KRW": 0, "KWD": 3}
# Disputes, holds and charges are nothing that an invoice of Stripe's says.
NOT_SAID = frozenset({Status.DISPUTED, Status.ON_HOLD})
SINCE = date(2026, 1, 15)


class StripeBench:
    troubles = frozenset({*TROUBLES, Trouble.APART})
    pause = 0.0
    marks = True
    secrets: Sequence[str] = (KEY,)
    unknown_id = "in_nowhere"

    def __init__(self, shop: Shop) -> None:
        self._shop, self._account = shop, shop.account

    def clock(self) -> datetime:
        return self._shop.moment

    def told(self, truth: SheetRow) -> SheetRow | None:
        found = truth.document
        if found.kind in SORTS:
            return replace(truth, document=_as_credit(found))
        if not _is_held(found) or found.status is Status.DRAFT:
            return None
        return replace(truth, document=_as_invoice(found))

    def fill(self, truths: Sequence[SheetRow]) -> None:
        self._account.forget()
        for truth in truths:
            self.change(truth)

    def change(self, truth: SheetRow) -> None:
        found, customer = truth.document, _customer(truth.document)
        if customer not in self._account.customers:
            self._account.add_customer(
                truth.customer_name, id=customer, email=truth.billing_email,
                created=day(SINCE.isoformat()), metadata={"tenant_id": truth.tenant_id},
            )  # fmt: skip
        if found.kind in SORTS:
            self._put_credit(found, customer)
        elif _is_held(found):
            self._put_invoice(found, customer)

    def adapter(self, page_size: int = 100) -> Receivables:
        heard = in_step(self.clock, APART)
        return self._shop.books(source="books", page_size=page_size, heard=heard)

    def disturb(self, trouble: Trouble) -> None:
        if trouble is Trouble.APART:
            self._shop.stripe.ahead = -TOO_FAR
        else:
            self._shop.stripe.trouble = TROUBLES[trouble]

    def calm(self) -> None:
        self._shop.stripe.trouble = ""
        self._shop.stripe.ahead = timedelta()

    def _put_credit(self, found: Document, customer: str) -> None:
        put = self._account.put_cash if SORTS[found.kind] == "cash" else self._account.give_credit
        put(customer, found.open.currency.lower(), -_minor(found.open))

    def _put_invoice(self, found: Document, customer: str) -> None:
        """What was paid of it is one payment, on the day of the invoice."""
        id, issued = _invoice(found), day(found.issued.isoformat())
        if id not in self._account.invoices:
            assert found.due is not None
            self._account.draft(
                customer, _minor(found.total), found.total.currency.lower(), id=id, created=issued,
                effective_at=issued, due_date=day(found.due.isoformat()),
                metadata={"category": found.category.value},
            )  # fmt: skip
        if found.status is Status.DRAFT:
            return
        if self._account.invoices[id]["status"] == "draft":
            self._account.finalize(id, found.number)
        if paid := _minor(found.total - found.open):
            self._account.take_back(id)
            self._account.pay(id, paid, at=issued)
        if found.status is Status.WRITTEN_OFF:
            self._account.write_off(id)


def _is_held(found: Document) -> bool:
    return found.kind is Kind.INVOICE and found.status not in NOT_SAID


def _as_invoice(found: Document) -> Document:
    paid = found.total - found.open
    return replace(
        found,
        document_id=_invoice(found),
        customer_ref=_customer(found),
        payment_method="send_invoice",
        last_payment_on=found.issued if paid else None,
        last_payment=paid or None,
    )


def _as_credit(found: Document) -> Document:
    """Of a credit only what is left of it is known, and not since when."""
    sort, currency = SORTS[found.kind], found.open.currency
    left = Money(found.open.amount, currency) + zero(currency)
    return replace(
        found,
        document_id=f"{sort}:{_customer(found)}:{currency.lower()}",
        number=f"{CALLED[sort]} {currency}",
        customer_ref=_customer(found),
        kind=Kind.PAYMENT_UNAPPLIED,
        status=Status.OPEN if left else Status.CLOSED,
        issued=SINCE,
        total=left,
    )


def _customer(found: Document) -> str:
    return f"cus_{found.customer_ref}"


def _invoice(found: Document) -> str:
    return f"in_{found.document_id}"


def _minor(money: Money) -> int:
    return int(money.amount.scaleb(DECIMALS.get(money.currency, 2)).to_integral_exact())


@contextmanager
def stripe(_: Room) -> Iterator[Bench]:
    with running() as shop:
        yield StripeBench(shop)
