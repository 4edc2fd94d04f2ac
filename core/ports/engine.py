"""The engine: jobs, how they are handed over, and what every binding promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Protocol

from core.domain.plan_events import Silent


class Priority(IntEnum):
    """Claimed in this order: a rescue never waits behind the backlog that it should rescue, and
    what was decided not behind what Slack is still to be told."""

    VOTE = 0
    CHANGE = 1
    CARD = 2
    BULK = 3


@dataclass(frozen=True, slots=True)
class Job:
    """Work to do. `key` names at most one job ever. A job with a future `run_at` has no lane."""

    kind: str
    key: str
    payload: Mapping[str, str | int] = field(default_factory=dict)
    run_at: datetime | None = None
    lane: str | None = None
    priority: Priority = Priority.CHANGE


@dataclass(frozen=True, slots=True)
class Delivery:
    """A job handed to its handler. `attempt` above one: an earlier one may have had an effect."""

    kind: str
    payload: Mapping[str, str | int]
    attempt: int


class Later(Exception):
    """Raised by a handler that wants its job again after so many seconds (Retry-After)."""

    def __init__(self, seconds: float, why: str = "") -> None:
        super().__init__(seconds, why)
        self.seconds = seconds
        self.why = why


class Unanswered(Later):
    """Somebody outside is silent: `who`, as a plan names what it waits for."""

    def __init__(self, who: Silent, seconds: float, why: str = "") -> None:
        super().__init__(seconds, why)
        self.who = who


Handler = Callable[[Delivery], None]


class Engine(Protocol):
    """Delivers each committed job at least once, never before `run_at`, one at a time per lane."""

    def handler(self, kind: str, handle: Handler, *, max_attempts: int, timeout: float) -> None: ...

    def run(self) -> None:
        """Work until stop() is called; jobs left running by a dead process are taken over."""

    def stop(self) -> None: ...

    def wake(self) -> None:
        """Look for due work now: something was committed, or business time was moved."""


class Jobs(Protocol):
    def enqueue(self, job: Job) -> bool:
        """Write the job in this transaction; false if its key was ever used."""

    def in_lane(self, lane: str) -> int:
        """How many jobs of this lane are not over."""
