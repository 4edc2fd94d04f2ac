"""A second factor: whose it is, when it counts, and what a typed code is for and proves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.domain.event import Route
from core.domain.money import Money
from core.domain.people import AccountKey
from core.domain.plans import CUTS, Action, Reason

# So long a typed code waits to be checked.
LIFE = timedelta(minutes=2)
MOST_WRONG = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Demand:
    """Of which plans each approval takes a code: those that take service away, for one of these
    reasons or where more than this is overdue in some currency."""

    reasons: frozenset[Reason] = frozenset()
    above: Mapping[str, Money] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.reasons or self.above)

    def asked(self, action: Action, reason: Reason | None, overdue: Iterable[Money]) -> bool:
        exceeds = any(m.currency in self.above and self.above[m.currency] < m for m in overdue)
        return action in CUTS and (reason in self.reasons or exceeds)

    def stricter(self, then: Demand) -> Demand:
        """Whatever takes a code under either."""
        above = dict(self.above)
        for code, amount in then.above.items():
            above[code] = min(above.get(code, amount), amount, key=lambda one: one.amount)
        return Demand(self.reasons | then.reasons, above)


class Purpose(StrEnum):
    """What a code is typed for. It is good for nothing else."""

    PROVE = "prove"
    VOTE = "vote"
    BREAK_GLASS = "break_glass"


@dataclass(frozen=True, slots=True)
class Factor:
    """One person's authenticator. `sealed` is its secret, of use to nobody without the master key;
    `last_step` the last time step whose code was accepted; `wrong` counts wrong codes in a row."""

    person_id: str
    factor_id: str
    sealed: str = field(repr=False)
    enrolled_by: str
    enrolled_at: datetime
    plan_id: str
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    proved_at: datetime | None = None
    last_step: int = 0
    wrong: int = 0
    locked_until: datetime | None = None

    @property
    def counts(self) -> bool:
        """A second administrator confirmed it, and its owner typed a code."""
        return self.confirmed_at is not None and self.proved_at is not None

    def showed(self, proof: Proof) -> bool:
        """Can it have shown the code? One that was enrolled later has not."""
        mine = self.person_id == proof.person_id
        return mine and self.counts and self.enrolled_at <= proof.at

    def locked(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until

    def missed(self, now: datetime) -> Factor:
        """After a wrong code; the fifth one locks it for a while."""
        if self.wrong + 1 < MOST_WRONG:
            return replace(self, wrong=self.wrong + 1)
        return replace(self, wrong=0, locked_until=now + LOCKED_FOR)

    def rested(self) -> Factor:
        """After a code that was right."""
        return replace(self, wrong=0, locked_until=None)


class OfferState(StrEnum):
    """WAITS: the code is sealed and not looked at. PROVED: it was right, and what it was typed for
    is to be done. OVER: nothing is left of it."""

    WAITS = "waits"
    PROVED = "proved"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Offer:
    """A code that somebody typed, for one thing alone: `about` is the hash of the plan, or whatever
    else the code shall be good for; `details` is what is needed to go on. The code itself is in no
    field of this."""

    offer_id: str
    purpose: Purpose
    person_id: str
    account: AccountKey
    about: str
    details: Mapping[str, str]
    offered_at: datetime
    state: OfferState = OfferState.WAITS
    proof_id: str = ""

    @property
    def route(self) -> Route:
        """Where it was typed."""
        return Route(self.details.get("route", Route.SLACK))

    def lapsed(self, now: datetime) -> bool:
        return now >= self.offered_at + LIFE


@dataclass(frozen=True, slots=True)
class Proof:
    """A code was right: whose, when, and for what. `attest` is the seal of the process that looked,
    which no other can make."""

    proof_id: str
    purpose: Purpose
    person_id: str
    about: str
    at: datetime
    attest: str = field(default="", repr=False)

    def said(self) -> str:
        """What is attested, in one line for each field."""
        return "\n".join((self.purpose, self.person_id, self.about, self.at.isoformat()))

    def is_for(self, purpose: Purpose, person_id: str, about: str) -> bool:
        return (self.purpose, self.person_id, self.about) == (purpose, person_id, about)


@dataclass(frozen=True, slots=True)
class BoxKey:
    """Codes are closed with `public`, which everybody may know, and opened with what is `sealed`
    under the master key: whoever takes a code in cannot read those of others."""

    key_id: str
    public: str
    sealed: str = field(repr=False)
    made_at: datetime
