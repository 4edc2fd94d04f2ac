"""What happened to the data of suspended subscriptions, and who was told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class ClockStarted(Event):
    """`found`: suspended by somebody else, and not earlier known than `since`; `gone_from` is
    empty where nobody knows from when data may be deleted."""

    clock_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    kind: str = ""
    since: datetime | None = None
    found: bool = False
    gone_from: str = ""
    owner: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ClocksFound(Event):
    """So many subscriptions of these customers were suspended and had no clock."""

    count: int = 0
    customers: tuple[str, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ClockMoved(Event):
    """Partner Center tells of another end than before."""

    clock_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    before: str = ""
    gone_from: str = ""


@dataclass(frozen=True, slots=True)
class ClockEnded(Event):
    """The subscription is no longer suspended; `why`: reinstated, lifted, suspended_again."""

    clock_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    why: str = ""
    tells: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ClockHandedOver(Event):
    """Its owner may decide nothing any more, so an administrator answers for it."""

    clock_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    before: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ClockWarned(Event):
    """It is day `day` of `days`. `asks`: somebody has to decide, so `called` are the owner and the
    administrators, else the owner alone."""

    clock_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    mark: str = ""
    day: int = 0
    days: int = 0
    gone_from: str = ""
    asks: bool = False
    called: tuple[str, ...] = ()
    writes: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class DataLetGo(Event):
    """Two people let the data go; the last letter to the customer stands outside the chain."""

    clock_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    gone_from: str = ""
    letter_digest: str = ""


@dataclass(frozen=True, slots=True)
class DataGone(Event):
    """From today on the data may be deleted."""

    clock_id: str = ""
    customer: str = ""
    subscription_id: str = ""
    gone_from: str = ""
    called: tuple[str, ...] = ()
