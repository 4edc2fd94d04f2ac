"""Slack tells one call to come back later and means all that wait for the same limit: they get
moments one after the other, and each asks Slack in its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from core.ports.engine import Later


@dataclass(frozen=True, slots=True)
class Limit:
    """What Slack counts together, and the seconds between two calls that it allows for good.
    Source: docs.slack.dev/apis/web-api/rate-limits."""

    name: str
    spacing: float


class Limited(Exception):
    """Slack wants so many seconds of peace."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(slots=True)
class _Queue:
    """From when on Slack may be asked again, and the last moment that was given away."""

    opens: float
    given: float


@dataclass(slots=True)
class Limits:
    """Shared by whatever speaks to Slack in one process, in seconds of machine time. A limit of
    which Slack did not complain is not kept: bursts are allowed."""

    clock: Callable[[], float] = monotonic
    _queues: dict[Limit, _Queue] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @contextmanager
    def kept(self, limit: Limit) -> Iterator[None]:
        """Around each call. Raises Later where others wait, or where the call raised Limited."""
        self._wait(limit)
        try:
            yield
        except Limited as limited:
            raise Later(self._close(limit, limited.seconds), _why(limit)) from limited

    def _wait(self, limit: Limit) -> None:
        with self._lock:
            queue, now = self._queues.get(limit), self.clock()
            if queue is None:
                return
            if now < queue.opens:
                queue.given = max(queue.given + limit.spacing, queue.opens)
                raise Later(queue.given - now, _why(limit))
            if now > queue.given:
                del self._queues[limit]
            # Whoever comes a little late does not push the next one out of its moment.
            queue.opens = max(queue.opens, now - limit.spacing) + limit.spacing

    def _close(self, limit: Limit, seconds: float) -> float:
        """For how long whoever was refused waits."""
        with self._lock:
            now = self.clock()
            queue = self._queues.setdefault(limit, _Queue(now, now))
            queue.opens = max(queue.opens, now + seconds)
            queue.given = max(queue.given, queue.opens)
            return queue.opens - now


def _why(limit: Limit) -> str:
    return f"Slack: {limit.name} is rate limited"
