"""Jobs that this process has in hand: carried out, timed, and settled while they are still held."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

from sqlalchemy import Connection

from core.engine import Dead, Record, Result, Verdict, backoff, run_delivery, verdict
from core.faults import Point, fault
from core.ports.engine import Delivery, Handler
from core.ports.outside import Clock
from storage import job_rows
from storage.database import Database
from storage.job_rows import Claimed, Moment

log = logging.getLogger(__name__)

Delay = Callable[[int], float]
OnDead = Callable[[Delivery, str], None]


@dataclass(frozen=True, slots=True)
class Route:
    """Who does jobs of one kind, how often, and for how many seconds each is waited for."""

    handle: Handler
    max_attempts: int
    timeout: float


def _nobody(delivery: Delivery) -> None:
    raise LookupError(f"nobody does jobs of the kind {delivery.kind}")


# A version that knows the kind may be started within the next minutes.
UNKNOWN_KIND = Route(_nobody, max_attempts=10, timeout=60)


class News:
    """Something to wait for. Whoever waits says how much was told when it looked last."""

    def __init__(self) -> None:
        # Re-entrant, because a signal may tell while it interrupts somebody who waits.
        self._told = threading.Condition(threading.RLock())
        self.count = 0

    def tell(self) -> None:
        with self._told:
            self.count += 1
            self._told.notify_all()

    def wait(self, seen: int, seconds: float) -> None:
        """Until the time is up, or more was told than was seen."""
        with self._told:
            self._told.wait_for(lambda: self.count != seen, timeout=seconds)

    def wait_until(self, fact: Callable[[], bool], seconds: float | None = None) -> None:
        """Until the time is up, or a fact holds that is looked at whenever something is told."""
        with self._told:
            self._told.wait_for(fact, timeout=seconds)


class Deliveries:
    """What both engines do with a job once it is theirs. `also` joins the settling transaction."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        delay: Delay | None,
        on_dead: OnDead | None,
        also: Callable[[Connection, Claimed, Verdict], None] = lambda *_: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._delay = delay or partial(backoff, chance=Random())
        self._on_dead = on_dead
        self._also = also
        self._routes: dict[str, Route] = {}
        self._guard = threading.Lock()
        self._held: dict[tuple[int, int], tuple[Claimed, float]] = {}

    def handler(self, kind: str, handle: Handler, *, max_attempts: int, timeout: float) -> None:
        if kind in self._routes:
            raise ValueError(f"{kind} has a handler already")
        self._routes[kind] = Route(handle, max_attempts, timeout)

    def moment(self) -> Moment:
        return Moment(self._clock(), time.time())

    # One job

    def carry_out(self, claimed: Claimed) -> None:
        route = self._route(claimed)
        with self._guard:
            self._held[claimed.token] = claimed, time.monotonic() + route.timeout
        try:
            fault(Point.CLAIMED)
            result = run_delivery(route.handle, claimed.delivery)
        finally:
            with self._guard:
                del self._held[claimed.token]
        fault(Point.DONE)
        self.settle(claimed, result)
        fault(Point.SETTLED)

    def _route(self, claimed: Claimed) -> Route:
        return self._routes.get(claimed.delivery.kind, UNKNOWN_KIND)

    def settle(self, claimed: Claimed, result: Result) -> None:
        record = Record(
            claimed.delivery.attempt, claimed.failures, self._route(claimed).max_attempts
        )
        outcome = verdict(result, record, self._delay)
        if isinstance(outcome, Dead):
            self._bury(claimed, outcome)
        moment = self.moment()
        with self._database.bookkeeping() as connection:
            kept = job_rows.settle(connection, claimed, outcome, moment)
            if kept:
                self._also(connection, claimed, outcome)
            connection.commit()
        if not kept:
            kind, attempt = claimed.delivery.kind, claimed.delivery.attempt
            log.warning("job %s lost its lease in attempt %d: result dropped", kind, attempt)

    def _bury(self, claimed: Claimed, dead: Dead) -> None:
        """Told before it is written, so that a death is told at least once."""
        with self._database.reading() as connection:
            if not job_rows.is_held(connection, claimed):
                return
        kind, attempt = claimed.delivery.kind, claimed.delivery.attempt
        log.error("job %s dies of attempt %d: %s", kind, attempt, dead.why, exc_info=dead.error)
        if tell := self._on_dead:
            run_delivery(lambda delivery: tell(delivery, dead.why), claimed.delivery)

    # Time

    def in_time(self) -> list[Claimed]:
        """Jobs whose handlers work no longer than their timeout allows."""
        now = time.monotonic()
        with self._guard:
            return [claimed for claimed, deadline in self._held.values() if deadline > now]

    def late(self) -> list[Claimed]:
        """Jobs whose handlers should have ended. A handler cannot be stopped, but its job can be
        given to another."""
        now = time.monotonic()
        with self._guard:
            return [claimed for claimed, deadline in self._held.values() if deadline <= now]

    # Questions

    def counts(self) -> dict[str, int]:
        """How many jobs have each status."""
        with self._database.reading() as connection:
            return job_rows.counts(connection)

    def busy(self) -> bool:
        """Whether anything runs, is due, or waits for a further attempt."""
        # Whoever waits need not ask the database what this process knows; of a handler that should
        # have ended the job may be over.
        if self.in_time():
            return True
        now = self._clock()
        with self._database.reading() as connection:
            return job_rows.busy(connection, now)

    def tidy(self, before: datetime) -> int:
        """Move what finished before that moment to the history, in chunks that delay no click."""
        moved = 0
        while chunk := self._tidy_chunk(before):
            moved += chunk
        return moved

    def _tidy_chunk(self, before: datetime) -> int:
        with self._database.transaction() as connection:
            moved = job_rows.move_to_history(connection, before)
            connection.commit()
        return moved


def idle(busy: Callable[[], bool], news: News, *, within: float, look_every: float) -> bool:
    """Wait until nothing is left to do; false if that took longer."""
    deadline = time.monotonic() + within
    while True:
        seen = news.count
        if not busy():
            return True
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        news.wait(seen, min(left, look_every))
