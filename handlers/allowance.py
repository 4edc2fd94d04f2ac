"""How fast one person may ask: nobody keeps the others waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from core.domain.people import AccountKey
from handlers.messages.refusals import TooFast

# Far above what hands can do, far below what would be felt by others.
AT_ONCE, A_SECOND = 60.0, 10.0
MOST_REMEMBERED = 1000


@dataclass(slots=True)
class Bucket:
    """What somebody may still ask now, as of a second of machine time."""

    left: float
    at: float
    told: bool = False

    def fill(self, now: float) -> None:
        self.left = min(AT_ONCE, self.left + (now - self.at) * A_SECOND)
        self.at = now


class Allowance:
    """A bucket for each account: AT_ONCE requests at once, A_SECOND more with every second."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._buckets: dict[AccountKey, Bucket] = {}
        self._lock = Lock()

    def admit(self, account: AccountKey) -> None:
        """Counts one request. Raises TooFast for one too many."""
        with self._lock:
            bucket = self._bucket(account)
            if bucket.left >= 1:
                bucket.left, bucket.told = bucket.left - 1, False
                return
            told, bucket.told = bucket.told, True
        raise TooFast(told=told)

    def __len__(self) -> int:
        """So many accounts are remembered."""
        return len(self._buckets)

    def _bucket(self, account: AccountKey) -> Bucket:
        now = self._seconds()
        if account not in self._buckets and len(self._buckets) >= MOST_REMEMBERED:
            self._forget(now)
        bucket = self._buckets.setdefault(account, Bucket(AT_ONCE, now))
        bucket.fill(now)
        return bucket

    def _forget(self, now: float) -> None:
        """A full bucket is as good as none."""
        for bucket in self._buckets.values():
            bucket.fill(now)
        self._buckets = {a: b for a, b in self._buckets.items() if b.left < AT_ONCE}
