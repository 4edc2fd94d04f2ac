"""The register of speed: what each topic of `make bench` handed in, and docs/performance.md made
of it."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.measuring import Figure, Must, in_unit
from bot.wiring import machine_clock
from tests.prove.running import commit

ROOT = Path(__file__).parents[1]
FOLDER, PAGE = ROOT / "docs" / "performance", ROOT / "docs" / "performance.md"
ABOUT = """# Performance

How fast the desk is and how heavy, each beside a yardstick that was measured in the same run. The page is made from the figures kept beside it by `python -m bench page`, and a test compares the two. `make bench` measures everything and prints it; `make bench ARGS=--keep` writes it down here as well.
"""  # noqa: E501
NONE = "–"


@dataclass(frozen=True, slots=True)
class Kept:
    """A figure, when it was taken (a minute in UTC), of which commit, and where."""

    figure: Figure
    at: str
    commit: str
    machine: str

    @property
    def key(self) -> tuple[str, str, int]:
        return self.figure.what, self.figure.database, self.figure.size


def keep(topic: str, figures: Iterable[Figure], folder: Path = FOLDER) -> None:
    """Write them down; one that was there under its name, database and size is replaced."""
    now, of, where = f"{machine_clock():%Y-%m-%d %H:%M}", commit(), machine()
    new = [Kept(figure, now, of, where) for figure in figures]
    found = {one.key: one for one in (*kept([topic], folder), *new)}
    folder.mkdir(exist_ok=True)
    text = json.dumps([asdict(one) for one in found.values()], indent=1, ensure_ascii=False)
    (folder / f"{topic}.json").write_text(f"{text}\n", encoding="utf-8")


def kept(topics: Iterable[str], folder: Path = FOLDER) -> list[Kept]:
    files = (folder / f"{topic}.json" for topic in topics)
    texts = (file.read_text(encoding="utf-8") for file in files if file.exists())
    return [_kept(said) for text in texts for said in json.loads(text)]


def _kept(said: dict[str, Any]) -> Kept:
    figure = said["figure"]
    return Kept(**said | {"figure": Figure(**figure | {"must": Must(**figure["must"])})})


def machine() -> str:
    """What it is measured on, in a line."""
    cores, memory = os.cpu_count(), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return (
        f"{cores} cores of {_processor()}, {memory / 2**30:.0f} GB of memory, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}"
    )


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


# The page


def page(found: Sequence[Kept]) -> str:
    if not found:
        return f"{ABOUT}\nNot measured yet.\n"
    parts = (_taken(found), _missed(found), _sized(found), _unsized(found))
    return "\n".join([ABOUT, *(line for part in parts for line in part)])


def _taken(found: Sequence[Kept]) -> Iterator[str]:
    for where in dict.fromkeys(one.machine for one in found):
        here = [one for one in found if one.machine == where]
        moments, commits = sorted({one.at for one in here}), dict.fromkeys(o.commit for o in here)
        when = " to ".join(dict.fromkeys((moments[0], moments[-1])))
        yield f"On {where}; {when} UTC, commit {', '.join(commits)}.\n"


def _missed(found: Sequence[Kept]) -> Iterator[str]:
    # What there is to reach is meant for the whole: on small books what never grows weighs most.
    whole = {one.key[:2]: one.figure for one in sorted(found, key=lambda one: one.figure.size)}
    missed = [(figure, miss) for figure in whole.values() for miss in figure.misses()]
    if not missed:
        yield "Every figure is within what it has to reach.\n"
    for figure, miss in missed:
        size = f" of {figure.size:,}" if figure.size else ""
        where = f" on {figure.database}" if figure.database else ""
        yield f"Missed: {figure.what}{size}{where}: {miss}.\n"


def _sized(found: Sequence[Kept]) -> Iterator[str]:
    """What grows with the books: one column for each size, the yardstick of the largest."""
    figures = {one.key: one.figure for one in found if one.figure.size}
    if not figures:
        return
    sizes = sorted({size for _, _, size in figures})
    yield "## By open documents\n"
    yield "Customers, subscriptions and closed documents grow in proportion.\n"
    yield from _head("", "On", "Must", *(f"{size:,}" for size in sizes), "Yardstick", "Ratio")
    for what, database in dict.fromkeys((what, database) for what, database, _ in figures):
        row = {size: figures[what, database, size] for size in sizes
               if (what, database, size) in figures}  # fmt: skip
        largest = row[max(row)]
        values = (in_unit(row[s].value, row[s].unit) if s in row else NONE for s in sizes)
        yield _row(what, database, _demand(largest.must, largest.unit), *values, *_beside(largest))
    yield ""


def _unsized(found: Sequence[Kept]) -> Iterator[str]:
    figures = [one.figure for one in found if not one.figure.size]
    if not figures:
        return
    yield "## Whatever the books hold\n"
    yield from _head("", "On", "Must", "Ours", "Yardstick", "Ratio")
    for one in figures:
        ours = in_unit(one.value, one.unit)
        yield _row(one.what, one.database, _demand(one.must, one.unit), ours, *_beside(one))
    yield ""


def _demand(must: Must, unit: str) -> str:
    said = []
    if must.most is not None:
        said.append(f"≤ {_round(must.most, unit)}")
    if must.least is not None:
        said.append(f"≥ {_round(must.least, unit)}")
    if must.ratio is not None:
        said.append(f"≤ {must.ratio:g} times the yardstick")
    return ", ".join(said)


def _round(limit: float, unit: str) -> str:
    """A limit is a round number; it is written like one."""
    if unit == "%":
        return f"{limit:.0%}"
    return f"{limit * 1e3:g} ms" if unit == "s" and limit < 1 else f"{limit:g} {unit}"


def _beside(figure: Figure) -> tuple[str, str]:
    if figure.theirs is None:
        return figure.yardstick or NONE, NONE
    theirs = f"{figure.yardstick}: {in_unit(figure.theirs, figure.unit)}"
    return theirs, NONE if figure.ratio is None else f"{figure.ratio:.1f}"


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield _row(*("---" for _ in cells))


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
