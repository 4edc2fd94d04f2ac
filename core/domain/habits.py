"""Habits of those who decide: pairs who only ever agree with each other, and votes in haste.

A note for administrators where the policy asks for it. It blocks nothing and proves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

BACK = timedelta(days=90)
HASTE = timedelta(seconds=5)
LEAST_PLANS = 5


@dataclass(frozen=True, slots=True)
class Decided:
    """A plan that was approved: who asked for it, and whose approvals it had (person ids)."""

    plan_id: str
    requester: str
    approvers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people, each of whom approved whatever the other asked for: so many plans."""

    first: str
    second: str
    plans: int


@dataclass(frozen=True, slots=True)
class Opening:
    """When somebody last opened the form of an approval, and approved; None where nobody did."""

    plan_id: str
    person_id: str
    opened_at: datetime
    approved_at: datetime | None

    @property
    def in_haste(self) -> bool:
        if self.approved_at is None:
            return False
        return timedelta(0) <= self.approved_at - self.opened_at < HASTE


def pairs(decided: Iterable[Decided]) -> list[Pair]:
    """In both directions, without an exception, and often enough."""
    asked: dict[str, list[Decided]] = {}
    for one in decided:
        asked.setdefault(one.requester, []).append(one)
    return [
        Pair(first, second, len(asked[first]) + len(asked[second]))
        for first, second in combinations(sorted(asked), 2)
        if len(asked[first]) + len(asked[second]) >= LEAST_PLANS
        and all(second in one.approvers for one in asked[first])
        and all(first in one.approvers for one in asked[second])
    ]
