"""Signs that the money is not theirs: disputed and returned payments, early warnings, and a first
invoice that nobody pays."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time

from core.accounts import laid_over
from core.domain.customers import CustomerKey, MappingState
from core.domain.disputes import Dispute
from core.domain.exposure import Document
from core.domain.payment_warnings import KINDS, STRENGTHS, PaymentWarning, Warned, first_unpaid
from core.domain.signals import Observed, SignalKind
from core.dossiers import facts_in, place_in
from core.ports.dossiers import Dossier
from core.ports.office import Office
from core.ports.payment_warnings import PaymentWarnings
from core.ports.store import Work
from core.usecases.signals import observe

log = logging.getLogger(__name__)

BOOKS = "books"
CARD = "card"


def take(warnings: Iterable[PaymentWarning], *, office: Office) -> int:
    """Write down what a source warned of; how many were of nobody who is known here."""
    unknown = 0
    for warning in warnings:
        with office.store() as work:
            key = _customer(work, warning)
            if key is None:
                unknown += 1
                log.warning("a payment warning of nobody known source=%s", warning.source)
                continue
            observe(work, _warned(warning, key), office=office)
            work.commit()
    return unknown


def read(source: PaymentWarnings, since: datetime, *, office: Office) -> int:
    """Ask one source and write down what it says; how many were of nobody. Raises Unreachable."""
    return take(source.warnings(since), office=office)


def _customer(work: Work, warning: PaymentWarning) -> CustomerKey | None:
    debtor = work.books.debtor(warning.source, warning.customer_ref)
    if debtor is None or debtor.mapping is not MappingState.CONFIRMED:
        return None
    return debtor.customer


def _warned(warning: PaymentWarning, key: CustomerKey) -> Observed:
    amount = f"{warning.amount.plain()} {warning.amount.currency}"
    said = (("amount", amount), ("document", warning.document), ("reason", warning.reason))
    return Observed(
        customer=key,
        kind=KINDS[warning.what],
        key=f"{warning.source}:{warning.what}:{warning.warning_id}",
        strength=STRENGTHS[warning.what],
        facts=tuple((name, value) for name, value in said if value),
        source=warning.source,
        began_at=warning.at,
    )


def note_returned(
    work: Work, key: CustomerKey, documents: Sequence[Document], on: date, *, office: Office
) -> None:
    """Payments of one customer that came back: documents that were closed are open again."""
    for document in documents:
        warning = PaymentWarning(
            source=document.source,
            warning_id=f"{document.document_id}:{on}",
            what=Warned.RETURNED,
            customer_ref=document.customer_ref,
            amount=document.open,
            at=office.clock(),
            document=document.number,
        )
        observe(work, _warned(warning, key), office=office)


def note_disputed(work: Work, dispute: Dispute, document: Document, *, office: Office) -> None:
    """A document that was paid by card and is disputed."""
    if CARD not in document.payment_method.casefold():
        return
    warning = PaymentWarning(
        source=dispute.source,
        warning_id=dispute.dispute_id,
        what=Warned.DISPUTED,
        customer_ref=document.customer_ref,
        amount=dispute.amount,
        at=office.clock(),
        document=dispute.number,
    )
    observe(work, _warned(warning, dispute.customer), office=office)


def signs(work: Work, dossier: Dossier, *, office: Office) -> Iterator[Observed]:
    """The first invoice of a new customer who has paid nothing yet."""
    key, on = dossier.customer, place_in(dossier).local(office.clock()).date()
    pages = laid_over(dossier.pages, dossier.ours, on)
    found = first_unpaid([document for page in pages for document in page.documents], on)
    if found is None or work.payments.of(key):
        return
    rules = work.policies.current().rules
    if "new" not in facts_in(dossier, on, rules=rules, office=office).tags:
        return
    document = found.document
    yield Observed(
        customer=key,
        kind=SignalKind.FIRST_INVOICE_UNPAID,
        key=f"{document.source}:{document.document_id}",
        strength=found.strength,
        facts=(
            ("document", document.number),
            ("amount", f"{document.open.plain()} {document.open.currency}"),
            ("due", str(document.due)),
            ("days late", str(found.days)),
        ),
        source=BOOKS,
        began_at=datetime.combine(document.issued, time(), UTC),
    )
