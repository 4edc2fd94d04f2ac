"""What the policy run did, found, and did not do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class EpisodeBegun(Event):
    """A customer is chased from now on, by this version of the policy."""

    episode_id: str = ""
    customer: str = ""
    version: str = ""
    on: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class EpisodeOver(Event):
    """Nothing is to be chased any more. `why`: paid, or how the debt went otherwise."""

    episode_id: str = ""
    customer: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class EpisodeMoved(Event):
    """A person let a case in flight go on by the policy in force."""

    episode_id: str = ""
    customer: str = ""
    before: str = ""
    after: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class StageReached(Event):
    """A customer came to another stage, severer or milder; `before` is empty at the beginning."""

    customer: str = ""
    before: str = ""
    after: str = ""
    version: str = ""
    currency: str = ""
    overdue: str = ""
    days: int = 0
    milder: bool = False


@dataclass(frozen=True, slots=True)
class CallAsked(Event):
    """Somebody is to call the customer: once in each episode."""

    customer: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class SellingStopped(Event):
    """No new orders are taken from this customer until it has paid."""

    customer: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class SoldAnyway(Event):
    """A subscription was bought although nothing is to be sold to this customer."""

    customer: str = ""
    subscription_id: str = ""
    name: str = ""
    seats: int = 0


@dataclass(frozen=True, slots=True)
class LetterUnaddressed(Event):
    """A letter is due, and there is nobody to write to."""

    customer: str = ""
    name: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class LetterUnwritten(Event):
    """A letter is due, and there are no words for it that may be sent."""

    customer: str = ""
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
class ProposalStopped(Event):
    """Nothing more is proposed by itself; an administrator decides. `why`: lapsed (twice), reseller
    (another company uses what is owed for), calendar, unfit, caps, nobody (can ask)."""

    customer: str = ""
    stage: str = ""
    why: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class NotJudged(Event):
    """A customer of whom no verdict can be found. `why`: no_floor, or what went wrong."""

    customer: str = ""
    why: str = ""
    currency: str = ""
