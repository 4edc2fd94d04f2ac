"""An event: what it has in common with every other, who did it, and its place in the chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class Route(StrEnum):
    """How an act reached us."""

    SLACK = "slack"
    CLI = "cli"
    AUTOMATION = "automation"


@dataclass(frozen=True, slots=True)
class Stamp:
    """When, by whom (a person id, empty for automation), by which route; and under which policy,
    which is the one in force as it is written down."""

    at: datetime
    person_id: str
    route: Route
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """`plan_id` and `case_id` say whose card and whose thread the event belongs to; `tells` is
    false for events that only the audit needs, `writes` true for those of which the customer may
    get a letter."""

    plan_id: str = ""
    case_id: str = ""
    tells: ClassVar[bool] = True
    writes: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as stored, with its place in the chain."""

    seq: int
    event: Event
    stamp: Stamp
