"""The crash sweep: the desk dies at every named point, whatever its call brought and whatever else
happened then, and the stand-in judges each change as it accepts it."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import stamina
from stamina.instrumentation import set_on_retry_hooks

from core.faults import POINTS
from tests.installation import fill
from tests.prove.parts import Part, Table
from tests.prove.running import Run
from tests.prove.sweeping.case import Case, Trial
from tests.prove.sweeping.late import LATE
from tests.prove.sweeping.network import Outcome
from tests.prove.sweeping.place import Place
from tests.prove.sweeping.plan import cases, plain
from tests.prove.sweeping.stories import STORIES, prepare

CASES = 10_400
PROCESSES = 2
BREACHES = ("unapproved", "doubled", "lost", "too late")
FLOORS = {"runs": 10_000, "crashes": 2_500, "second crashes": 500, "fault cases": 48}
TITLE = (
    "In one process, with the desk's own use cases, executor, engine and clients on a SQLite file: "
    "a plan is approved, its first change meets an outcome, something else is committed at a "
    "point, the desk dies at a point and perhaps once more while it recovers. Then the world is "
    "well and everything has to come to an end. The stand-in asks at each change whether this "
    "exact line was allowed now, by its own SQL on a second connection."
)
NOTES = (
    "Sending begins with the commit of the attempt as sent. What was committed after that and "
    "before the first byte finds the call under way: these are counted as in flight, not as too "
    "late, and are the few milliseconds between that commit and the socket.",
    "Lost: approved and at the end neither done, nor ended for something that happened, nor with "
    "a person who was called; and every effect that the desk takes for not done; and every job "
    "that failed in a way nobody foresaw.",
)
Result = Mapping[str, Any]
_here: dict[str, Any] = {}


def prove(run: Run) -> Part:
    with tempfile.TemporaryDirectory(prefix="sweep-", dir=_memory()) as folder:
        base = Path(folder) / "base"
        base.mkdir()
        fill(base)
        results = sweep(run, Path(folder), base, PROCESSES, run.many(CASES))
    return part_of(run, results)


def sweep(run: Run, folder: Path, base: Path, processes: int, most: int) -> dict[str, Result]:
    """All cases, those that were done before among them."""
    _prepare(folder, base)
    with _workers(folder, base, processes) as try_all:
        _try(run, plain(), try_all)
        chosen = cases(_points(run), run.seed, most)
        _try(run, chosen, try_all)
    keys = {case.key for case in (*plain(), *chosen)}
    return {key: found for key, found in run.progress.done.items() if key in keys}


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _prepare(folder: Path, base: Path) -> None:
    work = folder / "preparing"
    work.mkdir()
    place = Place(base, work)
    try:
        for number, story in enumerate(STORIES.values()):
            prepare(place, base, folder / f"story-{number}", story)
    finally:
        place.stop()


@contextmanager
def _workers(folder: Path, base: Path, processes: int) -> Iterator[Any]:
    if processes == 1:
        _begin(folder, base)
        try:
            yield partial(map, _tried)
        finally:
            _here["place"].stop()
        return
    with ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(folder, base)
    ) as pool:
        yield partial(pool.map, _tried, chunksize=4)


def _begin(folder: Path, base: Path) -> None:
    """In each process: a stand-in of its own. Questions are repeated without a pause."""
    stamina.set_testing(True, attempts=3)
    set_on_retry_hooks([])
    logging.disable(logging.CRITICAL)
    os.nice(5)
    mine = folder / f"process-{os.getpid()}"
    mine.mkdir(exist_ok=True)
    _here["place"] = Place(base, mine)
    _here["folder"] = folder


def _tried(case: Case) -> tuple[str, Result]:
    number = list(STORIES).index(case.story)
    trial = Trial(_here["place"], _here["folder"] / f"story-{number}", case)
    return case.key, trial.carry_out()


def _try(run: Run, chosen: Iterable[Case], try_all: Any) -> None:
    left = [case for case in chosen if case.key not in run.progress.done]
    for key, found in try_all(left):
        run.progress.add(key, found)


def _points(run: Run) -> dict[tuple[str, str], int]:
    return {(c.story, c.outcome): run.progress.done[c.key]["points"] for c in plain()}


# What was found


def part_of(run: Run, results: Mapping[str, Result]) -> Part:
    found = list(results.values())
    classes = list(_classes(results))
    figures = {
        "runs": len(found),
        "effects": sum(one["effects"] for one in found),
        "crashes": sum(len(one["crashes"]) for one in found),
        "second crashes": sum(len(one["crashes"]) > 1 for one in found),
        "other happenings": sum(bool(one["late"]) for one in found),
        "ended with a person": sum(one["state"] in {"needs_human", "partial"} for one in found),
        "in flight": sum(one["in flight"] for one in found),
        **{name: sum(len(one[name]) for one in found) for name in BREACHES},
        "fault cases": len(classes),
        "fault cases caught": sum(not breaches for *_, breaches in classes),
    }
    tables = [_table_of(classes), _points_table(found), *_breaches(results)]
    return run.part(
        TITLE, figures, floors=FLOORS, zeros=BREACHES, notes=[*NOTES, _elsewhere(found)],
        tables=tables,
    )  # fmt: skip


def _classes(results: Mapping[str, Result]) -> Iterator[tuple[str, str, int, int]]:
    """Each kind of fault that was really met: its group, its name, how often, with breaches."""
    told = [(json.loads(key), found) for key, found in results.items()]
    for outcome in Outcome:
        fits = [f for key, f in told if key[1] == outcome.value and (f["befallen"] or not key[1])]
        if outcome is not Outcome.DONE:
            yield from _class("what becomes of a call", outcome.value, fits)
    for late in LATE:
        met = [f for key, f in told if key[4] == late and f["late"]]
        yield from _class("committed by others", late, met)
    for point in map(str, POINTS):
        died = [f for _, f in told if f["crashes"][:1] == [point]]
        yield from _class("the desk dies", point, died)
    for point in map(str, POINTS):
        again = [f for _, f in told if f["crashes"][1:] == [point]]
        yield from _class("it dies again while it recovers", point, again)


def _class(group: str, name: str, met: Sequence[Result]) -> Iterator[tuple[str, str, int, int]]:
    if met:
        yield group, name, len(met), sum(any(one[b] for b in BREACHES) for one in met)


def _table_of(classes: Iterable[tuple[str, str, int, int]]) -> Table:
    rows = tuple((group, name, f"{met:,}", str(breaches)) for group, name, met, breaches in classes)
    return Table("Fault cases", ("Kind", "Case", "Fired", "With a breach"), rows)


def _points_table(found: Sequence[Result]) -> Table:
    heard, died, late = Counter[str](), Counter[str](), Counter[str]()
    for one in found:
        heard.update({POINTS[int(number)]: count for number, count in one["heard"].items()})
        died.update(one["crashes"])
        late.update([one["late"]] if one["late"] else [])
    rows = tuple(
        (str(point), f"{heard[point]:,}", f"{died[point]:,}", f"{late[point]:,}")
        for point in POINTS
        if heard[point]
    )
    head = ("Point", "Reached", "Died there", "Something else happened there")
    return Table("Points on the swept ways", head, rows)


def _elsewhere(found: Sequence[Result]) -> str:
    reached = {POINTS[int(number)] for one in found for number in one["heard"]}
    left = [str(point) for point in POINTS if point not in reached]
    return (
        f"{len(reached)} of {len(POINTS)} points lie on these ways. The others are on the ways of "
        f"cards, letters, service requests, alerts, bills and checkpoints, each tried by the tests "
        f"of its own topic: {', '.join(left)}."
    )


def _breaches(results: Mapping[str, Result]) -> Iterator[Table]:
    rows = tuple(
        (key, name, "; ".join(map(str, found[name])))
        for key, found in results.items()
        for name in BREACHES
        if found[name]
    )
    if rows:
        yield Table("Breaches", ("Case", "Kind", "What"), rows[:200])
