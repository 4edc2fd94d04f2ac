"""A plan: an immutable proposal, its canonical form and hash, and the legal moves of its states."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum

from core.domain.alone import Alone
from core.domain.canonical import canonical
from core.domain.customers import CustomerKey
from core.domain.money import Money

HASH_DOMAIN = b"goodstanding plan v1\n"
AUTOMATIC = "automatic"


class Action(StrEnum):
    """What a plan asks for: from `lift_freeze` on nothing at a customer, but of the desk."""

    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    STOP_RENEWAL = "stop_renewal"
    ADOPT = "adopt"
    CANCEL = "cancel"
    LIFT_FREEZE = "lift_freeze"
    CHANGE_ROLES = "change_roles"
    LET_GO = "let_go"
    CHANGE_POLICY = "change_policy"
    CONFIRM_STEP_UP = "confirm_step_up"
    PROMISE = "promise"
    WRITE_OFF = "write_off"
    RELEASE_HOLD = "release_hold"
    RELEASE_RUN = "release_run"
    RATIFY = "ratify"


ON_CUSTOMERS = frozenset(
    {Action.SUSPEND, Action.REINSTATE, Action.STOP_RENEWAL, Action.CANCEL, Action.ADOPT}
)
# These take service away.
CUTS = frozenset({Action.SUSPEND, Action.CANCEL})


class Reason(StrEnum):
    NON_PAYMENT = "non-payment"
    FRAUD = "fraud"
    MISUSE = "misuse"


class Verb(StrEnum):
    """What a step does to one subscription; `restore` puts end-of-term settings back, `cancel` ends
    it inside the window in which Microsoft takes it back, `adopt` only remembers a suspension."""

    SUSPEND = "suspend"
    REACTIVATE = "reactivate"
    RESTORE = "restore"
    STOP_RENEWAL = "stop_renewal"
    CANCEL = "cancel"
    ADOPT = "adopt"


CUTTING = frozenset({Verb.SUSPEND, Verb.CANCEL})


class PlanState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    EXECUTING = "executing"
    FINISHED = "finished"
    PARTIAL = "partial"
    NEEDS_HUMAN = "needs_human"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


P = PlanState
ENDS = (P.FINISHED, P.PARTIAL, P.NEEDS_HUMAN, P.REJECTED, P.WITHDRAWN, P.EXPIRED, P.SUPERSEDED)
PLAN_MOVES: dict[PlanState, frozenset[PlanState]] = {
    P.PENDING: frozenset({P.APPROVED, P.REJECTED, P.WITHDRAWN, P.EXPIRED, P.SUPERSEDED}),
    P.APPROVED: frozenset(
        {P.EXECUTING, P.FINISHED, P.NEEDS_HUMAN, P.REJECTED, P.WITHDRAWN, P.EXPIRED, P.SUPERSEDED}
    ),
    P.EXECUTING: frozenset({P.FINISHED, P.PARTIAL, P.NEEDS_HUMAN, P.WITHDRAWN}),
} | dict.fromkeys(ENDS, frozenset[PlanState]())
OPEN_PLANS = frozenset(state for state, after in PLAN_MOVES.items() if after)


class StepState(StrEnum):
    TODO = "todo"
    INTENT = "intent"
    UNKNOWN = "unknown"
    CONFIRMED = "confirmed"
    ALREADY = "already"
    REFUSED = "refused"
    REVIEW = "review"
    CANCELLED = "cancelled"


S = StepState
STEP_MOVES: dict[StepState, frozenset[StepState]] = {
    S.TODO: frozenset({S.INTENT, S.ALREADY, S.REFUSED, S.REVIEW, S.CANCELLED}),
    S.INTENT: frozenset({S.CONFIRMED, S.ALREADY, S.REFUSED, S.UNKNOWN, S.CANCELLED, S.TODO}),
    S.UNKNOWN: frozenset({S.CONFIRMED, S.TODO, S.REVIEW}),
} | {over: frozenset() for over in (S.CONFIRMED, S.ALREADY, S.REFUSED, S.REVIEW, S.CANCELLED)}
UNSETTLED_STEPS = frozenset({S.INTENT, S.UNKNOWN})
DONE_STEPS = frozenset({S.CONFIRMED, S.ALREADY})


class By(StrEnum):
    """Who takes a step: the desk by program; or, where Microsoft lets no program do it, a person,
    whose doing is found by reading (`portal`) or, where nothing can be read, believed (`word`)."""

    DESK = "desk"
    PORTAL = "portal"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Line:
    """One exact change, in order. Only this verb on this subscription may be sent. `under` is the
    plan of an Azure subscription."""

    subscription_id: str
    verb: Verb
    name: str
    quantity: int
    under: str = ""
    by: By = By.DESK


@dataclass(frozen=True, slots=True)
class Basis:
    """A document the plan rests on, as it stood when the plan was filed."""

    source: str
    document_id: str
    number: str
    due: date
    open: Money
    disputed: Money


@dataclass(frozen=True, slots=True)
class Content:
    """Everything people vote on. Changing any of it is a new revision with its own votes.
    `subject` is what it is about: a freeze (lift_freeze), a clock (let_go), the version of a policy
    (change_policy), the hash of terms (promise) or of a list (release_run), a hold (release_hold),
    a plan (ratify, and a reinstatement that rolls one back), an account and whose it becomes
    (change_roles). `alone`: one person's, without votes."""

    action: Action
    customer: CustomerKey | None
    customer_name: str
    reason: Reason | None
    note_digest: str
    lines: tuple[Line, ...]
    left_out: tuple[str, ...]
    basis: tuple[Basis, ...]
    overdue: tuple[Money, ...]
    requester: str
    filed_by: str
    filed_at: datetime
    expires_at: datetime
    quorum: int
    policy: str
    case_id: str | None = None
    revision: int = 1
    subject: str = ""
    roles: Mapping[str, tuple[str, ...]] | None = None
    alone: Alone | None = None


