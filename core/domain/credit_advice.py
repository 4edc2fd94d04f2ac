"""What may be advised: how a customer paid so far, and the limit and terms that fit it. Only ever
advice; people decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import IntEnum, StrEnum

from core.domain.credit import TermKind, Terms
from core.domain.exposure import Document, Kind, Presence, Status
from core.domain.money import Money, minor_digits, zero

QUARTER, A_YEAR = timedelta(days=90), timedelta(days=366)
NEW_BELOW, LONG_LATE, AT_RISK_DAYS = 90, 30, 28


class Grade(IntEnum):
    LOW = 0
    MEDIUM = 1
    HIGH = 2


class Because(StrEnum):
    LATE_NOW = "late_now"
    PAID_LATE = "paid_late"
    PAID_IN_TIME = "paid_in_time"
    BROKEN_PROMISES = "broken_promises"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    DISPUTES = "disputes"
    NEW = "new"
    KNOWN = "known"
    GROWTH = "growth"
    NO_HISTORY = "no_history"


@dataclass(frozen=True, slots=True)
class Conduct:
    """What the books do not tell: promises broken, payments that came back, suspensions of ours for
    non-payment. None where nobody knows."""

    broken_promises: int | None = None
    returned: int | None = None
    suspensions: int | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """An invoice that was paid, and the day on which that happened; `at_latest` where the books
    name none, and it is the one on which the invoice was seen closed."""

    source: str
    document_id: str
    customer_ref: str
    total: Money
    issued: date
    due: date
    paid_on: date
    payment_method: str = ""
    at_latest: bool = False

    def days_late(self) -> int:
        return max(0, (self.paid_on - self.due).days)


@dataclass(frozen=True, slots=True)
class History:
    """How a customer paid in one currency. `monthly` is what a month of the last ninety days was
    billed, `before` one of the ninety days before those; None without an invoice in them."""

    currency: str
    paid: int
    paid_late: int
    worst_days: int
    late_now: int
    days_now: int
    disputes: int
    known_days: int | None
    monthly: Money | None
    before: Money | None


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact and how much it weighs: `count` of `among`, so many `days`, in percent `growth`."""

    because: Because
    grade: Grade
    count: int = 0
    among: int = 0
    days: int = 0
    growth: int = 0


@dataclass(frozen=True, slots=True)
class Advice:
    """`limit` is None where nothing was billed that it could follow from; `without_commitment` says
    that what is still committed is not known, so not in it."""

    currency: str
    grade: Grade
    terms: Terms
    limit: Money | None
    reasons: tuple[Reason, ...]
    without_commitment: bool = False


TERMS = {
    Grade.LOW: Terms(TermKind.NET, 30),
    Grade.MEDIUM: Terms(TermKind.MONTHLY),
    Grade.HIGH: Terms(TermKind.PREPAYMENT),
}
# How many months of bills may be open at once.
MONTHS = {Grade.LOW: 2, Grade.MEDIUM: 1, Grade.HIGH: 0}


def paid_of(document: Document, seen_on: date | None = None) -> Paid | None:
    """What a closed document says of how its customer pays; None where it says nothing. On the day
    `seen_on` it was seen closed."""
    if not _tells(document) or document.status is not Status.CLOSED:
        return None
    due, paid_on = document.due, document.last_payment_on or seen_on
    if due is None or paid_on is None:
        return None
    return Paid(
        document.source, document.document_id, document.customer_ref, document.total,
        document.issued, due, paid_on, document.payment_method,
        at_latest=document.last_payment_on is None,
    )  # fmt: skip


def history_of(
    documents: Iterable[Document], paid: Iterable[Paid], currency: str, on: date
) -> History:
    """From what is open and what was paid in a year; drafts, credits and other currencies say
    nothing, and what is open again was not paid. A day that the books do not name makes nobody
    late."""
    mine = [doc for doc in documents if _tells(doc) and doc.total.currency == currency]
    over = _paid_since(on - A_YEAR, paid, mine, currency)
    dated = [one for one in over if not one.at_latest]
    lates = [one.days_late() for one in dated if one.days_late()]
    owed = [doc for doc in mine if doc.counts() and doc.open - doc.disputed]
    late = [days for doc in owed if (days := doc.days_late(on)) > 0]
    billed = [(doc.issued, doc.total) for doc in mine] + [(one.issued, one.total) for one in over]
    first = min((issued for issued, _ in billed), default=None)
    return History(
        currency=currency,
        paid=len(dated),
        paid_late=len(lates),
        worst_days=max(lates, default=0),
        late_now=len(late),
        days_now=max(late, default=0),
        disputes=sum(1 for doc in mine if doc.disputed or doc.status is Status.DISPUTED),
        known_days=(on - first).days if first else None,
        monthly=_monthly(billed, currency, on),
        before=_monthly(billed, currency, on - QUARTER),
    )


