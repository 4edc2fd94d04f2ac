"""What the policy run does with verdicts: whom it chases by which version of the policy, what it
would do, and when it asks before it does anything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.domain.canonical import canonical
from core.domain.customers import CustomerKey
from core.domain.facts import Facts
from core.domain.ladder import Stage
from core.domain.money import Money
from core.domain.plans import Action
from core.domain.verdicts import State, Verdict

# A portfolio of some twenty customers would ask about everybody otherwise.
ALWAYS_MOVES = 3


class Mode(StrEnum):
    """`shadow` writes down what it would do and does nothing; `on` asks first where it has to."""

    OFF = "off"
    SHADOW = "shadow"
    ON = "on"


class Does(StrEnum):
    """What a run does about a customer."""

    LETTER = "letter"
    SUSPEND = "suspend"
    STOP_RENEWAL = "stop_renewal"


class Cause(StrEnum):
    """Why nothing is sent or filed until two people release what would be."""

    FIRST_BOOKS = "first_books"
    NEW_SOURCE = "new_source"
    HARDENED = "hardened"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Episode:
    """One course of chasing a customer, by the stages and letters of one version of the policy.
    `stage` is the one last acted on, empty before any, since `stage_at`; it is over on the first
    day on which nothing is to be chased any more."""

    episode_id: str
    customer: CustomerKey
    policy: str
    began_on: date
    stage: str = ""
    stage_at: datetime | None = None
    ended_on: date | None = None
    ended_why: str = ""


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing to be done: `name` is the notice's for a letter, else the stage's."""

    does: Does
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """A verdict as it was found, and by which version. `doing` is what was to be done about it
    then."""

    customer: CustomerKey
    on: date
    state: State
    stage: str
    segment: str
    currency: str
    days: int | None
    overdue: Mapping[str, Money]
    policy: str
    judged_at: datetime
    stops_selling: bool = False
    doing: tuple[Doing, ...] = ()

    def counts(self) -> bool:
        """Is there anything to be said of it but that nothing is due?"""
        owes = any(self.overdue.values())
        return owes or self.state is not State.CLEAR or bool(self.stage or self.doing)

    def differs(self, before: Found | None) -> bool:
        """Was there anything to be said then, and is there nothing any more?"""
        return before is not None and before.counts() and not self.counts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Found):
    """The same with the facts that it was found from."""

    facts: Facts

    def same_as(self, verdict: Verdict) -> bool:
        """Does judging again find what was found?"""
        return _found(verdict) == (
            *(self.on, self.state, self.stage, self.segment, self.currency, self.days),
            dict(self.overdue),
        )


def judged(
    verdict: Verdict,
    customer: CustomerKey,
    facts: Facts,
    policy: str,
    at: datetime,
    doing: tuple[Doing, ...] = (),
) -> Judged:
    on, state, stage, segment, currency, days, overdue = _found(verdict)
    return Judged(
        *(customer, on, state, stage, segment, currency, days, overdue, policy, at),
        facts=facts,
        stops_selling=verdict.stage is not None and verdict.stops_selling(),
        doing=doing,
    )


def _found(
    verdict: Verdict,
) -> tuple[date, State, str, str, str, int | None, dict[str, Money]]:
    return (
        verdict.on,
        verdict.state,
        verdict.stage.name if verdict.stage else "",
        verdict.ladder.segment,
        verdict.currency or "",
        verdict.days_overdue,
        verdict.overdue(),
    )


def proposing(verdict: Verdict, action: Action) -> Stage | None:
    """The severest stage that holds and proposes this, while the customer is chased."""
    if verdict.state is not State.CHASING:
        return None
    found = (stage for stage in reversed(verdict.holding) if stage.propose is action)
    return next(found, None)


class Course(StrEnum):
    """Does the ladder still propose what the run filed, as far as anybody knows?"""

    PROPOSED = "proposed"
    LEFT = "left"
    UNKNOWN = "unknown"


def course_of(verdict: Verdict, action: Action) -> Course:
    """Silences and books that are too old are for others to name."""
    match verdict.state:
        case State.UNKNOWN:
            return Course.UNKNOWN
        case State.STALE | State.SILENCED:
            return Course.PROPOSED
    return Course.PROPOSED if proposing(verdict, action) else Course.LEFT


@dataclass(frozen=True, slots=True)
class Intended:
    """One line of what a run would do: `amount` is net overdue in the severest currency, None where
    nothing is."""

    customer: CustomerKey
    does: Does
    name: str
    stage: str
    amount: Money | None
    days: int


def intended(found: Iterable[Found]) -> list[Intended]:
    """Everything to be done about these customers, the worst first."""
    lines = [line for one in found for line in _lines(one)]
    return sorted(lines, key=lambda one: (-one.days, str(one.customer), one.does, one.name))


def _lines(one: Found) -> Iterator[Intended]:
    amount = one.overdue.get(one.currency) or None
    for doing in one.doing:
        yield Intended(one.customer, doing.does, doing.name, one.stage, amount, one.days or 0)


def list_hash(lines: Iterable[Intended]) -> str:
    """What two people release: who, what and at which stage. Sums move every day."""
    rows = sorted([str(one.customer), one.does.value, one.name, one.stage] for one in lines)
    return hashlib.sha256(b"goodstanding run v1\n" + canonical(rows)).hexdigest()


def is_news(now: Sequence[Intended], shown: Sequence[Intended]) -> bool:
    """Would something be done that is not on the list? One that only shrank stays as it is."""
    known = {(one.customer, one.does, one.name) for one in shown}
    return any((one.customer, one.does, one.name) not in known for one in now)


def moves_many(moved: int, customers: int, share: float) -> bool:
    """Would a day move more customers to a severer stage than it may without asking?"""
    return moved > max(ALWAYS_MOVES, int(customers * share))


@dataclass(frozen=True, slots=True)
class Standstill:
    """Nothing is sent and nothing filed until it is released. `about` is the source, the version of
    the policy, or how many customers would move; `plan_id` the list that is to be decided."""

    standstill_id: str
    cause: Cause
    about: str
    since: datetime
    plan_id: str = ""
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """Something that is done once: its key, whose it is, and what came of it."""

    key: str
    customer: CustomerKey
    at: datetime
    episode_id: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class WouldHave:
    """What was not done on a day because nothing was released, once for each episode."""

    episode_id: str
    on: date
    line: Intended


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter's words in one language, by their digest, before the first one is sent; `subject`
    and `text` are those of the first customer's."""

    notice: str
    language: str
    version: str
    subject: str
    text: str
    asked_at: datetime
    released_by: str = ""
    released_at: datetime | None = None
