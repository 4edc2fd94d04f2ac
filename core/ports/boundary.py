"""No transaction is open across a call to the outside, and what was allowed leaves at once: both
are marked on the thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from core.faults import Way, after, before, fault

_thread = threading.local()


class CallInsideTransaction(AssertionError):
    """A call to the outside was about to be made while this thread holds a transaction."""


class AllowedTooLongAgo(Exception):
    """Nothing left: what was allowed then may be forbidden now."""


@contextmanager
def transaction_open() -> Iterator[None]:
    """Marks this thread while a transaction that may write is open."""
    _thread.depth = getattr(_thread, "depth", 0) + 1
    try:
        yield
    finally:
        _thread.depth -= 1


def check_outside() -> None:
    """Raises CallInsideTransaction where a transaction is open on this thread."""
    if getattr(_thread, "depth", 0):
        raise CallInsideTransaction("a transaction is open across a call to the outside")


@contextmanager
def outside(way: Way) -> Iterator[None]:
    """Around every call to the outside, answered or not. Raises CallInsideTransaction."""
    check_outside()
    fault(before(way))
    try:
        yield
    finally:
        fault(after(way))


@contextmanager
def leaving_by(moment: float) -> Iterator[None]:
    """What is sent meanwhile leaves before this moment of `time.monotonic()`, or not at all."""
    _thread.moment = moment
    try:
        yield
    finally:
        _thread.moment = None


def check_leaving() -> None:
    """Right before the first byte; a process may have stood still since the last step of ours.
    Raises AllowedTooLongAgo."""
    moment = getattr(_thread, "moment", None)
    if moment is not None and time.monotonic() > moment:
        raise AllowedTooLongAgo("it was allowed too long ago")