def _paid_since(
    since: date, paid: Iterable[Paid], mine: Iterable[Document], currency: str
) -> list[Paid]:
    again = {(doc.source, doc.document_id) for doc in mine}
    known = (one for one in paid if (one.source, one.document_id) not in again)
    return [one for one in known if one.total.currency == currency and one.due > since]


def _tells(doc: Document) -> bool:
    said = doc.presence is Presence.PRESENT and doc.status is not Status.DRAFT
    return said and doc.kind is Kind.INVOICE


def _monthly(billed: Sequence[tuple[date, Money]], currency: str, until: date) -> Money | None:
    totals = [total for issued, total in billed if until - QUARTER < issued <= until]
    if not totals:
        return None
    third = sum(totals, zero(currency)).amount / 3
    return Money(third.quantize(Decimal(1).scaleb(-minor_digits(currency))), currency)


def advise(history: History, conduct: Conduct, committed: Money | None) -> Advice:
    """The gravest reason decides. `committed` is what we are still billed for this customer in the
    currency of the history; None where a part of it is not known."""
    reasons = tuple(sorted(_reasons(history, conduct), key=lambda r: -r.grade))
    grade = max(reason.grade for reason in reasons)
    return Advice(
        currency=history.currency,
        grade=grade,
        terms=TERMS[grade],
        limit=_limit(grade, history, committed),
        reasons=reasons,
        without_commitment=committed is None and grade is not Grade.HIGH,
    )


def _limit(grade: Grade, history: History, committed: Money | None) -> Money | None:
    """So many months of bills and what is committed; rounded up to two digits that people say."""
    if grade is Grade.HIGH:
        return zero(history.currency)
    if history.monthly is None:
        return None
    months = Money(history.monthly.amount * MONTHS[grade], history.currency)
    wanted = months + (committed or zero(history.currency))
    step = Decimal(1).scaleb(max(wanted.amount.adjusted() - 1, 0))
    rounded = (wanted.amount / step).to_integral_value(ROUND_CEILING) * step
    return Money(rounded.quantize(Decimal(1)), history.currency)


def _reasons(history: History, conduct: Conduct) -> Iterable[Reason]:
    yield from _payments(history)
    yield from _conduct(conduct)
    if history.disputes:
        yield Reason(Because.DISPUTES, Grade.LOW, history.disputes)
    yield _age(history)
    if history.monthly and history.before and history.monthly.amount > 2 * history.before.amount:
        growth = int(history.monthly.amount / history.before.amount * 100 - 100)
        yield Reason(Because.GROWTH, Grade.MEDIUM, growth=growth)


def _payments(history: History) -> Iterable[Reason]:
    if history.late_now:
        grade = Grade.HIGH if history.days_now >= AT_RISK_DAYS else Grade.MEDIUM
        yield Reason(Because.LATE_NOW, grade, history.late_now, days=history.days_now)
    if not history.paid_late:
        if history.paid:
            yield Reason(Because.PAID_IN_TIME, Grade.LOW, history.paid)
        return
    half, quarter = 2 * history.paid_late > history.paid, 4 * history.paid_late >= history.paid
    grade = Grade.MEDIUM if quarter else Grade.LOW
    if half and history.worst_days >= LONG_LATE:
        grade = Grade.HIGH
    yield Reason(Because.PAID_LATE, grade, history.paid_late, history.paid, days=history.worst_days)


def _conduct(conduct: Conduct) -> Iterable[Reason]:
    if broken := conduct.broken_promises or 0:
        grade = Grade.HIGH if broken > 1 else Grade.MEDIUM
        yield Reason(Because.BROKEN_PROMISES, grade, broken)
    if conduct.returned:
        yield Reason(Because.RETURNED, Grade.HIGH, conduct.returned)
    if conduct.suspensions:
        yield Reason(Because.SUSPENDED, Grade.HIGH, conduct.suspensions)


def _age(history: History) -> Reason:
    if history.known_days is None:
        return Reason(Because.NO_HISTORY, Grade.MEDIUM)
    if history.known_days < NEW_BELOW:
        return Reason(Because.NEW, Grade.MEDIUM, days=history.known_days)
    return Reason(Because.KNOWN, Grade.LOW, days=history.known_days)
