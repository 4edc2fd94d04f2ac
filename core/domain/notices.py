"""A letter to a customer: what it says, how it travels, and when it counts as delivered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.domain.calendar import ONE_DAY, Place, next_business_day
from core.domain.customers import CustomerKey
from core.domain.letters import NOTICES, Letter

# A server that takes a letter may still find out that it cannot deliver it.
PATIENCE = timedelta(hours=24)
EARLIEST, LATEST = time(8), time(18)
APART = timedelta(days=3)
# Days and sums in it are those of the day on which it was written.
LONGEST_WAIT = timedelta(days=7)
# With pauses of four hours between them, two to three days.
MOST_TRIES = 20
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=4)
DECIDED_WITHIN = 5

# Plain ASCII, as every server takes it: a domain in other letters is written as xn--.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LONGEST_ADDRESS = 254
# Owed at once, about something that happened: they know no quiet hours and no pause.
EVENTS = frozenset(Letter) - frozenset(NOTICES)
SPOKEN = {"KR": "ko", "KP": "ko", "CN": "zh-Hans", "SG": "en"}


class LetterState(StrEnum):
    """SENDING may have left; UNCLEAR did, or not, and nobody knows. ACCEPTED was taken by a mail
    server and may bounce; DELIVERED did not within a day; RECORDED reached the customer on another
    way, as a person wrote down."""

    QUEUED = "queued"
    SENDING = "sending"
    UNCLEAR = "unclear"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    RECORDED = "recorded"
    WITHDRAWN = "withdrawn"


S = LetterState
LETTER_MOVES: dict[LetterState, frozenset[LetterState]] = {
    S.QUEUED: frozenset({S.SENDING, S.WITHDRAWN, S.RECORDED}),
    # Back to QUEUED only by an answer which says that nothing was taken.
    S.SENDING: frozenset({S.ACCEPTED, S.BOUNCED, S.QUEUED, S.UNCLEAR}),
    # Only a person sends it again; a reply, a report or a late answer may still tell.
    S.UNCLEAR: frozenset({S.ACCEPTED, S.BOUNCED, S.QUEUED, S.RECORDED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.DELIVERED, S.BOUNCED}),
    # Some servers report after days: what they say outweighs that nobody said anything.
    S.DELIVERED: frozenset({S.BOUNCED}),
    S.BOUNCED: frozenset({S.RECORDED}),
    S.RECORDED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
ON_ITS_WAY = frozenset({S.QUEUED, S.SENDING, S.UNCLEAR})
ARRIVED = frozenset({S.DELIVERED, S.RECORDED})
LEFT = frozenset({S.SENDING, S.UNCLEAR, S.ACCEPTED, S.DELIVERED, S.BOUNCED})
ARRIVING = LEFT - {S.BOUNCED}
RECORDABLE = frozenset(state for state, to in LETTER_MOVES.items() if S.RECORDED in to)


class Means(StrEnum):
    """How a letter reached a customer that no mail server of ours reports on; `email` is one that
    somebody sent by another program."""

    EMAIL = "email"
    LETTER = "letter"
    COURIER = "courier"
    CALL = "call"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be sent. `name` is a notice's or that of a letter about an event; `to` are
    addresses; `access_from` is the day printed as the first on which access may be affected,
    `zone` where the customer is taken to be, whose day that is; `basis` is a digest of the
    documents and open sums that it rests on."""

    customer: CustomerKey
    name: str
    language: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    access_from: date | None = None
    case_id: str = ""
    basis: str = ""
    zone: str = ""

    def is_event(self) -> bool:
        return self.name in EVENTS

    def threatens(self) -> bool:
        """Does it announce that access will be affected? While everything is frozen that would not
        be true, so it waits; a friendly reminder, and news of what was done, do not."""
        return self.access_from is not None and not self.is_event()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A draft on its way. `try_at` is when it is looked at next and `waits` why not at once;
    `tries` counts answers of "not now". `delivered_on` is the customer's day. `evidence` is what a
    person wrote down, `settled_at` when a bounce needed nobody any more."""

    letter_id: str
    draft: Draft
    state: LetterState
    policy: str
    created_at: datetime
    try_at: datetime
    message_id: str = ""
    tries: int = 0
    waits: str = ""
    why: str = ""
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    delivered_at: datetime | None = None
    delivered_on: date | None = None
    means: Means | None = None
    evidence: str = ""
    person_id: str = ""
    bounced_at: datetime | None = None
    settled_at: datetime | None = None
    escalated_at: datetime | None = None

    @property
    def customer(self) -> CustomerKey:
        return self.draft.customer

    @property
    def name(self) -> str:
        return self.draft.name

    @property
    def case_id(self) -> str:
        return self.draft.case_id


@dataclass(frozen=True, slots=True)
class Past:
    """A letter that was sent before there was a desk, or beside it, and what proves it."""

    customer: CustomerKey
    name: str
    means: Means
    delivered_on: date
    evidence: str
    access_from: date | None = None


class Came(StrEnum):
    """What came back: a person's reply, what a program wrote by itself, a report that it did not
    arrive."""

    REPLY = "reply"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"


class Meaning(StrEnum):
    """What a person found a reply to say."""

    SAYS_PAID = "says_paid"
    DISPUTE = "dispute"
    PROMISE = "promise"
    AWAY = "away"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message as read from a mailbox. `digest` names it, however often it is fetched;
    `answers` are the letters (ids) that it refers to, `failed` the addresses of a report."""

    digest: str
    came: Came
    sender: str
    subject: str
    text: str
    answers: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A message that came back, whosever it is: without a customer nobody knows."""

    reply_id: str
    digest: str
    came: Came
    received_at: datetime
    sender: str
    subject: str
    text: str
    customer: CustomerKey | None = None
    letter_id: str = ""
    case_id: str = ""
    meaning: Meaning | None = None
    read_by: str = ""
    read_at: datetime | None = None

    def is_unread(self) -> bool:
        return self.came is Came.REPLY and self.meaning is None


class ContactKind(StrEnum):
    BILLING = "billing"
    ESCALATION = "escalation"


class Source(StrEnum):
    """Who named a contact; the first of them that named any wins."""

    PERSON = "person"
    PARTNER_CENTER = "partner_center"
    BOOKS = "books"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom letters to a customer go to, and in which language (BCP 47)."""

    customer: CustomerKey
    kind: ContactKind
    address: str
    language: str
    name: str = ""
    source: Source = Source.PERSON


