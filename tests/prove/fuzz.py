"""Coverage-guided fuzzing of everything that reads what others wrote, a process for each target."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.prove.fuzzing.targets import CORPUS, TARGETS, Target
from tests.prove.parts import Part, Table
from tests.prove.running import KEPT, ROOT, Run

SECONDS = 300
ONE = "tests.prove.fuzzing.one"
EXECUTED = re.compile(r"stat::number_of_executed_units: (\d+)")
# A file of the corpus is kept for good, so there are few and none is long.
MOST_FILES, LONGEST = 24, 1500


@dataclass(frozen=True, slots=True)
class Place:
    """Where one target's findings lie while it is fuzzed."""

    seeds: Path
    found: Path
    crashes: Path

    @staticmethod
    def of(name: str) -> Place:
        """All new but what was found."""
        folder = KEPT / "fuzz" / name
        place = Place(folder / "seeds", folder / "found", folder / "crashes")
        for one in (place.seeds, place.crashes):
            shutil.rmtree(one, ignore_errors=True)
        for one in (place.seeds, place.found, place.crashes):
            one.mkdir(parents=True, exist_ok=True)
        return place


def prove(run: Run) -> Part:
    """Each target for five minutes. A crash is an exception that no refusal accounts for."""
    reason = "" if find_spec("atheris") else "Not run: atheris is made for Linux."
    for name, target in TARGETS.items() if not reason else ():
        if name not in run.progress.done:
            run.progress.add(name, _fuzz(name, target, run.many(SECONDS)))
            if run.scale == 1:
                _keep(name)
    done = run.progress.done
    figures = {
        "targets": len(done),
        "executions": sum(one["executions"] for one in done.values()),
        "crashes open": sum(len(one["crashes"]) for one in done.values()),
        "corpus files": sum(path.is_file() for path in CORPUS.rglob("*")),
    }
    rows = tuple(
        (name, TARGETS[name].reads, f"{one['executions']:,}", ", ".join(one["crashes"]) or "none")
        for name, one in done.items()
    )
    return run.part(
        "Whatever the bytes, an answer or a refusal in our own words.",
        figures,
        floors={"targets": 0 if run.scale < 1 else len(TARGETS)},
        zeros=("crashes open",),
        notes=(reason or f"{run.many(SECONDS)} seconds a target.",),
        tables=(Table("Targets", ("Target", "Reads", "Executions", "Crashes"), rows),),
    )


def _fuzz(name: str, target: Target, seconds: int) -> dict[str, object]:
    place = Place.of(name)
    for number, seed in enumerate(target.seeds()):
        (place.seeds / str(number)).write_bytes(seed)
    asked = [f"-max_total_time={seconds}", f"-artifact_prefix={place.crashes}/", "-max_len=4096"]
    asked += ["-print_final_stats=1", "-rss_limit_mb=0", "-timeout=20"]
    folders = [str(place.found), str(place.seeds), *map(str, CORPUS.glob(name))]
    log = place.crashes.parent / "log.txt"
    with log.open("wb") as file:
        subprocess.run(
            [sys.executable, "-m", ONE, name, *asked, *folders],
            cwd=ROOT, stdout=file, stderr=file, check=False,
        )  # fmt: skip
    executed = EXECUTED.search(log.read_text(encoding="utf-8", errors="replace"))
    crashes = sorted(path.name for path in place.crashes.iterdir())
    if executed is None and not crashes:
        crashes = ["it did not end well"]
    return {"executions": int(executed[1]) if executed else 0, "crashes": crashes}


def _keep(name: str) -> None:
    """The shortest of what reached something new."""
    found = [path for path in (KEPT / "fuzz" / name / "found").iterdir() if path.is_file()]
    short = sorted((path for path in found if path.stat().st_size <= LONGEST), key=_size)
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    for path in _spread(short, MOST_FILES - len(list(folder.iterdir()))):
        shutil.copyfile(path, folder / path.name[:16])


def _size(path: Path) -> tuple[int, str]:
    return path.stat().st_size, path.name


def _spread(paths: list[Path], most: int) -> list[Path]:
    """So many, from the shortest to the longest."""
    if most <= 0 or len(paths) <= most:
        return paths[: max(most, 0)]
    return [paths[round(at * (len(paths) - 1) / (most - 1))] for at in range(most)]
