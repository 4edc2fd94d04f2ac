"""Credit for a customer in one currency: what was checked, asked for and decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.domain.credit_errors import CreditUnfit
from core.domain.customers import CustomerKey
from core.domain.errors import ReasonMissing
from core.domain.money import Money
from core.domain.phrases import Phrase

# A limit above so many floors of its currency is decided by somebody else than whoever asks.
FLOORS_ALONE = 100
LONGEST_DAYS = 366
LAPSING_BEFORE = timedelta(days=14)
MOST_NET_DAYS = 90
LONGEST_REASON = 1000


class CreditState(StrEnum):
    """A DRAFT asks for nothing yet; PENDING waits for somebody else; APPROVED is in force."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


S = CreditState
CREDIT_MOVES: dict[CreditState, frozenset[CreditState]] = {
    # Asking again over a draft takes its place; a small limit needs nobody else.
    S.DRAFT: frozenset({S.DRAFT, S.PENDING, S.APPROVED, S.WITHDRAWN}),
    S.PENDING: frozenset({S.APPROVED, S.REJECTED, S.WITHDRAWN, S.EXPIRED}),
    # A limit in force is remarked on (over it, reminded of) without moving.
    S.APPROVED: frozenset({S.APPROVED, S.EXPIRED, S.SUPERSEDED, S.WITHDRAWN}),
    S.REJECTED: frozenset(),
    S.EXPIRED: frozenset(),
    S.SUPERSEDED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
# At most one of these for each customer and currency.
UNDECIDED = frozenset({S.DRAFT, S.PENDING})


class CheckKind(StrEnum):
    """What an application file may hold; AGREEMENT is the accepted customer agreement."""

    REFERENCES = "references"
    BUREAU = "bureau"
    REGISTRY = "registry"
    AGREEMENT = "agreement"
    DEPOSIT = "deposit"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, on that day. `given_by` is who accepted, answered or issued it;
    `amount` is what was deposited."""

    check_id: str
    customer: CustomerKey
    kind: CheckKind
    on: date
    given_by: str
    note: str
    link: str
    amount: Money | None
    noted_by: str
    noted_at: datetime


class Lack(Phrase):
    """Why something that was checked cannot be written down."""

    FUTURE = "its day is still to come"
    AMOUNT = "a deposit has an amount"
    GIVEN_BY = "who accepted the agreement is missing"
    EMPTY = "a note or a link is needed"
    LINK = "the link is no web address that begins with https"
    LONG = "a text is too long"


class TermKind(StrEnum):
    PREPAYMENT = "prepayment"
    MONTHLY = "monthly"
    NET = "net"


@dataclass(frozen=True, slots=True)
class Terms:
    """How the customer pays; `days` from an invoice to its due date, for NET only."""

    kind: TermKind
    days: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is decided on. `valid_until` is the last day on which it holds."""

    limit: Money
    terms: Terms
    reason: str
    valid_until: date
    review_on: date


@dataclass(frozen=True, slots=True)
class Credit:
    """One decision. `checks` are the ids of what it rests on; `why` is the reason for which it was
    rejected or ended; `next_at` is when it is looked at again by itself; `over_since` is set while
    more than the limit is used, as was last seen; `link` leads to its card."""

    credit_id: str
    customer: CustomerKey
    proposal: Proposal
    state: CreditState
    requested_by: str
    requested_at: datetime
    checks: tuple[str, ...] = ()
    decided_by: str = ""
    decided_at: datetime | None = None
    why: str = ""
    next_at: datetime | None = None
    over_since: datetime | None = None
    link: str = ""

    @property
    def limit(self) -> Money:
        return self.proposal.limit

    @property
    def currency(self) -> str:
        return self.proposal.limit.currency

    def holds(self, today: date) -> bool:
        """Is this the limit of the day? One that ran out is none."""
        return self.state is S.APPROVED and today <= self.proposal.valid_until

    def is_undecided(self) -> bool:
        return self.state in UNDECIDED


class Fault(Phrase):
    """What is wrong with what is asked for."""

    NEGATIVE = "a limit is zero or more"
    NET_DAYS = "payment is due 1 to 90 days after an invoice"
    OVER = "its last day has to lie ahead"
    TOO_LONG = "it holds for a year at most"
    REVIEW = "the review comes after today, and on its last day at the latest"


def needs_second(limit: Money, floors: Mapping[str, Money]) -> bool:
    """Does it take somebody else than whoever asks? Always where the currency has no floor."""
    floor = floors.get(limit.currency)
    return floor is None or limit.amount > floor.amount * FLOORS_ALONE


def check_proposal(proposal: Proposal, today: date) -> None:
    """Raises CreditUnfit, or ReasonMissing where no reason in words is given."""
    if fault := _fault(proposal, today):
        raise CreditUnfit(why=fault)
    if not 0 < len(proposal.reason.strip()) <= LONGEST_REASON:
        raise ReasonMissing()


def _fault(proposal: Proposal, today: date) -> Fault | None:
    terms, last = proposal.terms, proposal.valid_until
    found = {
        Fault.NEGATIVE: proposal.limit.amount < 0,
        Fault.NET_DAYS: terms.kind is TermKind.NET and not 1 <= terms.days <= MOST_NET_DAYS,
        Fault.OVER: last <= today,
        Fault.TOO_LONG: last > today + timedelta(days=LONGEST_DAYS),
        Fault.REVIEW: not today < proposal.review_on <= last,
    }
    return next((fault for fault, holds in found.items() if holds), None)


# What its owner hears of by itself


class Mark(StrEnum):
    REVIEW = "review"
    LAPSING = "lapsing"
    LAPSED = "lapsed"


def marks(credit: Credit) -> list[tuple[date, Mark]]:
    """The days on which something is to be said or done, soonest first."""
    over = credit.proposal.valid_until + timedelta(days=1)
    match credit.state:
        case S.PENDING:
            return [(over, Mark.LAPSED)]
        case S.APPROVED:
            lapsing = credit.proposal.valid_until - LAPSING_BEFORE
            days = [(credit.proposal.review_on, Mark.REVIEW), (lapsing, Mark.LAPSING)]
            return sorted([*days, (over, Mark.LAPSED)])
    return []


def marks_between(credit: Credit, first: date, today: date) -> list[Mark]:
    """Those whose day has come since `first`; once it is over nothing else is said."""
    found = [mark for day, mark in marks(credit) if first <= day <= today]
    return [Mark.LAPSED] if Mark.LAPSED in found else found


def next_mark(credit: Credit, after: date) -> date | None:
    """The next day on which something is to be said or done."""
    return next((day for day, _ in marks(credit) if day > after), None)
