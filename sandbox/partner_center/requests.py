"""Every request that Partner Center saw, in order."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, field
from typing import Any

KEPT = 20_000


@dataclass(slots=True)
class Entry:
    """One request; `status` stays empty when no answer went out, `token` is app or user.

    `left_out` names the fields of the stored subscription that a change did not send back.
    """

    n: int
    at: str
    method: str
    path: str
    request_id: str
    correlation_id: str
    status: int | None = None
    fault: str | None = None
    token: str | None = None
    left_out: list[str] = field(default_factory=list)


class RequestLog:
    """The newest requests; older ones are forgotten so that a long demo stays small."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[Entry] = []
        self._seen = 0

    def open(
        self, *, at: str, method: str, path: str, request_id: str, correlation_id: str
    ) -> Entry:
        with self._lock:
            self._seen += 1
            entry = Entry(self._seen, at, method, path, request_id, correlation_id)
            self._entries.append(entry)
            if len(self._entries) > 2 * KEPT:
                del self._entries[:KEPT]
        return entry

    def listed(self, after: int = 0) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(entry) for entry in self._entries if entry.n > after]
