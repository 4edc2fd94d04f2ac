"""What happened: one frozen dataclass each. Only ever added, so they are the audit trail as well.

Fields are strings, whole numbers, times (UTC) and tuples of strings; people appear as person ids,
free text only as a digest, so that erasing personal data never breaks the chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.domain.clock_events import (
    ClockEnded,
    ClockHandedOver,
    ClockMoved,
    ClocksFound,
    ClockStarted,
    ClockWarned,
    DataGone,
    DataLetGo,
)
from core.domain.consent_events import ConsentGiven, ConsentLapsing, ConsentRefused
from core.domain.desk_events import (
    CustomersRead,
    DeskSeeded,
    DigestFailed,
    DigestMuted,
    DigestPosted,
    DigestScheduled,
    DigestsHushed,
    DigestSkipped,
    DigestsMissed,
    DigestUnsure,
    FreezeLifted,
    Frozen,
    JobDied,
    PolicyLoaded,
    RolesChanged,
)
from core.domain.event import Event, Recorded, Route, Stamp
from core.domain.hint_events import FraudReported
from core.domain.partner_events import (
    OverdueToMicrosoft,
    RelationshipChanged,
    SubscriptionDrifted,
)
from core.domain.ticket_events import (
    TicketClosed,
    TicketMoved,
    TicketNotSaid,
    TicketOpened,
    TicketPrepared,
    TicketQueued,
    TicketReminded,
    TicketSaid,
    TicketSent,
    TicketUnsure,
)

# All events are found here, whichever module they live in.
__all__ = [
    "ClockEnded",
    "ClockHandedOver",
    "ClockMoved",
    "ClockStarted",
    "ClockWarned",
    "ClocksFound",
    "ConsentGiven",
    "ConsentLapsing",
    "ConsentRefused",
    "CustomersRead",
    "DataGone",
    "DataLetGo",
    "DeskSeeded",
    "DigestFailed",
    "DigestMuted",
    "DigestPosted",
    "DigestScheduled",
    "DigestSkipped",
    "DigestUnsure",
    "DigestsHushed",
    "DigestsMissed",
    "Event",
    "FraudReported",
    "FreezeLifted",
    "Frozen",
    "JobDied",
    "OverdueToMicrosoft",
    "PolicyLoaded",
    "Recorded",
    "RelationshipChanged",
    "RolesChanged",
    "Route",
    "Stamp",
    "SubscriptionDrifted",
    "TicketClosed",
    "TicketMoved",
    "TicketNotSaid",
    "TicketOpened",
    "TicketPrepared",
    "TicketQueued",
    "TicketReminded",
    "TicketSaid",
    "TicketSent",
    "TicketUnsure",
]


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
