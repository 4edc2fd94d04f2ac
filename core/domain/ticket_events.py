"""What happened to a service request; of its texts the chain holds digests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class TicketPrepared(Event):
    """A person is to submit it in the portal. `why`: cloud, tier, no_login, gone, refused; `detail`
    is what Microsoft said."""

    ticket_id: str = ""
    reference: str = ""
    why: str = ""
    detail: str = ""
    text_digest: str = ""


@dataclass(frozen=True, slots=True)
class TicketQueued(Event):
    """It was asked for, and goes out by program."""

    ticket_id: str = ""
    reference: str = ""
    topic: str = ""
    severity: str = ""
    text_digest: str = ""


@dataclass(frozen=True, slots=True)
class TicketSent(Event):
    """Written down before anything leaves."""

    ticket_id: str = ""
    reference: str = ""
    request_id: str = ""
    correlation_id: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class TicketOpened(Event):
    """It has a number. `how`: answered, found (in Microsoft's list), typed (by a person)."""

    ticket_id: str = ""
    reference: str = ""
    number: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class TicketUnsure(Event):
    """It was sent, nobody knows whether it arrived, and it is not sent again."""

    ticket_id: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class TicketMoved(Event):
    """Microsoft shows another status."""

    ticket_id: str = ""
    name: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class TicketSaid(Event):
    """Something was added: a note or an answer. `by` is Microsoft's name for its author, where it
    came from there."""

    ticket_id: str = ""
    name: str = ""
    said: str = ""
    entry_id: str = ""
    by: str = ""
    text_digest: str = ""


@dataclass(frozen=True, slots=True)
class TicketNotSaid(Event):
    """A note, or the wish to close it, was refused, or nobody knows whether it arrived."""

    ticket_id: str = ""
    name: str = ""
    said: str = ""
    entry_id: str = ""
    state: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class TicketReminded(Event):
    """It waits for a person: to be submitted, to be looked for, or for its answer."""

    ticket_id: str = ""
    name: str = ""
    what: str = ""
    owner: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class TicketClosed(Event):
    """It is over. Whoever closed it said why; Microsoft says nothing."""

    ticket_id: str = ""
    name: str = ""
    entry_id: str = ""
    text_digest: str = ""