def hashed(content: Content) -> bytes:
    """The canonical content, as it is hashed."""
    # Plans were voted on before there was a field `alone`.
    said = {f.name: getattr(content, f.name) for f in fields(content) if f.name != "alone"}
    said |= {"alone": content.alone} if content.alone else {}
    return canonical(said)


def plan_hash(content: Content) -> str:
    """SHA-256 in hex of the canonical content, with a domain prefix."""
    return hashlib.sha256(HASH_DOMAIN + hashed(content)).hexdigest()


def digest(text: str) -> str:
    """SHA-256 of free text: the audit chain holds this, never the text."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A filed plan. `content` and `hash` never change; `state` moves by PLAN_MOVES. One that is
    `halted` ends at its next step, since a containment of the same customer follows it."""

    plan_id: str
    series: str
    content: Content
    hash: str
    state: PlanState
    note: str = ""
    bank_checked_at: datetime | None = None
    bank_checked_by: str = ""
    waiting_for: str = ""
    waiting_until: datetime | None = None
    ended_why: str = ""
    ask_again_on: date | None = None
    turn: int = 0
    halted: bool = False

    def is_open(self) -> bool:
        return self.state in OPEN_PLANS

    def lapsed(self, now: datetime) -> bool:
        """Is its time over? Not of one that is under way by votes, or waits for its day."""
        by_votes = self.state is PlanState.EXECUTING and self.content.alone is None
        return now >= self.content.expires_at and not (by_votes or self.is_scheduled())

    def is_scheduled(self) -> bool:
        """A change of the policy that is decided, and waits for its day."""
        return self.state is PlanState.APPROVED and self.content.action is Action.CHANGE_POLICY

    def intact(self) -> bool:
        """Does the stored content still have the hash that was voted on?"""
        return plan_hash(self.content) == self.hash


@dataclass(frozen=True, slots=True)
class Step:
    """One line being carried out: `attempt` counts intents and is the fencing number; `unsure` says
    that the outcome of an attempt was not known by its answer, so its effect may still come."""

    step_id: str
    plan_id: str
    position: int
    customer: CustomerKey
    line: Line
    state: StepState
    attempt: int = 0
    why: str = ""
    unsure: bool = False


# Whole resources by subscription id.
Followers = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Attempt:
    """The journalled intent: committed before any byte leaves, as is `sent` right before.
    `before` is the whole state of the subscription, `followers` that of add-ons that will fall with
    it."""

    step: Step
    number: int
    request_id: str
    correlation_id: str
    etag: str
    before: Mapping[str, object]
    begun_at: datetime
    sent: bool = False
    followers: Followers = field(default_factory=dict)
