"""Medians of several runs, each beside a yardstick that was measured in the same minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

RUNS = 5


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def usual(act: Callable[[], object], runs: int = RUNS) -> float:
    """The median time of so many runs, after one that warms up."""
    act()
    return median(seconds(act) for _ in range(runs))


def shown(time_taken: float) -> str:
    if time_taken < 1e-3:
        return f"{time_taken * 1e6:.0f} µs"
    return f"{time_taken * 1e3:.1f} ms" if time_taken < 1 else f"{time_taken:.2f} s"


def compare(what: str, ours: float, yardstick: str, theirs: float) -> None:
    """One line: ours, the yardstick, and how many times the yardstick ours is."""
    print(
        f"{what}: {shown(ours)}; {yardstick}: {shown(theirs)}; ratio {ours / theirs:.1f}",
        flush=True,
    )


def say(what: str, value: str) -> None:
    print(f"{what}: {value}", flush=True)
