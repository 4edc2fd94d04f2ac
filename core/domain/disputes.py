"""A dispute of a part of a document: it stays out of what is overdue until it is settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.domain.customers import CustomerKey
from core.domain.exposure import Document, Kind, Presence
from core.domain.money import Money, zero

USUAL_DAYS, LONGEST_DAYS = 30, 90
# So long the books may take to show the credit note.
CREDIT_NOTE_DAYS = timedelta(days=60)


class DisputeState(StrEnum):
    OPEN = "open"
    SETTLED_FOR_CUSTOMER = "settled_for_customer"
    SETTLED_AGAINST = "settled_against"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Dispute:
    """`amount` of one document, said to be wrong on `opened_on` and until `until` (inclusive).
    `open_then` is what was open of the document when it was settled for the customer."""

    dispute_id: str
    customer: CustomerKey
    source: str
    document_id: str
    number: str
    amount: Money
    reason: str
    opened_by: str
    opened_on: date
    until: date
    state: DisputeState = DisputeState.OPEN
    settled_on: date | None = None
    settled_by: str = ""
    open_then: Money | None = None

    def runs(self, on: date) -> bool:
        """Is it still undecided?"""
        return self.state is DisputeState.OPEN and self.opened_on <= on <= self.until

    def takes_out(self, document: Document, others: Iterable[Document], on: date) -> Money:
        """How much of its document does not count on this day; never more than is open."""
        if on < self.opened_on or not self._stands(document, others, on):
            return zero(self.amount.currency)
        return min(self.amount, document.open)

    def against_since(self, on: date) -> date | None:
        """The day from which the document counts anew, where the dispute ended against the customer
        by this day, or ran out."""
        match self.state:
            case DisputeState.SETTLED_AGAINST:
                ended = self.settled_on
            case DisputeState.SETTLED_FOR_CUSTOMER:
                ended = self.settled_on + CREDIT_NOTE_DAYS if self.settled_on else None
            case _:
                ended = self.until
        is_over = ended is not None and ended <= on and not self.runs(on)
        return ended if is_over else None

    def _stands(self, document: Document, others: Iterable[Document], on: date) -> bool:
        if self.state is DisputeState.SETTLED_FOR_CUSTOMER and self.settled_on is not None:
            late = on > self.settled_on + CREDIT_NOTE_DAYS
            return not late and not self._credited(document, others)
        return self.runs(on)

    def _credited(self, document: Document, others: Iterable[Document]) -> bool:
        """Do the books show the credit note: taken off the document, or by itself?"""
        if self.open_then is not None and document.open + self.amount == self.open_then:
            return True
        return any(
            other.kind is Kind.CREDIT_NOTE
            and other.presence is Presence.PRESENT
            and other.issued >= self.opened_on
            and other.total.currency == self.amount.currency
            and abs(other.total.amount) == self.amount.amount
            for other in others
        )
