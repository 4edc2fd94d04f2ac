"""Holds: who is left alone, for what reason, until when, and what that stops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.domain.customers import CustomerKey
from core.domain.facts import SILENCING, HoldSpan

LONGEST_DAYS = 180
SAYS_PAID_BUSINESS_DAYS = 3
ONE_DAY = timedelta(days=1)


class HoldKind(StrEnum):
    HARDSHIP = "hardship"
    SAYS_PAID = "says_paid"
    OUR_MISTAKE = "our_mistake"
    INSOLVENCY = "insolvency"
    LEGAL = "legal"
    ENFORCEMENT_OFF = "enforcement_off"
    PROTECTED = "protected"
    VIP = "vip"


class Ending(StrEnum):
    """How a hold came to its end: its last day passed, somebody released it, or another of its kind
    took its place."""

    EXPIRED = "expired"
    RELEASED = "released"
    REPLACED = "replaced"


K = HoldKind
# Nothing for non-payment is cut while one of these runs; only cuts are barred by `protected`.
BARRING = frozenset({K(name) for name in SILENCING} | {K.PROTECTED})
# They run until somebody releases them, and are looked at again on a day.
REVIEWED = frozenset({K.INSOLVENCY, K.LEGAL, K.PROTECTED, K.VIP})
# Ending one early takes a plan of its own, which two other people decide.
TAKES_TWO = frozenset({K.INSOLVENCY, K.LEGAL, K.PROTECTED, K.VIP})
# Once over, the customer gets the ladder from there. "Says paid" is no reason to begin again, and
# the others leave days alone.
RESTARTING = frozenset({K.HARDSHIP, K.OUR_MISTAKE, K.INSOLVENCY, K.LEGAL})


@dataclass(frozen=True, slots=True)
class Hold:
    """One customer's hold, from `since` until `until` (both inclusive), or without an end and to be
    looked at again from `review_on` on, for which its owner was asked last on `asked_on`. `batch`
    is shared by holds placed at once for many; `voter` is the person whose vote a cut needs as well
    (`vip`); `ended_on` is the first day without it."""

    hold_id: str
    batch: str
    customer: CustomerKey
    kind: HoldKind
    owner: str
    reason: str
    placed_by: str
    since: date
    until: date | None
    review_on: date | None = None
    asked_on: date | None = None
    voter: str = ""
    scope: str = ""
    ended_on: date | None = None
    ended_by: str = ""
    ended_why: str = ""

    def runs(self, on: date) -> bool:
        return self.span().runs(on)

    def span(self) -> HoldSpan:
        """The days that it covers, of which an early end takes the rest away."""
        last = self.until
        if self.ended_on is not None:
            before = self.ended_on - ONE_DAY
            last = before if last is None else min(last, before)
        return HoldSpan(self.kind.value, self.since, last)

    def due(self, on: date) -> bool:
        """Does it wait for its owner to look at it again?"""
        return self.review_on is not None and self.review_on <= on and self.runs(on)

    def over_since(self, on: date) -> date | None:
        """The day from which the customer's documents count again, if it restarts the ladder and is
        over by this day: its last day, or the one on which it was released."""
        if self.kind not in RESTARTING or self.ended_why == Ending.REPLACED:
            return None
        last = self.until
        if self.ended_on is not None and (last is None or self.ended_on <= last):
            last = self.ended_on
        return last if last is not None and self.since < last and not self.runs(on) else None


def barring(holds: Iterable[Hold], on: date) -> Hold | None:
    """The gravest of those that bar a cut for non-payment today, if there is one."""
    found = [one for one in holds if one.kind in BARRING and one.runs(on)]
    return min(found, key=lambda one: GRAVITY[one.kind], default=None)


GRAVITY: Mapping[HoldKind, int] = {
    kind: place
    for place, kind in enumerate(
        (
            *(K.LEGAL, K.INSOLVENCY, K.PROTECTED, K.ENFORCEMENT_OFF),
            *(K.OUR_MISTAKE, K.HARDSHIP, K.SAYS_PAID, K.VIP),
        )
    )
}


def named_voters(holds: Iterable[Hold], on: date) -> frozenset[str]:
    """The people (ids) whose vote a cut for non-payment needs besides the quorum."""
    return frozenset(one.voter for one in holds if one.kind is K.VIP and one.runs(on))
