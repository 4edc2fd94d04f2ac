"""How many calls Slack lets an app make, loosely: bursts are tolerated."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from math import ceil

from sandbox.clock import Clock


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of calls that fills up again."""

    burst: int
    per_second: float


TIER_2, TIER_3, TIER_4 = Rate(60, 20 / 60), Rate(150, 50 / 60), Rate(300, 100 / 60)
# Posting is limited in each channel, everything else in the workspace.
POSTING = Rate(30, 1.0)
RATES = {
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "chat.postEphemeral": TIER_4,
    "conversations.info": TIER_3,
    "conversations.open": TIER_3,
    "conversations.list": TIER_2,
    "users.list": TIER_2,
}


class Allowance:
    """Counts calls by business time: after a day that was skipped, a day's calls may be made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}
        self._lifted = False

    def lift(self) -> None:
        """From now on any number of calls may be made."""
        self._lifted = True

    def seconds_to_wait(self, method: str, channel: str) -> int:
        """0 when the call may be made now; it is counted then."""
        if self._lifted:
            return 0
        if method == "chat.postMessage":
            return self._take(f"{method} {channel}", POSTING)
        return self._take(method, RATES.get(method, TIER_4))

    def _take(self, key: str, rate: Rate) -> int:
        now = self._clock.now().timestamp()
        with self._lock:
            left, since = self._left.get(key, (float(rate.burst), now))
            if now < since:
                # The state of an earlier day was loaded: nothing was called yet.
                left, since = float(rate.burst), now
            left = min(float(rate.burst), left + (now - since) * rate.per_second)
            if left < 1:
                self._left[key] = (left, now)
                return max(1, ceil((1 - left) / rate.per_second))
            self._left[key] = (left - 1, now)
            return 0
