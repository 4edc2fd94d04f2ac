"""A delivery changes something once: its key is claimed in the transaction of its effect."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from core.ports.outside import Clock
from core.ports.store import Store, Work
from handlers.messages.refusals import SeenAlready


class Once:
    """The store as one delivery sees it. Whoever brings the same delivery again, now or within
    seven days, meets SeenAlready before anything is changed; an attempt that was rolled back left
    no key, so what was refused may be sent again."""

    def __init__(self, store: Store, key: str, clock: Clock) -> None:
        self._store = store
        self._key = key
        self._clock = clock
        self._claimed = False

    @contextmanager
    def __call__(self) -> Iterator[Work]:
        with self._store() as work:
            if not (work.inbox.first(self._key, self._clock()) or self._claimed):
                raise SeenAlready()
            yield work
        # A delivery that takes several transactions has claimed its key with the first.
        self._claimed = True

    def reading(self) -> AbstractContextManager[Work]:
        return self._store.reading()
