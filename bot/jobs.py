"""The timetable: what is done every so many seconds, one bad run not stopping the next."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = logging.getLogger(__name__)

# A late run is still run, several missed ones are one, and none meets itself.
HABITS = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}


class Timetable:
    """A ticker and nothing else: what must not be lost is a row in the database."""

    def __init__(self) -> None:
        self._scheduler: Any = BackgroundScheduler(timezone=UTC, job_defaults=HABITS)
        self._ticked = time.monotonic()
        self._ending = threading.Event()
        self._leaping: list[Callable[[], None]] = []
        self._leap = threading.Lock()

    def every(
        self, seconds: float, name: str, work: Callable[[], None], *, leaps: bool = False
    ) -> None:
        """Do this so often, the first time that long after the start; with `leaps` also whenever
        business time leaps."""
        run = self._guarded(name, work)
        if leaps:
            self._leaping.append(run)
        self._scheduler.add_job(
            run,
            IntervalTrigger(seconds=seconds, timezone=UTC),
            id=name,
            name=name,
        )

    def at_once(self, name: str, work: Callable[[], None]) -> None:
        """Do this now and here; what fails is as little the end of the process as a bad run is."""
        self._guarded(name, work)()

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Start nothing more, and wait for what is running, which may ask and end sooner."""
        self._ending.set()
        with self._leap:
            if self._scheduler.running:
                self._scheduler.shutdown(wait=True)

    def is_ending(self) -> bool:
        return self._ending.is_set()

    def leap(self) -> None:
        """Business time was moved forward, as only a pretend clock is: do at once, in this order,
        what goes by it, so that whoever moved it need not wait for the machine's minute."""
        with self._leap:
            if self._scheduler.running:
                for run in self._leaping:
                    run()

    def silence(self) -> float:
        """How many seconds ago something was done last, or this was made."""
        return time.monotonic() - self._ticked

    def _guarded(self, name: str, work: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            self._ticked = time.monotonic()
            try:
                work()
            except Exception:
                log.exception("a timed job failed name=%s", name)

        return run
