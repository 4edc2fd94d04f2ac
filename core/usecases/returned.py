"""Payments that came back: documents that were closed are open again in newer books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.agreements import case_of, plainly
from core.domain.customers import CustomerKey, MappingState
from core.domain.event import Route
from core.domain.events import PaymentReturned
from core.domain.exposure import Document
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.promise_course import break_all
from core.usecases.signal_payments import note_returned

RETURNED = "returned"


def write_down(work: Work, found: Sequence[Document], *, now: datetime, office: Office) -> None:
    """Each counts anew from today, what it kept is broken, and each customer's are told at once."""
    if not found:
        return
    today, stamp = office.today(now), office.stamp(now, "", Route.AUTOMATION)
    work.marks.give_back(found, today)
    work.payments.take_back([(doc.source, doc.document_id) for doc in found])
    for key, documents in _by_customer(work, found).items():
        event = PaymentReturned(
            case_id=case_of(work, key) if key else "",
            customer=str(key or ""),
            numbers=tuple(doc.number for doc in documents),
            amounts=tuple(plainly(doc.open) for doc in documents),
        )
        record(work, event, stamp)
        if key is not None:
            note_returned(work, key, documents, today, office=office)
        for doc in documents:
            resting = work.promises.resting_on((doc.source, doc.document_id))
            break_all(work, resting, RETURNED, stamp, today)


def _by_customer(work: Work, found: Sequence[Document]) -> dict[CustomerKey | None, list[Document]]:
    """Names that nobody confirmed are together, and nobody's."""
    grouped: dict[CustomerKey | None, list[Document]] = {}
    for doc in found:
        debtor = work.books.debtor(doc.source, doc.customer_ref)
        known = debtor is not None and debtor.mapping is MappingState.CONFIRMED
        grouped.setdefault(debtor.customer if debtor and known else None, []).append(doc)
    return grouped
