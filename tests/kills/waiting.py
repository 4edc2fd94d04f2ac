"""Waiting for other processes: for a condition, with a deadline, and never longer than needed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
GLANCE = 0.05


class TooLate(AssertionError):
    """Something that had to happen did not happen in time."""


def until(look: Callable[[], T | None], what: str, *, within: float) -> T:
    """What `look` finds as soon as it is something. Raises TooLate."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(GLANCE)
    raise TooLate(f"waited {within:.0f} s for {what}")
