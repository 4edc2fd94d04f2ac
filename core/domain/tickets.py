"""A service request to Microsoft: what is asked for, how it travels, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.domain.calendar import add_business_days
from core.domain.customers import CustomerKey
from core.domain.phrases import Phrase

LONGEST_NUMBER = 40
NUMBER = re.compile(rf"[A-Za-z0-9][A-Za-z0-9#._-]{{3,{LONGEST_NUMBER - 1}}}", re.ASCII)
REFERENCE = re.compile(r"GS-[0-9a-f]{8}", re.IGNORECASE)


class Severity(StrEnum):
    CRITICAL = "critical"
    MODERATE = "moderate"
    MINIMAL = "minimal"


class About(StrEnum):
    """Whose trouble it is: it decides which form of the portal takes it."""

    CUSTOMER = "customer"
    PARTNER = "partner"


class Way(StrEnum):
    """How it reaches Microsoft: by program, or pasted into a form by a person."""

    PROGRAM = "program"
    PORTAL = "portal"


class TicketState(StrEnum):
    """PREPARED waits for a person to submit it and type the number back; QUEUED was written down
    and not sent; SENT may have arrived; UNSURE was looked for and not found; OPEN has a number."""

    PREPARED = "prepared"
    QUEUED = "queued"
    SENT = "sent"
    UNSURE = "unsure"
    OPEN = "open"
    CLOSED = "closed"


S = TicketState
TICKET_MOVES: dict[TicketState, frozenset[TicketState]] = {
    S.PREPARED: frozenset({S.OPEN, S.CLOSED}),
    S.QUEUED: frozenset({S.SENT, S.PREPARED, S.CLOSED}),
    # Back to QUEUED only by an answer which says that nothing was created.
    S.SENT: frozenset({S.OPEN, S.UNSURE, S.QUEUED, S.PREPARED}),
    S.UNSURE: frozenset({S.OPEN, S.CLOSED}),
    S.OPEN: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
}
NUMBERLESS = frozenset({S.PREPARED, S.UNSURE})
# Microsoft's word for a request that is over.
OVER = "closed"


@dataclass(frozen=True, slots=True)
class Topic:
    """What Microsoft sorts a request under."""

    topic_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What Microsoft is asked. `text` is what it is sent by program; `observed`, `outcome` and the
    times of the impact were written by a person, as was whom to call."""

    about: About
    severity: Severity
    title: str
    observed: str
    outcome: str
    contact: str
    phone: str
    impact_from: datetime
    impact_until: datetime | None = None
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """`reference` is ours and stands in the title, so that a request can be found by it; `number`
    is Microsoft's. `text` is what was sent, word for word. `answered_at`: an answer is on record.
    `heard` counts the notes of Microsoft's that were told here."""

    ticket_id: str
    case_id: str
    customer: CustomerKey
    wish: Wish
    way: Way
    state: TicketState
    opened_by: str
    opened_at: datetime
    text: str = ""
    why: str = ""
    number: str = ""
    status: str = ""
    request_id: str = ""
    correlation_id: str = ""
    sent_at: datetime | None = None
    heard: int = 0
    reminders: int = 0
    remind_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def reference(self) -> str:
        return reference_of(self.ticket_id)

    @property
    def title(self) -> str:
        return f"{self.wish.title} [{self.reference}]"

    @property
    def name(self) -> str:
        """Microsoft's number once there is one."""
        return self.number or self.reference

    @property
    def topic_id(self) -> str:
        """At most one is open in a case for each of these."""
        return self.wish.topic.topic_id if self.wish.topic else self.wish.about.value

    def is_open(self) -> bool:
        return self.state is not TicketState.CLOSED

    def waits(self) -> bool:
        """Must a person do something: submit it, look for it, or write an answer down?"""
        if self.state is TicketState.OPEN:
            return self.way is Way.PORTAL and self.answered_at is None
        return self.state in NUMBERLESS


class Hurdle(Phrase):
    """Why something cannot be done with it at the moment."""

    NUMBERED = "Microsoft numbers it by itself"
    NUMBERLESS = "it has no number yet"
    LEAVING = "it is being handed in right now"


class Said(StrEnum):
    """What was added to a request: a note for Microsoft, an answer of Microsoft's, its end."""

    NOTE = "note"
    ANSWER = "answer"
    CLOSE = "close"


class Sending(StrEnum):
    """KEPT never leaves the desk; an UNSURE note may stand there or not, and is not sent again."""

    KEPT = "kept"
    TODO = "todo"
    SENT = "sent"
    DONE = "done"
    REFUSED = "refused"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said in a request. Whatever Microsoft said has no person."""

    entry_id: str
    ticket_id: str
    said: Said
    person_id: str
    at: datetime
    text: str
    sending: Sending = Sending.KEPT
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as Microsoft shows it; `status` is Microsoft's word, `notes` oldest first."""

    number: str
    title: str
    status: str
    notes: tuple[SeenNote, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenNote:
    text: str
    by: str = ""
    at: datetime | None = None


class Taking(StrEnum):
    """What is known of an account's way to ask by program."""

    UNREAD = "unread"
    OPEN = "open"
    NO_LOGIN = "no_login"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Counter:
    """Where an account's requests are handed in: whether it takes them, its topics, and when that
    was last asked."""

    account: str
    taking: Taking
    topics: tuple[Topic, ...] = ()
    read_at: datetime | None = None
    tried_at: datetime | None = None

    def takes(self) -> bool:
        return self.taking is Taking.OPEN and bool(self.topics)

    def is_due(self, now: datetime) -> bool:
        """Topics are kept for a day, a refusal for thirty, and a login may come at any minute."""
        if self.tried_at is None:
            return True
        fresh = self.read_at is not None and now - self.read_at < KEPT[Taking.OPEN]
        if self.taking is Taking.OPEN and fresh:
            return False
        patience = TRY_AGAIN if self.taking is Taking.OPEN else KEPT[self.taking]
        return now - self.tried_at >= patience


TRY_AGAIN = timedelta(minutes=10)
KEPT = {
    Taking.UNREAD: TRY_AGAIN,
    Taking.OPEN: timedelta(days=1),
    Taking.NO_LOGIN: timedelta(minutes=1),
    Taking.GONE: timedelta(days=30),
}


def reference_of(ticket_id: str) -> str:
    return f"GS-{ticket_id[:8]}"


def next_reminder(today: date, sent: int, country: str) -> date:
    """The first after one business day, the second after two, then one every two."""
    return add_business_days(today, 1 if sent < 2 else 2, country)
