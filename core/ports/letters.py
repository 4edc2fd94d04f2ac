"""Letters: what is remembered of them, whom they go to, and the mail server that takes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from core.domain.customers import CustomerKey
from core.domain.facts import Delivered
from core.domain.notices import Contact, LetterState, Outgoing, Reply
from core.ports.outside import Answer


class Letters(Protocol):
    def add(self, letter: Outgoing) -> None: ...
    def get(self, letter_id: str) -> Outgoing: ...
    def hold(self, letter_id: str) -> Outgoing:
        """The letter, locked until the transaction ends."""

    def find(self, letter_id: str) -> Outgoing | None: ...
    def move(self, letter: Outgoing, seen: LetterState) -> None:
        """Save all of it, conditional on the state that was seen. Raises LostRace."""

    def of_customer(self, key: CustomerKey) -> list[Outgoing]:
        """Newest first."""

    def delivered(self, key: CustomerKey) -> list[Delivered]:
        """Those that count, oldest first."""

    def waiting(self) -> list[Outgoing]:
        """Queued ones, oldest first."""

    def due(self, at: datetime) -> list[Outgoing]:
        """Queued ones that are to be looked at."""

    def accepted_before(self, moment: datetime) -> list[Outgoing]:
        """Accepted ones that have had so long to bounce."""

    def sent_since(self, moment: datetime) -> list[datetime]:
        """When letters left since then, as the caps count them."""

    def last_sent(self, key: CustomerKey, apart_from: Sequence[str]) -> datetime | None:
        """When the last letter left for a customer, leaving out these names and what bounced."""

    def bounced_open(self, key: CustomerKey | None = None) -> list[Outgoing]:
        """Bounces that nobody made up for yet, oldest first."""

    def unclear(self) -> list[Outgoing]: ...
    def add_reply(self, reply: Reply) -> None:
        """Raises LostRace where this very message is in already."""

    def reply(self, reply_id: str) -> Reply: ...
    def update_reply(self, reply: Reply) -> None:
        """Save what it means; conditional on nobody having said so before. Raises LostRace."""

    def replies(self, key: CustomerKey) -> list[Reply]:
        """Whatever came back from a customer, newest first."""

    def unread(self, key: CustomerKey) -> list[Reply]:
        """Replies of which nobody has said yet what they mean, oldest first."""

    def unread_of_nobody(self) -> list[Reply]:
        """The same of those of which nobody knows whose they are."""

    def unread_customers(self) -> set[CustomerKey]: ...


class Contacts(Protocol):
    def of(self, key: CustomerKey) -> list[Contact]:
        """By whomever they were named; those of the books only where these name nobody else's
        customer."""

    def all(self) -> list[Contact]:
        """What persons and Partner Center named, by customer."""

    def save(self, contact: Contact) -> None:
        """In place of one of the same source, kind and address."""

    def remove(self, contact: Contact) -> None: ...
    def known_as(self, address: str) -> set[CustomerKey]:
        """The customers to whom letters may go there."""


class Note(NamedTuple):
    """A message to those who run the desk."""

    subject: str
    text: str


class Attached(NamedTuple):
    """A file beside a text, or a picture in it, which is named there as cid:`name`."""

    name: str
    content: bytes


class Illustrated(NamedTuple):
    """The same words as text and as a page; `language` as in a header."""

    subject: str
    text: str
    html: str
    language: str
    pictures: tuple[Attached, ...] = ()
    files: tuple[Attached, ...] = ()


class DigestPost(Protocol):
    def mail(self, letter: Illustrated, to: Sequence[str], name: str, at: datetime) -> Answer:
        """To all of them or to none; `name` is the same for the same letter. Never raises."""


class AdministratorPost(Protocol):
    def write(self, note: Note, at: datetime) -> Answer:
        """To all of them. Never raises."""


class Post(Protocol):
    """A mail server. One letter reaches all its addresses or none."""

    def message_id(self, letter_id: str) -> str:
        """The same for the same letter, however often it is sent."""

    def send(self, letter: Outgoing) -> Answer:
        """DONE: taken. REFUSED: never, `detail` says why. LATER: nothing was taken, try again.
        UNKNOWN: it may have been taken. Never raises."""
