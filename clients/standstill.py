"""An account that does not answer would hold up every worker with tries in vain, and what waits for
other accounts with it: while it is silent one question at a time goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from core.ports.outside import Unreachable
from core.ports.secrets import ConsentInUse

# Questions in a row that nobody answered: one alone may be the fault of what was asked for.
MOST_IN_VAIN = 5
# Seconds of machine time: between two tries, at most what the other side asks for, and as long as
# one may take.
PAUSE, LONGEST_PAUSE, A_TRY = 3.0, 60.0, 30.0


@dataclass(slots=True)
class Standstill:
    """Shared by all questions to one account."""

    clock: Callable[[], float] = monotonic
    _in_vain: int = 0
    _until: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Around each question. Raises Unreachable while it was just asked in vain."""
        self._take_turn()
        answered, pause = False, 0.0
        try:
            yield
            answered = True
        except ConsentInUse:
            raise  # nobody was asked yet
        except Unreachable as error:
            pause = min(error.retry_after or PAUSE, LONGEST_PAUSE)
            raise
        finally:
            self._over(answered, pause)

    def _over(self, answered: bool, pause: float) -> None:
        """Who broke off for a reason of its own heard nothing, and the next one may try."""
        with self._lock:
            self._in_vain = 0 if answered else self._in_vain + (pause > 0)
            self._until = self.clock() + pause

    def _take_turn(self) -> None:
        with self._lock:
            now = self.clock()
            if self._in_vain < MOST_IN_VAIN:
                return
            if now < self._until:
                raise Unreachable("did not answer just now", self._until - now)
            self._until = now + A_TRY
