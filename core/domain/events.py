"""What happened: one frozen dataclass each. Only ever added, so they are the audit trail as well.

Fields are strings, whole numbers, times (UTC) and tuples of strings; people appear as person ids,
free text only as a digest, so that erasing personal data never breaks the chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class Route(StrEnum):
    """How an act reached us."""

    SLACK = "slack"
    CLI = "cli"
    AUTOMATION = "automation"


@dataclass(frozen=True, slots=True)
class Stamp:
    """When, by whom (a person id, empty for automation), by which route, under which policy."""

    at: datetime
    person_id: str
    route: Route
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """`plan_id` and `case_id` say whose card and whose thread the event belongs to; `tells` is
    false for events that only the audit needs."""

    plan_id: str = ""
    case_id: str = ""
    tells: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as stored, with its place in the chain."""

    seq: int
    event: Event
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class DeskSeeded(Event):
    home_team: str = ""
    agents: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    administrators: tuple[str, ...] = ()
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class PolicyLoaded(Event):
    version: str = ""
    name: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class CustomersRead(Event):
    account: str = ""
    customers: int = 0
    subscriptions: int = 0
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class BooksTaken(Event):
    source: str = ""
    snapshot_id: str = ""
    file_name: str = ""
    as_of: datetime | None = None
    documents: int = 0
    customers: int = 0
    bad_rows: int = 0
    missing: int = 0
    proposed: int = 0
    no_floor: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BooksRefused(Event):
    source: str = ""
    snapshot_id: str = ""
    file_name: str = ""
    problems: int = 0


@dataclass(frozen=True, slots=True)
class FileNoticed(Event):
    """A file in the watched folder that brought nothing new: `what` is again, unreadable,
    not_moved or no_folder, `detail` what the system said."""

    file_name: str = ""
    what: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MappingConfirmed(Event):
    source: str = ""
    customer_ref: str = ""
    customer: str = ""


@dataclass(frozen=True, slots=True)
class MappingsConfirmed(Event):
    count: int = 0
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseOpened(Event):
    customer: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CaseNoted(Event):
    """Somebody wrote something down; the text itself is outside the chain."""

    text_digest: str = ""


@dataclass(frozen=True, slots=True)
class CaseAssigned(Event):
    owner: str = ""


@dataclass(frozen=True, slots=True)
class CaseClosed(Event):
    told_digest: str = ""


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


@dataclass(frozen=True, slots=True)
class BankChecked(Event):
    hash: str = ""


@dataclass(frozen=True, slots=True)
class PlanWaits(Event):
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
class DigestScheduled(Event):
    schedule_id: str = ""
    number: int = 0
    cron: str = ""
    zone: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class DigestMuted(Event):
    """Muted until a moment, unmuted (no moment), or taken out of use."""

    schedule_id: str = ""
    number: int = 0
    until: datetime | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class DigestsMissed(Event):
    """Slots that passed while nothing ran; only the newest is still posted."""

    schedule_id: str = ""
    number: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class DigestPosted(Event):
    schedule_id: str = ""
    number: int = 0
    slot: str = ""
    late: bool = False
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class DigestUnsure(Event):
    """It was sent and nobody knows whether it arrived: a person may post it again."""

    schedule_id: str = ""
    number: int = 0
    slot: str = ""


@dataclass(frozen=True, slots=True)
class DigestFailed(Event):
    """Slack refused it for good; `why` is Slack's error."""

    schedule_id: str = ""
    number: int = 0
    slot: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Frozen(Event):
    freeze_id: str = ""
    why: str = ""
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class FreezeLifted(Event):
    freeze_id: str = ""


@dataclass(frozen=True, slots=True)
class RolesChanged(Event):
    role: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
