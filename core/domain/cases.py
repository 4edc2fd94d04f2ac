"""A case: one customer, one kind of trouble, one thread; how bad it is, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.domain.customers import CustomerKey
from core.domain.money import Money
from core.domain.plans import Reason


class CaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Severity(StrEnum):
    """How bad it is, from the least to the worst: it decides how soon somebody has to answer."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


def worse(one: Severity, other: Severity) -> Severity:
    return max(one, other, key=lambda severity: severity.rank)


class Outcome(StrEnum):
    """What a case turned out to be. MERGED goes on in another case."""

    CONFIRMED_FRAUD = "confirmed_fraud"
    MISUSE_CONFIRMED = "misuse_confirmed"
    FALSE_ALARM = "false_alarm"
    UNPROVEN = "unproven"
    PAID = "paid"
    AGREED = "agreed"
    UNCOLLECTABLE = "uncollectable"
    MERGED = "merged"


# How a person may close a case of each kind; a merged one is closed by its merging alone.
DOUBTFUL = (Outcome.FALSE_ALARM, Outcome.UNPROVEN)
OUTCOMES: dict[Reason, tuple[Outcome, ...]] = {
    Reason.NON_PAYMENT: (Outcome.PAID, Outcome.AGREED, Outcome.UNCOLLECTABLE, Outcome.FALSE_ALARM),
    Reason.FRAUD: (Outcome.CONFIRMED_FRAUD, Outcome.MISUSE_CONFIRMED, *DOUBTFUL),
    Reason.MISUSE: (Outcome.MISUSE_CONFIRMED, Outcome.CONFIRMED_FRAUD, *DOUBTFUL),
}
# Abuse is going on in these: they have clocks, and what Microsoft expects of a partner.
OF_ABUSE = frozenset({Reason.FRAUD, Reason.MISUSE})
# How bad a case is until somebody, or a signal, says otherwise.
AT_FIRST = {
    Reason.NON_PAYMENT: Severity.LOW,
    Reason.FRAUD: Severity.HIGH,
    Reason.MISUSE: Severity.MEDIUM,
}

CASE_MOVES: dict[CaseState, frozenset[CaseState]] = {
    CaseState.OPEN: frozenset({CaseState.CLOSED}),
    CaseState.CLOSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Case:
    """`thread` is an opaque place given by whoever posted the root message, and `link` leads a
    person there; both are empty until then. `owner` is the person who looks after it; `told` is
    what the customer was told at the end, without which it cannot be closed. `opened_by` is empty
    where a signal opened it.

    `first_abuse` is when the abuse began, as far as known, which may be long before anybody saw it;
    `per_hour` is what it costs while it goes on. `responded_at`: a person took it up; `status_at`:
    how it stands was last written down. `merged_into` is the case in which it goes on."""

    case_id: str
    number: int
    customer: CustomerKey
    kind: Reason
    state: CaseState
    opened_by: str
    opened_at: datetime
    thread: str = ""
    link: str = ""
    owner: str = ""
    closed_at: datetime | None = None
    told: str = ""
    severity: Severity = Severity.MEDIUM
    first_abuse: datetime | None = None
    per_hour: Money | None = None
    responded_at: datetime | None = None
    status_at: datetime | None = None
    outcome: Outcome | None = None
    merged_into: str = ""

    @property
    def begun_by(self) -> datetime:
        """No later than that the abuse began: whoever opened it saw some."""
        return min(self.first_abuse or self.opened_at, self.opened_at)

    def is_open(self) -> bool:
        return self.state is CaseState.OPEN

    def keepers(self) -> frozenset[str]:
        """Whose case it is: the owner's, else that of whoever opened it (person ids)."""
        return frozenset({self.owner or self.opened_by} - {""})


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote down about a case."""

    case_id: str
    person_id: str
    at: datetime
    text: str


class Evidence(StrEnum):
    """What shows that an item of a checklist was done."""

    NOTHING = "none"
    NOTE = "note"
    LINK = "link"
    FILE = "file"
    PLAN = "plan"
    TICKET = "ticket"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Tick:
    """An item of the checklist that was done. `person_id` is empty where the desk saw it itself;
    `evidence` is what shows it: a text or an address that somebody gave, or an id of ours."""

    case_id: str
    item: str
    at: datetime
    person_id: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """From `since` a case waits for information, until somebody goes on, or until `until`."""

    wait_id: str
    case_id: str
    person_id: str
    since: datetime
    until: datetime
    why: str
    ended_at: datetime | None = None

    def over_at(self) -> datetime:
        """When it ends, or ended."""
        return min(self.until, self.ended_at) if self.ended_at else self.until


@dataclass(frozen=True, slots=True)
class Delegation:
    """From one day to another, both included, `delegate_id` acts for `person_id`: in one case, or
    in all of this person's where `case_id` is empty."""

    delegation_id: str
    person_id: str
    delegate_id: str
    first: date
    last: date
    made_at: datetime
    case_id: str = ""
    ended_at: datetime | None = None

    def holds(self, on: date) -> bool:
        return self.ended_at is None and self.first <= on <= self.last
