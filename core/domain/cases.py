"""A case: one customer, one kind of trouble, one thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.customers import CustomerKey
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


CASE_MOVES: dict[CaseState, frozenset[CaseState]] = {
    CaseState.OPEN: frozenset({CaseState.CLOSED}),
    CaseState.CLOSED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Case:
    """`thread` is an opaque place given by whoever posted the root message, and `link` leads a
    person there; both are empty until then. `owner` is the person who looks after it; `told` is
    what the customer was told at the end, without which it cannot be closed."""

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

    def keepers(self) -> frozenset[str]:
        """Whose case it is: the owner's, else that of whoever opened it (person ids)."""
        return frozenset({self.owner or self.opened_by})


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote down about a case."""

    case_id: str
    person_id: str
    at: datetime
    text: str
