"""What happened to the lists of who hears in private that a vote is wanted."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class NotifyingChanged(Event):
    """`person` is asked from now on, or not, or again from a day on (ISO)."""

    person: str = ""
    asked: bool = True
    back_on: str = ""
