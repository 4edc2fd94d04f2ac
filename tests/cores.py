"""A process of many threads gets more done on one core: on two its threads spend more time on the
interpreter's lock than on the work."""

from __future__ import annotations

import os


def keep_to_one(number: int) -> None:
    """Process `number` of several, and whatever it starts, keeps to one core, where the system
    lets it."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[number % len(cores)]})
