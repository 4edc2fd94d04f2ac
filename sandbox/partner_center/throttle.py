"""How many requests a partner tenant may send in a minute of the machine's clock."""

from __future__ import annotations

import math
import threading
import time
from collections import deque

WINDOW = 60.0


class Throttle:
    """A sliding minute for each tenant; a request that is refused counts too."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: dict[str, deque[float]] = {}

    def seconds_to_wait(self, tenant_id: str, *, limit: int) -> int:
        """Count one request; 0 lets it in, else it is how long to stay away."""
        now = time.monotonic()
        with self._lock:
            recent = self._requests.setdefault(tenant_id, deque())
            while recent and recent[0] <= now - WINDOW:
                recent.popleft()
            recent.append(now)
            if len(recent) <= limit:
                return 0
            return max(1, math.ceil(recent[-limit] + WINDOW - now))