def is_address(text: str) -> bool:
    """May a letter go there? One plain address, nothing that a header could be made of."""
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None


def language_in(country: str) -> str:
    """The language of letters to a country where nobody chose another."""
    return SPOKEN.get(country, "en")


def chosen(contacts: list[Contact], kind: ContactKind) -> list[Contact]:
    """Those of this kind by the most trusted source that knows any."""
    for source in Source:
        if found := [one for one in contacts if (one.source, one.kind) == (source, kind)]:
            return found
    return []


def opens(now: datetime, place: Place) -> datetime:
    """When a notice may be sent: now, or at the next opening, 08:00 to 18:00 on a business day of
    the customer's. Weekdays count where the calendar is not known."""
    local = place.local(now)
    day = next_business_day(local.date(), place.calendar, place.decreed)
    if day == local.date() and local.time() >= LATEST:
        day = next_business_day(day + ONE_DAY, place.calendar, place.decreed)
    opening = datetime.combine(day, EARLIEST, tzinfo=ZoneInfo(place.zone)).astimezone(now.tzinfo)
    return max(now, opening)


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many answers of "not now"."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(tries, 10)))


def room_from(sent: Sequence[datetime], now: datetime, most: Mapping[timedelta, int]) -> datetime:
    """When one more may be sent, with so many at most in each sliding window; `sent` are those
    before, oldest first."""
    moment = now
    for window, limit in most.items():
        within = [at for at in sent if now - at < window]
        if len(within) >= limit:
            moment = max(moment, within[-limit] + window)
    return moment
