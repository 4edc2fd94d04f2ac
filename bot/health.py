"""Whether this process can do what it is for: what /readyz says, and why."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Protocol

from bot.config import Settings
from bot.jobs import Timetable
from bot.metrics import DeskMetrics, registry_of, written
from bot.web import Check, Metrics, Told
from core.ports.outside import Clock
from storage.database import Database
from storage.figures import Counting

LOOK_EVERY = 5.0
LONGEST_SILENCE = 30.0
LONGEST_WAIT = 120.0
LATELY = timedelta(hours=1)


class Refusals(Protocol):
    """What knows which accounts Partner Center did not let in when they last asked."""

    def refused(self) -> Mapping[str, str]: ...


class Backlog:
    """How long the job that waits longest has been due, as this process has seen it."""

    def __init__(self, counting: Counting, clock: Clock) -> None:
        self._counting = counting
        self._clock = clock
        self._guard = threading.Lock()
        self._since: dict[tuple[int, int], float] = {}

    def look(self) -> None:
        """Every few seconds; whatever is being done, or done, is forgotten."""
        due, now = self._counting.due(self._clock()), time.monotonic()
        with self._guard:
            self._since = {job: self._since.get(job, now) for job in due}

    def age(self) -> float:
        with self._guard:
            since = min(self._since.values(), default=None)
        return 0.0 if since is None else time.monotonic() - since


class Health:
    """What one process knows of itself; `accounts` are Partner Center's, where it signs in,
    `unread` names those that nobody could read for long, and `late` the digests that did not go
    out."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        timetable: Timetable,
        accounts: Refusals | None = None,
        unread: Callable[[], str] = str,
        late: Callable[[], str] = str,
        *,
        longest_wait: float = LONGEST_WAIT,
        longest_silence: float = LONGEST_SILENCE,
    ) -> None:
        self._counting = Counting(database)
        self._clock = clock
        self._timetable = timetable
        self._accounts = accounts
        self._unread, self._late = unread, late
        self._longest_wait, self._longest_silence = longest_wait, longest_silence
        self._backlog = Backlog(self._counting, clock)
        timetable.every(LOOK_EVERY, "backlog", self._backlog.look)

    def checks(self) -> dict[str, Check]:
        """Each answers with what is wrong, which goes to the log; outside only its name is
        told."""
        checks: dict[str, Check] = {
            "database": self._counting.trouble,
            "jobs": self._jobs,
            "timetable": self._ticks,
        }
        if self._accounts is not None:
            checks["partner center"] = partial(_refused, self._accounts)
            checks["customers"] = self._customers
            checks["digests"] = self._digests
        return checks

    def metrics(self, settings: Settings) -> Metrics | None:
        """Where they are wanted: they say how much goes on, which is nobody's business outside."""
        if not settings.metrics:
            return None
        registry = registry_of(DeskMetrics(self._counting, self._backlog.age, self._clock))
        return lambda: written(registry)

    def _jobs(self) -> str:
        if self._counting.trouble():
            return ""
        if (age := self._backlog.age()) > self._longest_wait:
            return f"a job is due for {age:.0f} seconds and nobody does it"
        given_up = self._counting.given_up(self._clock() - LATELY)
        return f"{given_up} jobs were given up within the hour" if given_up else ""

    def _customers(self) -> str:
        return "" if self._counting.trouble() else Told(self._unread())

    def _digests(self) -> str:
        return "" if self._counting.trouble() else Told(self._late())

    def _ticks(self) -> str:
        silence = self._timetable.silence()
        return f"no tick for {silence:.0f} seconds" if silence > self._longest_silence else ""


def _refused(accounts: Refusals) -> str:
    return "; ".join(f"{account}: {why}" for account, why in accounts.refused().items())
