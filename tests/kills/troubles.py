"""What goes wrong at Partner Center meanwhile: a small share of its calls, chosen by chance."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import httpx

# Of changes about one in sixteen, of reads one in fifty.
SHARES = {"PATCH": 16, "GET": 50}
SUPPLY = 12
KINDS: dict[str, tuple[dict[str, Any], ...]] = {
    "PATCH": (
        {"kind": "throttle", "retry_after": 1},
        {"kind": "status", "status": 500},
        {"kind": "status", "status": 503},
        {"kind": "timeout_before", "seconds": 1.5},
        {"kind": "timeout_after", "seconds": 1.5},
        {"kind": "reset_before"},
        {"kind": "reset_after"},
        {"kind": "truncated"},
        {"kind": "slow", "seconds": 2.5},
        {"kind": "stale_etag"},
    ),
    "GET": (
        {"kind": "throttle", "retry_after": 1},
        {"kind": "status", "status": 503},
        {"kind": "timeout_before", "seconds": 1.0},
        {"kind": "reset_before"},
        {"kind": "truncated"},
    ),
}


@dataclass(frozen=True, slots=True)
class Troubles:
    """Keeps the sandbox supplied with faults; each waits for its own number of calls."""

    http: httpx.Client
    chance: Random

    def renew(self) -> None:
        self.http.delete("/sandbox/faults")
        for method, share in SHARES.items():
            for _ in range(SUPPLY):
                fault = self.chance.choice(KINDS[method])
                skip = self.chance.randrange(2 * share - 1)
                self._ask({"match": {"method": method}, "skip": skip} | fault)

    def end(self) -> None:
        self.http.delete("/sandbox/faults")

    def _ask(self, fault: dict[str, Any]) -> None:
        asked = self.http.post("/sandbox/faults", json={"target": "partner-center"} | fault)
        asked.raise_for_status()
