"""What happened to a containment: begun, asked about, kept, over; done alone, ratified, undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class ContainmentBegun(Event):
    """What was asked for is suspended; its owner is asked at `until`."""

    containment_id: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContainmentAsked(Event):
    """Its time is over, and somebody has to say what now; `asked` counts how often."""

    containment_id: str = ""
    until: datetime | None = None
    asked: int = 0
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContainmentKept(Event):
    containment_id: str = ""
    until: datetime | None = None
    reason_digest: str = ""


@dataclass(frozen=True, slots=True)
class ContainmentOver(Event):
    """`why`: lifted, rolled_back, or nothing_done."""

    containment_id: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class GlassBroken(Event):
    """One person suspends alone, with a one-time code."""

    containment_id: str = ""
    alert: str = ""
    proof: str = ""
    subscriptions: int = 0
    ratify_by: datetime | None = None
    decide_by: datetime | None = None
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RatificationDue(Event):
    """Nobody has agreed in time; at `decide_by` it is decided without."""

    containment_id: str = ""
    decide_by: datetime | None = None
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaysUnratified(Event):
    """Nobody has agreed, and it stays: `alert` is active or unknown, `spending` has not fallen, or
    its roll-back waits for something."""

    containment_id: str = ""
    alert: bool = False
    spending: bool = False
    waits: str = ""
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RolledBack(Event):
    """Nobody has agreed, and the attack is over: it is lifted by the plan `by_plan`, without
    votes."""

    containment_id: str = ""
    by_plan: str = ""
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ratified(Event):
    containment_id: str = ""
    until: datetime | None = None
