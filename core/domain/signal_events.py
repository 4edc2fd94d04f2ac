"""What happened to a sign of fraud; of its facts the chain holds a digest."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class SignalSeen(Event):
    """It was found, has become stronger, or was laid into a case."""

    signal_id: str = ""
    customer: str = ""
    kind: str = ""
    strength: int = 0
    score: int = 0
    facts_digest: str = ""


@dataclass(frozen=True, slots=True)
class SignalsTogether(Event):
    """None of them opened the case by itself: the kinds, the score of each, and that of all."""

    customer: str = ""
    kinds: tuple[str, ...] = ()
    scores: tuple[int, ...] = ()
    score: int = 0


@dataclass(frozen=True, slots=True)
class SignalLabelled(Event):
    """What it turned out to be: true, false or unknown."""

    signal_id: str = ""
    customer: str = ""
    kind: str = ""
    label: str = ""
