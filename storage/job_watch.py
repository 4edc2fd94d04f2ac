"""What goes on beside a worker: due jobs are brought, late ones ended, lost ones given back."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from core.engine import Failed
from core.ports.outside import Clock
from storage import job_carriers
from storage.database import Database
from storage.deliveries import Deliveries

log = logging.getLogger(__name__)


class Watch:
    """Not a job among jobs, which would wait behind the backlog that it should rescue."""

    def __init__(
        self, database: Database, clock: Clock, hand: Deliveries, *, patience: float
    ) -> None:
        self._database = database
        self._clock = clock
        self._hand = hand
        self._patience = patience
        self._guard = threading.Lock()
        self._carried: set[int] = set()
        self._unknown: set[int] = set()
        self._next_sweep = 0.0

    @contextmanager
    def carrying(self, carrier: int) -> Iterator[None]:
        """While this process does the job that was carried here."""
        with self._guard:
            self._carried.add(carrier)
        try:
            yield
        finally:
            with self._guard:
                self._carried.discard(carrier)

    def look(self, workers: Collection[int]) -> None:
        """The numbers under which this process fetches jobs."""
        self.bring_due()
        self._end_late()
        if time.monotonic() >= self._next_sweep:
            self._next_sweep = time.monotonic() + self._patience / 3
            self._give_back(workers)

    def bring_due(self) -> None:
        now = self._clock()
        while self._bring_some(now):
            pass

    def _bring_some(self, now: datetime) -> int:
        with self._database.bookkeeping() as connection:
            brought = job_carriers.bring_due(connection, now)
            connection.commit()
        return brought

    def _end_late(self) -> None:
        for claimed in self._hand.late():
            log.error("job %s did not end within its timeout", claimed.delivery.kind)
            self._hand.settle(claimed, Failed("did not end within its timeout"))

    def _give_back(self, workers: Collection[int]) -> None:
        """Of workers that are dead; and what ours has fetched and, for two looks, nobody does."""
        with self._database.bookkeeping() as connection:
            unknown = job_carriers.fetched_by(connection, workers) - self._now_carried()
            taken = job_carriers.take_over(connection, self._patience, unknown & self._unknown)
            connection.commit()
        self._unknown = unknown
        if taken:
            log.warning("%d jobs were cut off and will be done again", taken)

    def _now_carried(self) -> set[int]:
        with self._guard:
            return set(self._carried)
