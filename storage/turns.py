"""Who may write now: one thread at a time, in order of asking."""

from __future__ import annotations

import threading
from collections import deque


class NestedTransaction(RuntimeError):
    """A thread that holds a transaction asked for another one and would wait for itself."""


class Turns:
    """A lock among the threads of a process that is handed on in order of asking; SQLite's own goes
    to whoever is lucky."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False
        self._holder: int | None = None

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def __enter__(self) -> None:
        if self._holder == threading.get_ident():
            raise NestedTransaction("this thread holds a transaction already")
        with self._guard:
            turn = threading.Lock()
            turn.acquire()
            if self._taken:
                self._waiting.append(turn)
            else:
                turn.release()
                self._taken = True
        turn.acquire()
        self._holder = threading.get_ident()

    def __exit__(self, *_: object) -> None:
        self._holder = None
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
