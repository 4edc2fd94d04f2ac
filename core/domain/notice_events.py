"""What happened to letters and to what came back; texts and addresses are digests here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class LetterEvent(Event):
    """What all news of one letter has in common; `name` is the notice's."""

    letter_id: str = ""
    customer: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class LetterQueued(LetterEvent):
    """It was written, and waits for its turn."""

    language: str = ""
    access_from: str = ""
    basis: str = ""
    to_digest: str = ""
    text_digest: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LetterSending(LetterEvent):
    """Written down before anything leaves."""

    message_id: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LetterDeferred(LetterEvent):
    """Nothing of it was taken, so it is tried again. `code` is what the server said, if it was
    reached."""

    code: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LetterAccepted(LetterEvent):
    """A mail server took it. `how`: answered, said (by a person), replied (the customer)."""

    how: str = ""
    counts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LetterDelivered(LetterEvent):
    """It did not bounce within a day, so it counts."""

    delivered_on: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LetterRecorded(LetterEvent):
    """A person wrote down that it reached the customer by other means."""

    means: str = ""
    delivered_on: str = ""
    evidence_digest: str = ""


@dataclass(frozen=True, slots=True)
class LetterWithdrawn(LetterEvent):
    """It is not sent after all. `why`: paid, outdated, by_hand, or what a check said."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class LetterUnclear(LetterEvent):
    """It was sent, nobody knows whether it arrived, and it is not sent again by itself."""


@dataclass(frozen=True, slots=True)
class LetterAgain(LetterEvent):
    """A person had it sent once more, under the same Message-ID."""


@dataclass(frozen=True, slots=True)
class LetterBounced(LetterEvent):
    """It did not arrive, so it does not count."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class ContactNeeded(LetterEvent):
    """A bounce needs another address: `owner` is asked, or after five business days all of
    `administrators`."""

    owner: str = ""
    administrators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyCame(Event):
    """Something came back. `came`: reply or automatic. Without a customer it is nobody's yet."""

    reply_id: str = ""
    customer: str = ""
    came: str = ""
    text_digest: str = ""


@dataclass(frozen=True, slots=True)
class ReplyRead(Event):
    """A person said what it means: says_paid, dispute, promise, away or other."""

    reply_id: str = ""
    customer: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class ContactSaved(Event):
    """A person named whom letters go to."""

    customer: str = ""
    kind: str = ""
    language: str = ""
    address_digest: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ContactRemoved(Event):
    """Letters go there no more."""

    customer: str = ""
    kind: str = ""
    address_digest: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LetterHeld(Event):
    """A letter about an event waits until somebody did something: `about` is the event's number.
    `why`: preview, unaddressed or unwritten."""

    customer: str = ""
    name: str = ""
    language: str = ""
    about: int = 0
    why: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LetterForAPerson(Event):
    """No letter goes out by itself about what was done for fraud or misuse: it would warn whoever
    is looked into."""

    customer: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class MailServerLost(Event):
    """The mail server has been out of reach since then, and so many letters wait for it."""

    since: datetime | None = None
    letters: int = 0


@dataclass(frozen=True, slots=True)
class MailServerBack(Event):
    """Letters leave again."""

    since: datetime | None = None
