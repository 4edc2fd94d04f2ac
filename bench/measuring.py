"""Medians of several runs, each beside a yardstick that was measured in the same minute."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

RUNS = 5


@dataclass(frozen=True, slots=True)
class Must:
    """What a figure has to keep to, in its own unit; `ratio` is how many yardsticks it may be."""

    most: float | None = None
    least: float | None = None
    ratio: float | None = None


NOTHING = Must()


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of docs/performance.md, which a bench yields. `value`, and `theirs` of the yardstick,
    are in `unit`: `s`, `MB`, or `%` for shares of one. `size` is how many open documents or rows
    it was measured with, 0 where that does not matter; `database` is empty where none is in it."""

    what: str
    value: float
    unit: str
    must: Must = NOTHING
    yardstick: str = ""
    theirs: float | None = None
    size: int = 0
    database: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.theirs if self.theirs else None

    def misses(self) -> Iterator[str]:
        """What it has to reach and does not, in words."""
        must, ratio = self.must, self.ratio
        if must.most is not None and self.value > must.most:
            yield f"{in_unit(self.value, self.unit)}, at most {in_unit(must.most, self.unit)}"
        if must.least is not None and self.value < must.least:
            yield f"{in_unit(self.value, self.unit)}, at least {in_unit(must.least, self.unit)}"
        if must.ratio is not None and ratio is not None and ratio > must.ratio:
            yield f"{ratio:.1f} times the yardstick, at most {must.ratio:g}"

    def __str__(self) -> str:
        size = f", {self.size:,}" if self.size else ""
        where = f" on {self.database}" if self.database else ""
        said = [f"{self.what}{size}{where}: {in_unit(self.value, self.unit)}"]
        if self.theirs is not None:
            said.append(f"{self.yardstick}: {in_unit(self.theirs, self.unit)}")
        if self.ratio is not None:
            said.append(f"ratio {self.ratio:.1f}")
        return "; ".join([*said, *(f"MISSED: {miss}" for miss in self.misses())])


def in_unit(value: float, unit: str) -> str:
    if unit == "s":
        return shown(value)
    return f"{value:.1%}" if unit == "%" else f"{value:,.0f} {unit}"


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def usual(act: Callable[[], object], runs: int = RUNS) -> float:
    """The median time of so many runs, after one that warms up."""
    act()
    return median(seconds(act) for _ in range(runs))


def percentile(times: list[float], percent: int) -> float:
    """So many of a hundred of them took no longer."""
    return quantiles(times, n=100, method="inclusive")[percent - 1]


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


def held_at_most() -> float:
    """The most memory that this program held so far, in megabytes: what the process was told of
    before it became this program counts for `getrusage`, and is not ours."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    most = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(most.split()[1]) / 1024
