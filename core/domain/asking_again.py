"""Whether the run proposes something once more, after what became of it before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.domain.calendar import add_business_days
from core.domain.plans import OPEN_PLANS, PlanState

REJECTED_FOR = 5
LONGEST_REST = timedelta(days=30)
MOST_LAPSED = 2
BY_REQUESTER = "by_requester"
CARRIED_OUT = frozenset({PlanState.FINISHED, PlanState.PARTIAL, PlanState.NEEDS_HUMAN})


class Again(StrEnum):
    """FILE it; REST until somebody wants to be asked again, or for good where it was carried out;
    LEAVE it to an administrator, since nobody decided twice."""

    FILE = "file"
    REST = "rest"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier proposal of the same thing in the same episode, and the day on which it ended."""

    state: PlanState
    why: str
    ended_on: date | None
    ask_again_on: date | None = None


def again(history: Sequence[Past], today: date, country: str) -> Again:
    """`history` is oldest first, `country` the one whose business days count."""
    if not history:
        return Again.FILE
    last = history[-1]
    if last.state in OPEN_PLANS | CARRIED_OUT:
        return Again.REST
    if sum(one.state is PlanState.EXPIRED for one in history) >= MOST_LAPSED:
        return Again.LEAVE
    refused = last.state is PlanState.REJECTED or last.why == BY_REQUESTER
    if refused and last.ended_on is not None:
        return Again.REST if today < _asked_again_on(last, last.ended_on, country) else Again.FILE
    return Again.FILE


def _asked_again_on(last: Past, ended_on: date, country: str) -> date:
    usual = add_business_days(ended_on, REJECTED_FOR, country)
    return min(last.ask_again_on or usual, ended_on + LONGEST_REST)
