"""Documents of the partner's books, how late they are, and what is owed in each currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum
from typing import Protocol

from core.domain.money import Money, below, by_currency, zero


class Kind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT_UNAPPLIED = "payment_unapplied"
    FINANCE_CHARGE = "finance_charge"


class Status(StrEnum):
    OPEN = "open"
    PARTIALLY_PAID = "partially_paid"
    DISPUTED = "disputed"
    ON_HOLD = "on_hold"
    WRITTEN_OFF = "written_off"
    DRAFT = "draft"
    CLOSED = "closed"


class Category(StrEnum):
    CLOUD = "cloud"
    OTHER = "other"
    FEE = "fee"


class Presence(StrEnum):
    """Is the document in the newest snapshot? Missing once is unknown: neither chased nor paid; as
    is what a payment is under way for."""

    PRESENT = "present"
    MISSING = "missing"


COUNTED_STATUSES = frozenset({Status.OPEN, Status.PARTIALLY_PAID, Status.DISPUTED, Status.ON_HOLD})
CREDITS = frozenset({Kind.CREDIT_NOTE, Kind.PAYMENT_UNAPPLIED})
BUCKETS = ("not due", "1-30", "31-60", "61-90", "over 90")


@dataclass(frozen=True, slots=True)
class Document:
    """One row of receivables.v1. Credits have an open amount of zero or less and may lack `due`.
    `counted_from` is later than `due` where a dispute or a hold ended against the customer, or a
    payment came back: the customer gets the ladder from there."""

    source: str
    document_id: str
    number: str
    customer_ref: str
    kind: Kind
    status: Status
    issued: date
    due: date | None
    total: Money
    open: Money
    disputed: Money
    category: Category = Category.CLOUD
    presence: Presence = Presence.PRESENT
    subscription_ids: tuple[str, ...] = ()
    payment_method: str = ""
    last_payment_on: date | None = None
    last_payment: Money | None = None
    counted_from: date | None = None

    def counts(self) -> bool:
        """Is this a debt that may lead to anything? Fees, drafts and unknown documents are not."""
        return (
            self.kind is Kind.INVOICE
            and self.category is not Category.FEE
            and self.category is not Category.OTHER
            and self.status in COUNTED_STATUSES
            and self.presence is Presence.PRESENT
        )

    @property
    def since(self) -> date | None:
        """The day from which its days count."""
        return self.due if self.due is None else max(self.due, self.counted_from or self.due)

    def days_late(self, on: date) -> int:
        """Days since it counts; overdue from the day after, 0 before."""
        return max(0, (on - self.since).days) if self.since else 0


@dataclass(frozen=True, slots=True)
class Debt:
    """What is left of one document once its disputed part and unapplied credits are off."""

    source: str
    document_id: str
    number: str
    due: date
    left: Money
    counted_from: date | None = None

    def days_late(self, on: date) -> int:
        return max(0, (on - max(self.due, self.counted_from or self.due)).days)


class Standing(IntEnum):
    """Severest first, so that sorting puts the worst customer on top. UNKNOWN: no books say what is
    owed, and nothing else is amiss."""

    SUSPENDED = 0
    AT_RISK = 1
    OVERDUE = 2
    WATCH = 3
    UNKNOWN = 4
    GOOD = 5


@dataclass(frozen=True, slots=True)
class Exposure:
    """What one customer owes on one day. Sums are per currency and tie: open = the buckets
    + disputed + unknown + not counted - credits used - credits left."""

    on: date
    debts: tuple[Debt, ...]
    disputed: Mapping[str, Money]
    credits: Mapping[str, Money]
    unknown: tuple[Document, ...]
    not_counted: Mapping[str, Money]

    def overdue(self) -> dict[str, Money]:
        """Net overdue per currency: disputed parts and unapplied credits are off."""
        return by_currency(debt.left for debt in self.late())

    def late(self) -> tuple[Debt, ...]:
        """Debts past their due date, oldest first."""
        return tuple(debt for debt in self.debts if debt.days_late(self.on) > 0)

    def days_overdue(self) -> int:
        return max((debt.days_late(self.on) for debt in self.debts), default=0)

    def buckets(self) -> dict[str, dict[str, Money]]:
        """currency -> bucket -> sum, every bucket named."""
        table: dict[str, dict[str, Money]] = {}
        for debt in self.debts:
            row = table.setdefault(
                debt.left.currency, {name: zero(debt.left.currency) for name in BUCKETS}
            )
            name = bucket_of(debt.days_late(self.on))
            row[name] = row[name] + debt.left
        return dict(sorted(table.items()))

    def due_within(self, days: int) -> bool:
        return any(0 <= (debt.due - self.on).days <= days for debt in self.debts)


def bucket_of(days_late: int) -> str:
    """The age bucket of a document that is so many days late."""
    limits = (0, 30, 60, 90)
    return next(
        (name for name, top in zip(BUCKETS, limits, strict=False) if days_late <= top), BUCKETS[-1]
    )


def expose(documents: Iterable[Document], on: date) -> Exposure:
    """What is owed on a day: per currency, oldest due first, the disputed part comes off its own
    document, then unapplied credits come off the oldest."""
    known = list(documents)
    counted = sorted(
        (doc for doc in known if doc.counts() and doc.due),
        key=lambda d: (d.due or on, d.document_id),
    )
    credits = by_currency(-doc.open for doc in known if doc.kind in CREDITS and _credit_counts(doc))
    return Exposure(
        on=on,
        debts=_less_credits([_debt(doc) for doc in counted], credits),
        disputed=by_currency(doc.disputed for doc in counted),
        credits=credits,
        unknown=tuple(doc for doc in known if doc.presence is Presence.MISSING),
        not_counted=by_currency(doc.open for doc in known if _set_aside(doc)),
    )


def _credit_counts(doc: Document) -> bool:
    return doc.presence is Presence.PRESENT and doc.status in COUNTED_STATUSES


def _set_aside(doc: Document) -> bool:
    """Shown, never counted: fees, finance charges, other business, drafts and written-off."""
    return doc.presence is Presence.PRESENT and not doc.counts() and doc.kind not in CREDITS


def _debt(doc: Document) -> Debt:
    assert doc.due is not None
    left = doc.open - doc.disputed
    return Debt(doc.source, doc.document_id, doc.number, doc.due, left, doc.counted_from)


def _less_credits(debts: list[Debt], credits: Mapping[str, Money]) -> tuple[Debt, ...]:
    left = dict(credits)
    remaining = []
    for debt in debts:
        code = debt.left.currency
        used = min(debt.left, left.get(code, zero(code)))
        left[code] = left.get(code, zero(code)) - used
        if debt.left - used:
            remaining.append(replace(debt, left=debt.left - used))
    return tuple(remaining)


class Owing(Protocol):
    """What a customer is late with: from every document, or from sums."""

    def overdue(self) -> Mapping[str, Money]: ...
    def days_overdue(self) -> int: ...


def owes(exposure: Owing, floors: Mapping[str, Money]) -> bool:
    """Is net overdue at or above the floor in at least one currency?"""
    return not below(exposure.overdue(), floors)


def standing_of(
    exposure: Exposure,
    floors: Mapping[str, Money],
    *,
    suspended: int,
    fraud_cases: int,
    over_limits: int,
    known: bool = True,
) -> Standing:
    """Derived, never stored; the severest that holds wins. `over_limits` counts the currencies in
    which more than the credit limit is used, `known` says that there are books to judge by."""
    counts = {"suspended": suspended, "fraud_cases": fraud_cases, "over_limits": over_limits}
    found = standing_of_late(exposure, floors, **counts)
    if found is not Standing.WATCH or exposure.late() or exposure.due_within(5):
        return found
    return Standing.GOOD if known else Standing.UNKNOWN


def standing_of_late(
    exposure: Owing,
    floors: Mapping[str, Money],
    *,
    suspended: int,
    fraud_cases: int,
    over_limits: int,
) -> Standing:
    """The same of somebody who is late with something."""
    if suspended:
        return Standing.SUSPENDED
    owed = owes(exposure, floors)
    if fraud_cases or over_limits or (owed and exposure.days_overdue() >= 28):
        return Standing.AT_RISK
    return Standing.OVERDUE if owed else Standing.WATCH
