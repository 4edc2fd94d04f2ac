"""How often something may be done: so many times within so many seconds."""

from __future__ import annotations

import threading
import time
from collections import deque


class Allowance:
    """Counts what was done lately, by the machine's clock."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._done: deque[float] = deque()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Whether it may be done once more now."""
        now = time.monotonic()
        with self._lock:
            while self._done and self._done[0] <= now - self._seconds:
                self._done.popleft()
            if len(self._done) >= self._most:
                return False
            self._done.append(now)
            return True
