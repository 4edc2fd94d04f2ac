"""What happened to who is on call, and to pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class OnCallChanged(Event):
    """Another schedule is in force; `people` are as many as are in it."""

    version: str = ""
    before: str = ""
    people: int = 0


@dataclass(frozen=True, slots=True)
class Paged(Event):
    """Somebody is called about a case, and others if nobody takes it. `called` are person ids,
    `skipped` user ids of the schedule that cannot act; `step` counts from 0."""

    page_id: str = ""
    why: str = ""
    step: int = 0
    called: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    in_channel: bool = False


@dataclass(frozen=True, slots=True)
class PageTaken(Event):
    """`minutes` after the first call."""

    page_id: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class PageOver(Event):
    """It ended by itself. `why`: answered, case_closed or joined."""

    page_id: str = ""
    why: str = ""
    tells: ClassVar[bool] = False
