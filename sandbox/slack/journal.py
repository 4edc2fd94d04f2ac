"""What the bot did: every call, and everything that Slack would ignore, refuse or dislike."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.clock import Clock, as_text
from sandbox.slack.limits.accessibility import message_barriers, view_barriers


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call of the Web API."""

    n: int
    method: str
    arguments: dict[str, Any]
    ok: bool
    error: str | None
    at: str
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class Violation:
    """Something the bot did that Slack would ignore or refuse, or that its guide forbids."""

    n: int
    where: str
    what: str
    at: str


class Journal:
    """Calls and violations in the order in which they happened."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._calls: list[ApiCall] = []
        self._violations: list[Violation] = []
        self._reported = 0

    def called(
        self, method: str, arguments: dict[str, Any], *, error: str | None, warnings: list[str]
    ) -> None:
        with self._lock:
            n, at = len(self._calls) + 1, as_text(self._clock.now())
            ok = error is None
            self._calls.append(ApiCall(n, method, arguments, ok, error, at, warnings))

    def shown(self, where: str, sent: Mapping[str, Any]) -> None:
        """A message or a view that was taken: whom does it shut out?"""
        view = sent.get("view")
        found = view_barriers(view) if isinstance(view, dict) else message_barriers(sent)
        for what in found:
            self.violated(where, what)

    def violated(self, where: str, what: str) -> None:
        with self._lock:
            self._reported += 1
            at = as_text(self._clock.now())
            self._violations.append(Violation(self._reported, where, what, at))

    def calls(self, method: str | None = None) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(call) for call in self._calls if method in (None, call.method)]

    def violations(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(violation) for violation in self._violations]

    def forget_violations(self) -> None:
        with self._lock:
            self._violations.clear()
