"""What changed in the workspace, numbered, for pages that wait for it."""

from __future__ import annotations

import threading
from typing import NamedTuple

MOST_REMEMBERED = 2000


class Change(NamedTuple):
    """One change: in a channel, or in somebody's open modals and Home tab."""

    n: int
    channel: str | None
    user: str | None


class Changes:
    """Counts changes, and lets readers wait for the next one."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._recent: list[Change] = []
        self._n = 0
        self._closed = False

    @property
    def n(self) -> int:
        return self._n

    def note(self, *, channel: str | None = None, user: str | None = None) -> None:
        with self._turn:
            self._n += 1
            self._recent.append(Change(self._n, channel, user))
            del self._recent[:-MOST_REMEMBERED]
            self._turn.notify_all()

    def wait(self, after: int, seconds: float) -> None:
        with self._turn:
            self._turn.wait_for(lambda: self._n > after or self._closed, timeout=seconds)

    def since(self, after: int) -> list[Change]:
        with self._turn:
            return [change for change in self._recent if change.n > after]

    def close(self) -> None:
        with self._turn:
            self._closed = True
            self._turn.notify_all()
