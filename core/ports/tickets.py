"""Service requests: what is remembered of them, and Microsoft's desk that takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.customers import CustomerKey
from core.domain.tickets import Counter, Entry, Seen, Severity, Ticket, TicketState, Topic
from core.ports.outside import Answer


class Tickets(Protocol):
    def add(self, ticket: Ticket) -> None:
        """Raises LostRace when the case has an open one of this topic."""

    def get(self, ticket_id: str) -> Ticket: ...
    def find(self, name: str) -> Ticket | None:
        """By Microsoft's number or our reference, in any letters; an open one first."""

    def open(self) -> list[Ticket]:
        """Newest first."""

    def of_case(self, case_id: str) -> list[Ticket]:
        """Newest first, also those that are over."""

    def open_for(self, key: CustomerKey) -> list[Ticket]: ...
    def due(self, at: datetime) -> list[Ticket]:
        """Open ones whose reminder has come."""

    def update(self, ticket: Ticket, seen: TicketState) -> None:
        """Conditional on the state that was seen. Raises LostRace."""

    def say(self, entry: Entry) -> None: ...
    def entry(self, entry_id: str) -> Entry: ...
    def entries(self, ticket_id: str) -> list[Entry]:
        """Oldest first."""

    def move(self, entry: Entry, to: Entry) -> None:
        """Conditional on how far `entry` had come. Raises LostRace."""

    def counter(self, account: str) -> Counter:
        """What was last read of an account; of a new one nothing."""

    def save_counter(self, counter: Counter) -> None: ...


class NotLoggedIn(Exception):
    """Nobody consented for this account, or the consent is used up."""


class Gone(Exception):
    """The interface is not there any more, so nothing was created."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is handed in, and the ids of this very attempt."""

    title: str
    text: str
    severity: Severity
    topic: Topic
    request_id: str
    correlation_id: str


@dataclass(frozen=True, slots=True)
class Created:
    """How a creation was answered; the number is there if it is DONE."""

    answer: Answer
    number: str = ""


class ServiceDesk(Protocol):
    """Microsoft's service requests, asked for as the person who consented. All but `topics` need
    no more than that; each raises NotLoggedIn, reads also Unreachable and Missing. What changes
    something is sent once and answers with an outcome."""

    def topics(self, account: str) -> Sequence[Topic]:
        """Raises Gone as well."""

    def create(self, account: str, request: Request) -> Created:
        """Raises Gone: a definite answer. Unreachable, as of every change, means that there was no
        token, so that nothing left."""

    def get(self, account: str, number: str) -> Seen: ...
    def list(self, account: str, customer: CustomerKey | None = None) -> Iterable[Seen]:
        """The partner's own, or those of a customer."""

    def note(
        self, account: str, number: str, text: str, *, request_id: str, correlation_id: str
    ) -> Answer: ...
    def close(
        self, account: str, number: str, *, request_id: str, correlation_id: str
    ) -> Answer: ...


class NobodyLoggedIn:
    """A desk where no account has consented yet."""

    def topics(self, account: str) -> Sequence[Topic]:
        raise NotLoggedIn(account)

    def create(self, account: str, request: Request) -> Created:
        raise NotLoggedIn(account)

    def get(self, account: str, number: str) -> Seen:
        raise NotLoggedIn(account)

    def list(self, account: str, customer: CustomerKey | None = None) -> Iterable[Seen]:
        raise NotLoggedIn(account)

    def note(
        self, account: str, number: str, text: str, *, request_id: str, correlation_id: str
    ) -> Answer:
        raise NotLoggedIn(account)

    def close(self, account: str, number: str, *, request_id: str, correlation_id: str) -> Answer:
        raise NotLoggedIn(account)
