"""What happened to a plan, its votes and its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class PlanFiled(Event):
    customer: str = ""
    action: str = ""
    reason: str = ""
    requester: str = ""
    hash: str = ""
    note_digest: str = ""


@dataclass(frozen=True, slots=True)
class CardPosted(Event):
    permalink: str = ""


@dataclass(frozen=True, slots=True)
class VoteCast(Event):
    choice: str = ""
    hash: str = ""
    account: str = ""
    approvals: int = 0
    quorum: int = 0
    reason_digest: str = ""
    ask_again_on: str = ""
    proof_id: str = ""


@dataclass(frozen=True, slots=True)
class BankChecked(Event):
    hash: str = ""


class Silent(StrEnum):
    """Who a plan waits for to answer, where nothing else holds it up."""

    PARTNER_CENTER = "partner_center"
    DIRECTORY = "directory"


SILENT = frozenset(Silent)


@dataclass(frozen=True, slots=True)
class PlanWaits(Event):
    """`what`: a reason of the gate, or who is silent."""

    what: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlanHalted(Event):
    """A containment takes the place of this plan, which ends at its next step."""


@dataclass(frozen=True, slots=True)
class PlanEnded(Event):
    """The plan reached a terminal state; `why` names it (paid, written_off, freeze, ...)."""

    state: str = ""
    why: str = ""
    done: int = 0
    not_done: int = 0
    writes: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class PersonNeeded(Event):
    """A plan stopped before it was done, so somebody has to look: told where alerts are read."""

    state: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class IntentWritten(Event):
    step_id: str = ""
    subscription_id: str = ""
    verb: str = ""
    attempt: int = 0
    request_id: str = ""
    correlation_id: str = ""
    hash: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class HandAsked(Event):
    """A step that only a person can take is to be taken now."""

    step_id: str = ""
    subscription_id: str = ""
    verb: str = ""
    by: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class HandWaits(Event):
    """Nobody has said yet that such a step was taken, for so many days."""

    step_id: str = ""
    subscription_id: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class HandTold(Event):
    """Somebody says that such a step was taken."""

    step_id: str = ""
    subscription_id: str = ""
    verb: str = ""
    note_digest: str = ""


@dataclass(frozen=True, slots=True)
class StepSettled(Event):
    """A step moved on: confirmed, already so, refused, unknown, under review, back to do."""

    step_id: str = ""
    subscription_id: str = ""
    verb: str = ""
    state: str = ""
    why: str = ""
    attempt: int = 0
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class RenewalLet(Event):
    """Somebody decided that subscriptions of a late customer renew on this day (ISO 8601)."""

    customer: str = ""
    subscription_ids: tuple[str, ...] = ()
    day: str = ""
