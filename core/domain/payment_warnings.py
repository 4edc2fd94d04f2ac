"""What whoever collects the money warns of: a payment that is disputed, came back, or is likely
stolen; and the first invoice of a new customer that nobody pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.domain.exposure import Document
from core.domain.money import Money
from core.domain.signals import SignalKind

LATE = 14
LATE_STEPS = ((60, 100), (30, 80), (LATE, 60))


class Warned(StrEnum):
    """A card's owner disputes a payment, a payment came back, the card network warns early."""

    DISPUTED = "disputed"
    RETURNED = "returned"
    EARLY = "early"


KINDS = {
    Warned.DISPUTED: SignalKind.PAYMENT_DISPUTE,
    Warned.RETURNED: SignalKind.PAYMENT_DISPUTE,
    Warned.EARLY: SignalKind.EARLY_FRAUD_WARNING,
}
# A debit comes back for many reasons, of which an empty account is the most frequent.
STRENGTHS = {Warned.DISPUTED: 100, Warned.RETURNED: 50, Warned.EARLY: 100}


@dataclass(frozen=True, slots=True)
class PaymentWarning:
    """`source` and `customer_ref` are the ones of its documents in the books; `warning_id` is the
    source's own and stays the same. `reason` is the source's word for why."""

    source: str
    warning_id: str
    what: Warned
    customer_ref: str
    amount: Money
    at: datetime
    document: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FirstUnpaid:
    """The first invoice of a customer, late."""

    document: Document
    days: int
    strength: int


def first_unpaid(documents: Sequence[Document], on: date) -> FirstUnpaid | None:
    """Of a customer who never paid anything: the oldest invoice that counts, once it is late for a
    fortnight; a later one says nothing while that is not."""
    counted = [one for one in documents if one.counts() and one.due is not None]
    if not counted:
        return None
    first = min(counted, key=lambda one: (one.issued, one.document_id))
    days = first.days_late(on)
    if days < LATE or not first.open - first.disputed:
        return None
    return FirstUnpaid(first, days, next(much for least, much in LATE_STEPS if days >= least))
