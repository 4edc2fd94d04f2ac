"""The crash sweep: the desk dies at every named point, whatever its call brought and whatever else
happened then, and the stand-in judges each change as it accepts it."""

from __future__ import annotations

import gc
import logging
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import stamina
from stamina.instrumentation import set_on_retry_hooks

from tests.installation import fill
from tests.prove.crew import Crew, crew
from tests.prove.parts import Part
from tests.prove.running import Run
from tests.prove.sweeping.case import Case, Trial
from tests.prove.sweeping.errands import ERRANDS
from tests.prove.sweeping.errands import prepare as prepare_errand
from tests.prove.sweeping.findings import Result, part_of
from tests.prove.sweeping.place import Place
from tests.prove.sweeping.plan import cases, plain
from tests.prove.sweeping.reading import ReadingTrial
from tests.prove.sweeping.rounds import Round, walk
from tests.prove.sweeping.stories import STORIES, prepare

CASES = 9_900
_here: dict[str, Any] = {}


def prove(run: Run) -> Part:
    with tempfile.TemporaryDirectory(prefix="sweep-", dir=_memory()) as folder:
        base = Path(folder) / "base"
        base.mkdir()
        fill(base)
        results = sweep(run, Path(folder), base, run.many(CASES))
    return part_of(run, results)


def sweep(run: Run, folder: Path, base: Path, most: int) -> dict[str, Result]:
    """All cases, those that were done before among them."""
    _prepare(folder, base)
    with crew(_begin, folder, base) as try_all:
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
        for story in STORIES.values():
            prepare(place, base, template(folder, story.name), story)
        for errand in ERRANDS.values():
            prepare_errand(place, base, template(folder, errand.name), errand)
            walk(place, template(folder, errand.name), errand)
    finally:
        place.stop()


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
    # What was loaded so far stays.
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def template(folder: Path, name: str) -> Path:
    return folder / "-".join(name.replace(",", "").split())


def _tried(case: Case) -> tuple[str, Result]:
    begun_with = template(_here["folder"], case.story)
    return case.key, _kind(case)(_here["place"], begun_with, case).carry_out()


def _kind(case: Case) -> type[Round] | type[Trial]:
    if case.story in ERRANDS:
        return Round
    return ReadingTrial if STORIES[case.story].reads else Trial


def _try(run: Run, chosen: Iterable[Case], try_all: Crew) -> None:
    left = [case for case in chosen if case.key not in run.progress.done]
    for key, found in try_all(_tried, left, chunksize=4):
        run.progress.add(key, found)


def _points(run: Run) -> dict[tuple[str, str], int]:
    return {(c.story, c.outcome): run.progress.done[c.key]["points"] for c in plain()}
