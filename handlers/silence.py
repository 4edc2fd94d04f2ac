"""Slack that takes requests and answers none would hold up every worker, and what has nothing to do
with it: while it is silent one job at a time tries, and the others come again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from core.ports.engine import Later

# Seconds of machine time: between two tries, and as long as one may take.
PAUSE, A_TRY = 5.0, 12.0


@dataclass(slots=True)
class Silence:
    """Shared by whatever speaks to Slack in one process."""

    clock: Callable[[], float] = monotonic
    _until: float | None = None
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def waited_for(self) -> Iterator[None]:
        """Around each call. Raises Later while another one tries, or has just tried in vain."""
        self._take_turn()
        silent = False
        try:
            yield
        except OSError as error:
            silent = _is_silence(error)
            raise
        finally:
            self._until = self.clock() + PAUSE if silent else None

    def _take_turn(self) -> None:
        with self._lock:
            now = self.clock()
            if self._until is None:
                return
            if now < self._until:
                raise Later(self._until - now, "Slack answers nothing")
            self._until = now + A_TRY


def _is_silence(error: OSError) -> bool:
    """The client says it plainly or wraps it, by whether it was connected."""
    return isinstance(error, TimeoutError) or isinstance(
        getattr(error, "reason", None), TimeoutError
    )
