"""What happened: one frozen dataclass each. Only ever added, so they are the audit trail as well.

Fields are strings, whole numbers, times (UTC) and tuples of strings; people appear as person ids,
free text only as a digest, so that erasing personal data never breaks the chain."""

from __future__ import annotations

from core.domain.agreement_events import (
    DebtWrittenOff,
    DisputeEnded,
    DisputeOpened,
    HoldEnded,
    HoldPlaced,
    HoldUnderReview,
    PaymentReturned,
    PromiseEnded,
    PromiseMade,
)
from core.domain.alert_events import (
    AlertAnswered,
    AlertAnswerSent,
    AlertAnswerSettled,
    AlertAnswerWaits,
    AlertConfirmed,
    AlertFound,
    AlertMoved,
    AlertsBack,
    AlertsLost,
    AlertWorse,
)
from core.domain.book_events import (
    BooksReadable,
    BooksRefused,
    BooksTaken,
    BooksUnread,
    FileNoticed,
    MappingConfirmed,
    MappingsConfirmed,
)
from core.domain.case_events import (
    AbuseDated,
    CaseAssigned,
    CaseClosed,
    CaseGoesOn,
    CaseMerged,
    CaseNoted,
    CaseOpened,
    CaseRated,
    CaseReminded,
    CaseTookIn,
    CaseWaits,
    DelegateNamed,
    DelegateReleased,
    ItemTicked,
)
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
from core.domain.collection_events import (
    CallAsked,
    EpisodeBegun,
    EpisodeMoved,
    EpisodeOver,
    LetterUnaddressed,
    LetterUnwritten,
    NotJudged,
    PreviewAsked,
    PreviewReleased,
    ProposalStopped,
    RunReleased,
    SellingStopped,
    SoldAnyway,
    StageReached,
    StandstillBegun,
)
from core.domain.consent_events import (
    ConsentGiven,
    ConsentLapsing,
    ConsentRefused,
    SecretsResealed,
)
from core.domain.containment_events import (
    ContainmentAsked,
    ContainmentBegun,
    ContainmentKept,
    ContainmentOver,
    GlassBroken,
    RatificationDue,
    Ratified,
    RolledBack,
    StaysUnratified,
)
from core.domain.credit_events import (
    CreditApproved,
    CreditAsked,
    CreditChecked,
    CreditDrafted,
    CreditEnded,
    CreditRejected,
    CreditReminded,
    LimitCrossed,
    LimitKept,
)
from core.domain.desk_events import (
    AccountBound,
    AccountFreed,
    AccountMet,
    AccountsNoted,
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
    StillFrozen,
)
from core.domain.erasure_events import OldDataCleared, PersonalDataErased
from core.domain.event import Event, Recorded, Route, Stamp
from core.domain.evidence_events import (
    CardShown,
    CheckpointsKept,
    CheckpointsLost,
    EvidenceExported,
)
from core.domain.hint_events import FraudReported
from core.domain.mapping_events import AccountsMatched, MappingChanged, MappingTurnedDown
from core.domain.notice_events import (
    ContactNeeded,
    ContactRemoved,
    ContactSaved,
    LetterAccepted,
    LetterAgain,
    LetterBounced,
    LetterDeferred,
    LetterDelivered,
    LetterEvent,
    LetterForAPerson,
    LetterHeld,
    LetterQueued,
    LetterRecorded,
    LetterSending,
    LetterUnclear,
    LetterWithdrawn,
    MailServerBack,
    MailServerLost,
    ReplyCame,
    ReplyRead,
)
from core.domain.paging_events import OnCallChanged, Paged, PageOver, PageTaken
from core.domain.partner_events import OverdueToMicrosoft, RelationshipChanged, SubscriptionDrifted
from core.domain.place_events import PlaceChanged
from core.domain.plan_events import (
    BankChecked,
    CardPosted,
    HandAsked,
    HandTold,
    HandWaits,
    IntentWritten,
    PersonNeeded,
    PlanEnded,
    PlanFiled,
    PlanHalted,
    PlanWaits,
    RenewalLet,
    StepSettled,
    VoteCast,
)
from core.domain.policy_events import PolicyPublished, PolicyScheduled
from core.domain.record_events import RecordDoubted
from core.domain.signal_events import SignalLabelled, SignalSeen, SignalsTogether
from core.domain.step_up_events import (
    CodeAccepted,
    CodeRefused,
    FactorConfirmed,
    FactorEnrolled,
    FactorLocked,
    FactorProved,
    FactorRevoked,
    OwnerNamed,
    OwnerTakenOff,
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
    "AbuseDated", "AccountBound", "AccountFreed", "AccountMet", "AccountsMatched",
    "AccountsNoted",
    "AlertAnswerSent", "AlertAnswerSettled", "AlertAnswerWaits", "AlertAnswered",
    "AlertConfirmed", "AlertFound", "AlertMoved", "AlertWorse", "AlertsBack", "AlertsLost",
    "BankChecked", "BooksReadable", "BooksRefused", "BooksTaken", "BooksUnread", "CallAsked",
    "CardPosted", "CardShown",
    "CaseAssigned", "CaseClosed", "CaseGoesOn", "CaseMerged", "CaseNoted", "CaseOpened",
    "CaseRated", "CaseReminded", "CaseTookIn", "CaseWaits", "CheckpointsKept",
    "CheckpointsLost", "ClockEnded", "ClockHandedOver", "ClockMoved",
    "ClockStarted", "ClockWarned", "ClocksFound", "CodeAccepted", "CodeRefused",
    "ConsentGiven", "ConsentLapsing", "ConsentRefused", "ContactNeeded", "ContactRemoved",
    "ContactSaved", "ContainmentAsked", "ContainmentBegun", "ContainmentKept", "ContainmentOver",
    "CreditApproved", "CreditAsked", "CreditChecked", "CreditDrafted", "CreditEnded",
    "CreditRejected", "CreditReminded", "CustomersRead", "DataGone", "DataLetGo", "DebtWrittenOff",
    "DelegateNamed", "DelegateReleased", "DeskSeeded", "DigestFailed", "DigestMuted",
    "DigestPosted", "DigestScheduled", "DigestSkipped", "DigestUnsure", "DigestsHushed",
    "DigestsMissed", "DisputeEnded", "DisputeOpened", "EpisodeBegun", "EpisodeMoved", "EpisodeOver",
    "Event", "EvidenceExported", "FactorConfirmed", "FactorEnrolled", "FactorLocked",
    "FactorProved", "FactorRevoked",
    "FileNoticed", "FraudReported", "FreezeLifted", "Frozen", "GlassBroken", "HandAsked",
    "HandTold", "HandWaits", "HoldEnded", "HoldPlaced", "HoldUnderReview", "IntentWritten",
    "ItemTicked", "JobDied", "LetterAccepted", "LetterAgain", "LetterBounced", "LetterDeferred",
    "LetterDelivered", "LetterEvent", "LetterForAPerson", "LetterHeld", "LetterQueued",
    "LetterRecorded", "LetterSending", "LetterUnaddressed", "LetterUnclear", "LetterUnwritten",
    "LetterWithdrawn", "LimitCrossed", "LimitKept", "MailServerBack", "MailServerLost",
    "MappingChanged", "MappingConfirmed", "MappingTurnedDown", "MappingsConfirmed",
    "NotJudged", "OldDataCleared", "OnCallChanged",
    "OverdueToMicrosoft", "OwnerNamed",
    "OwnerTakenOff", "PageOver", "PageTaken", "Paged", "PaymentReturned", "PersonNeeded",
    "PersonalDataErased", "PlaceChanged", "PlanEnded", "PlanFiled",
    "PlanHalted", "PlanWaits", "PolicyLoaded", "PolicyPublished", "PolicyScheduled", "PreviewAsked",
    "PreviewReleased", "PromiseEnded", "PromiseMade", "ProposalStopped", "RatificationDue",
    "Ratified", "RecordDoubted", "Recorded", "RelationshipChanged", "RenewalLet", "ReplyCame",
    "ReplyRead",
    "RolesChanged", "RolledBack", "Route", "RunReleased", "SecretsResealed", "SellingStopped",
    "SignalLabelled", "SignalSeen", "SignalsTogether", "SoldAnyway", "StageReached", "Stamp",
    "StandstillBegun",
    "StaysUnratified", "StepSettled", "StillFrozen", "SubscriptionDrifted", "TicketClosed",
    "TicketMoved", "TicketNotSaid", "TicketOpened", "TicketPrepared", "TicketQueued",
    "TicketReminded", "TicketSaid", "TicketSent", "TicketUnsure", "VoteCast",
]  # fmt: skip
