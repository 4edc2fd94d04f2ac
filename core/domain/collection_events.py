"""What the policy run did, found, and did not do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class RunEvent(Event):
    """About one customer (its key, as a string)."""

    customer: str = ""


@dataclass(frozen=True, slots=True)
class EpisodeBegun(RunEvent):
    """A customer is chased from now on, by this version of the policy."""

    episode_id: str = ""
    version: str = ""
    on: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class EpisodeOver(RunEvent):
    """Nothing is to be chased any more. `why`: paid, or how the debt went otherwise."""

    episode_id: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class EpisodeMoved(RunEvent):
    """A person let a case in flight go on by the policy in force."""

    episode_id: str = ""
    before: str = ""
    after: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class StageReached(RunEvent):
    """A customer came to another stage, severer or milder; `before` is empty at the beginning."""

    before: str = ""
    after: str = ""
    version: str = ""
    currency: str = ""
    overdue: str = ""
    days: int = 0
    milder: bool = False


@dataclass(frozen=True, slots=True)
class CallAsked(RunEvent):
    """Somebody is to call the customer: once in each episode."""

    owner: str = ""


@dataclass(frozen=True, slots=True)
class SellingStopped(RunEvent):
    """No new orders are taken from this customer until it has paid."""

    stage: str = ""


@dataclass(frozen=True, slots=True)
class SoldAnyway(RunEvent):
    """A subscription was bought although nothing is to be sold to this customer."""

    subscription_id: str = ""
    name: str = ""
    seats: int = 0


@dataclass(frozen=True, slots=True)
class LetterUnaddressed(RunEvent):
    """A letter is due, and there is nobody to write to."""

    name: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class LetterUnwritten(RunEvent):
    """A letter is due, and there are no words for it that may be sent."""

    name: str = ""
    language: str = ""
    problem: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class PreviewAsked(Event):
    """A letter is to be read by somebody before the first one of it leaves."""

    notice: str = ""
    language: str = ""
    words: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class PreviewReleased(Event):
    """Letters with these words may be sent from now on."""

    notice: str = ""
    language: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class StandstillBegun(Event):
    """Nothing is sent or filed until two people release the list. `cause`: first_books, new_source,
    hardened, many."""

    standstill_id: str = ""
    cause: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class RunReleased(Event):
    """What the list shows may be sent and filed, and so may what comes after it."""

    standstill_ids: tuple[str, ...] = ()
    lines: int = 0
    list_hash: str = ""


@dataclass(frozen=True, slots=True)
class ProposalStopped(RunEvent):
    """Nothing more is proposed by itself; an administrator decides. `why`: lapsed (twice), reseller
    (another company uses what is owed for), calendar, unfit, caps, nobody (can ask)."""

    stage: str = ""
    why: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class NotJudged(RunEvent):
    """A customer of whom no verdict can be found. `why`: no_floor, or what went wrong."""

    why: str = ""
    currency: str = ""
