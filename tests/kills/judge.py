"""The judge: what Partner Center accepted, held against the votes that were cast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

END_OF_TERM = {"autoRenewEnabled", "scheduledNextTermInstructions"}
SUSPEND, REACTIVATE, RESTORE, NOTHING = "suspend", "reactivate", "restore", "nothing"
# An Azure subscription is called inactive.
OFF = {"suspended", "inactive"}
VERBS = {"suspend": {SUSPEND}, "reinstate": {REACTIVATE, RESTORE}}
# A freeze, or money that came, stops the next send within a second.
AT_ONCE = 1.0
CALLED_OFF = {"todo", "cancelled"}
WITH_A_PERSON = {"review", "refused"}
# A plan that ended like this stopped on a surprise, and somebody was told.
STOPPED = {"partial", "needs_human"}


@dataclass(frozen=True, slots=True)
class Cast:
    """One person's approval: when it was sent first, and when it was acknowledged, if ever."""

    person: str
    sent: float
    acknowledged: float | None


@dataclass(slots=True)
class Asked:
    """A plan as those who asked for it and voted on it know it."""

    plan_id: str
    action: str
    tenant: str
    subscriptions: tuple[str, ...]
    quorum: int
    votes: list[Cast] = field(default_factory=list)
    reason: str = ""
    paid_at: float | None = None

    def approved_at(self) -> float | None:
        """The earliest moment at which enough people can have agreed."""
        sent = sorted(vote.sent for vote in self.votes)
        return sent[self.quorum - 1] if len(sent) >= self.quorum else None

    def acknowledged_at(self) -> float | None:
        """When the last of enough people was told that the vote is recorded."""
        told = sorted(v.acknowledged for v in self.votes if v.acknowledged is not None)
        return told[self.quorum - 1] if len(told) >= self.quorum else None


@dataclass(frozen=True, slots=True)
class Change:
    """A change that Partner Center accepted through its API, in its own words; `arrived` is when
    its request did."""

    at: float
    subscription: str
    changed: Mapping[str, Sequence[object]]
    request_id: str
    arrived: float = 0.0

    @property
    def kind(self) -> str:
        if "status" in self.changed:
            return SUSPEND if self.changed["status"][1] in OFF else REACTIVATE
        return RESTORE if END_OF_TERM & self.changed.keys() else NOTHING


@dataclass(frozen=True, slots=True)
class Became:
    """What the desk says became of a plan: its state, and each step by subscription and verb."""

    state: str
    steps: Mapping[tuple[str, str], str]
    voters: int


@dataclass(slots=True)
class Judgement:
    """Each list must be empty, except for the steps that a person was asked to look at."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unapproved: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    called_off: int = 0
    with_a_person: list[str] = field(default_factory=list)
    plans: int = 0
    steps: int = 0
    effects: int = 0

    @property
    def spotless(self) -> bool:
        wrong = self.lost, self.doubled, self.unapproved, self.untold, self.late
        return not any(wrong)


def judge(
    asked: Sequence[Asked],
    changes: Sequence[Change],
    became: Mapping[str, Became],
    frozen: Sequence[tuple[float, float]] = (),
) -> Judgement:
    """Lost, doubled, unapproved, effects that the desk does not know, and what was begun after a
    payment or during a freeze."""
    found = Judgement(plans=len(asked), effects=len(changes))
    found.late += [*_after_payment(asked, changes), *_while_frozen(changes, frozen)]
    effects = _effects(asked, changes, found)
    renewals = _renewals_lost(asked, changes)
    for plan in asked:
        end = became[plan.plan_id]
        told = sum(1 for vote in plan.votes if vote.acknowledged is not None)
        if told > end.voters:
            found.lost.append(f"{plan.plan_id}: {told} votes acknowledged, {end.voters} kept")
        if plan.acknowledged_at() is not None:
            _judge_plan(plan, end, effects, renewals, found)
    return found


Effects = Counter[tuple[str, str, str]]


def _effects(asked: Sequence[Asked], changes: Sequence[Change], found: Judgement) -> Effects:
    """Each accepted change belongs to the newest plan that was approved for its subscription."""
    effects: Effects = Counter()
    for change in changes:
        plan = _newest(asked, change)
        said = f"{change.kind} of {change.subscription}, request {change.request_id}"
        if plan is None or change.kind not in VERBS[plan.action] | {NOTHING}:
            found.unapproved.append(said)
            continue
        key = plan.plan_id, change.subscription, change.kind
        effects[key] += 1
        if effects[key] > 1 or change.kind == NOTHING:
            found.doubled.append(f"{plan.plan_id}: {said}")
    return effects


def _newest(asked: Sequence[Asked], change: Change) -> Asked | None:
    before = [
        (at, number, plan)
        for number, plan in enumerate(asked)
        if change.subscription in plan.subscriptions
        and (at := plan.approved_at()) is not None
        and at <= change.at
    ]
    return max(before, key=lambda entry: entry[:2])[2] if before else None


def _after_payment(asked: Sequence[Asked], changes: Sequence[Change]) -> Iterator[str]:
    """Nobody is cut for money that came."""
    for plan in asked:
        if plan.paid_at is None:
            continue
        for change in changes:
            cut = change.kind == SUSPEND and change.subscription in plan.subscriptions
            if cut and _newest(asked, change) is plan and change.arrived > plan.paid_at + AT_ONCE:
                yield f"{plan.plan_id}: {change.subscription} was cut after the payment"


def _while_frozen(
    changes: Sequence[Change], frozen: Sequence[tuple[float, float]]
) -> Iterator[str]:
    for since, until in frozen:
        for change in changes:
            if since + AT_ONCE < change.arrived < until:
                yield f"{change.kind} of {change.subscription} was begun while all was frozen"


def _renewals_lost(asked: Iterable[Asked], changes: Sequence[Change]) -> set[tuple[str, str]]:
    """Plan and subscription where a reinstatement has something to put back."""
    lost: set[tuple[str, str]] = set()
    for plan in asked:
        since = plan.approved_at()
        if plan.action != "reinstate" or since is None:
            continue
        last = {c.subscription: c for c in changes if c.kind == SUSPEND and c.at < since}
        for subscription in plan.subscriptions:
            if subscription in last and END_OF_TERM & last[subscription].changed.keys():
                lost.add((plan.plan_id, subscription))
    return lost


def _judge_plan(
    plan: Asked,
    end: Became,
    effects: Effects,
    renewals: set[tuple[str, str]],
    found: Judgement,
) -> None:
    """Every step of an approved plan took effect or went to a person."""
    for (subscription, verb), state in end.steps.items():
        found.steps += 1
        took = effects[plan.plan_id, subscription, verb] > 0
        needed = verb != RESTORE or (plan.plan_id, subscription) in renewals
        said = f"{plan.plan_id} ({end.state}): {verb} of {subscription} is {state}"
        if plan.paid_at is not None and state in CALLED_OFF and not took:
            found.called_off += 1
        elif state in WITH_A_PERSON or (end.state in STOPPED and state == "cancelled"):
            found.with_a_person.append(said)
        elif took and state != "confirmed":
            found.untold.append(f"{said}, and took effect")
        elif needed and not took:
            found.lost.append(f"{said}, and took no effect")
