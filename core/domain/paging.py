"""A page: somebody has to look at a case now. Who hears of it, in which order, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.domain.plans import Reason

# Once everybody was called, this often again.
REPEAT = timedelta(minutes=15)
# Names the channel among those who were called.
CHANNEL = "channel"


class Why(StrEnum):
    """What makes somebody look: a strong sign, nobody who answers, a clock that runs out, what one
    person did alone and nobody ratified, or a containment whose end nobody decides on."""

    SIGNAL = "signal"
    UNANSWERED = "unanswered"
    STATUS = "status"
    REFUND = "refund"
    UNRATIFIED = "unratified"
    CONTAINED = "contained"


class Over(StrEnum):
    """How a page ended. ANSWERED: somebody took the case up, or did what the page asks for, without
    saying so on it; JOINED: another one of the case was being called for already."""

    TAKEN = "taken"
    ANSWERED = "answered"
    CASE_CLOSED = "case_closed"
    JOINED = "joined"


# What may cost money by the hour. A strong sign in a case of misuse may be one of fraud.
URGENT: Mapping[Reason, frozenset[Why]] = {
    Reason.FRAUD: frozenset({Why.SIGNAL, Why.UNANSWERED, Why.UNRATIFIED}),
    Reason.MISUSE: frozenset({Why.SIGNAL}),
}


def wakes(kind: Reason, why: Why) -> bool:
    """Is it worth waking somebody? All else waits until the morning."""
    return why in URGENT.get(kind, frozenset())


Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One for each case and occasion. `starts_at` is when the first person is called: later than
    `opened_at` where it waits for the morning. `step` counts the calls that were made; the next is
    at `next_at`."""

    page_id: str
    case_id: str
    occasion: str
    why: Why
    facts: Facts
    opened_at: datetime
    starts_at: datetime
    next_at: datetime | None
    step: int = 0
    taken_by: str = ""
    ended_at: datetime | None = None
    ended_why: Over | None = None

    def is_open(self) -> bool:
        return self.ended_at is None

    def calls_for(self, other: Page) -> bool:
        """Is whoever answers it called for the other one as well? What asks for one thing ends with
        that; all else with somebody who takes the case up."""
        whole = self.why is other.why or self.why in (Why.SIGNAL, Why.UNANSWERED)
        return whole and self.starts_at <= other.starts_at

    def waited(self) -> bool:
        return self.starts_at > self.opened_at


@dataclass(frozen=True, slots=True)
class Call:
    """One message of a page: to a person (an id), or to the channel. `sent_at` is empty until Slack
    took it."""

    page_id: str
    step: int
    target: str
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """Whom a page may call (person ids): whoever is on call, one after the other, and then the
    administrators. `skipped` are on the schedule and cannot act (Slack user ids)."""

    on_call: tuple[str, ...]
    administrators: tuple[str, ...]
    escalate_after: timedelta
    skipped: tuple[str, ...] = ()

    def everybody(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.on_call, *self.administrators]))


def calls_at(step: int, roster: Roster) -> tuple[str, ...]:
    """Who is called by the step-th call, the first is 0: one person; the channel and the next
    person; everybody else up to the administrators; and then all of them again and again."""
    first = roster.on_call or roster.administrators
    match step:
        case 0:
            return roster.on_call[:1] or roster.administrators
        case 1:
            return (CHANNEL, *roster.on_call[1:2])
        case 2:
            others = [one for one in roster.everybody() if one not in roster.on_call[:2]]
            return tuple(others) or first
    return (CHANNEL, *roster.everybody())


def pause_after(step: int, roster: Roster) -> timedelta:
    """How long that call is given before the next one."""
    return roster.escalate_after if step < 2 else max(REPEAT, roster.escalate_after)


def mentioned(step: int, roster: Roster) -> tuple[str, ...]:
    """Who is named in the channel by the step-th call."""
    return (roster.on_call[:2] or roster.administrators) if step < 2 else roster.everybody()
