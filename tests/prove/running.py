"""A run of one suite: its seed, what it has done so far, and how it becomes a part."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.prove.parts import Part, Table

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "prove"


@dataclass(slots=True)
class Progress:
    """What was tried, a line each: a run that was cut goes on behind it."""

    file: Path
    done: dict[str, Any] = field(default_factory=dict)

    @staticmethod
    def of(name: str, seed: int, *, anew: bool) -> Progress:
        """Of this suite with this seed, from its beginning where it is to be done `anew`."""
        KEPT.mkdir(parents=True, exist_ok=True)
        file = KEPT / f"{name}-{seed}.jsonl"
        if anew:
            file.unlink(missing_ok=True)
        return Progress.read(file)

    @staticmethod
    def read(file: Path) -> Progress:
        """What the file holds but its last line, where that was cut."""
        if not file.exists():
            return Progress(file)
        text = file.read_text(encoding="utf-8")
        whole = text[: text.rfind("\n") + 1]
        file.write_text(whole, encoding="utf-8")
        entries = map(json.loads, whole.splitlines())
        return Progress(file, {entry["key"]: entry["result"] for entry in entries})

    def add(self, key: str, result: Any) -> None:
        """Something that goes into JSON became of it."""
        self.done[key] = result
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"key": key, "result": result}) + "\n")


@dataclass(frozen=True, slots=True)
class Run:
    """What a suite is given. `scale` below 1 is a trial: less of everything, and no evidence."""

    name: str
    seed: int
    scale: float
    progress: Progress
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    started: float = field(default_factory=time.monotonic)

    def many(self, whole: int) -> int:
        """So many of a thing of which a whole run tries `whole`."""
        return max(1, round(whole * self.scale))

    def part(
        self, title: str, figures: Mapping[str, int], *, floors: Mapping[str, int],
        zeros: Iterable[str] = (), notes: Iterable[str] = (), tables: Iterable[Table] = (),
    ) -> Part:  # fmt: skip
        """The findings. Floors are of a whole run."""
        return Part(
            name=self.name,
            title=title,
            command=f"python -m tests.prove {self.name} --seed {self.seed}",
            began=self.began.strftime("%Y-%m-%d %H:%M"),
            seconds=round(time.monotonic() - self.started),
            commit=commit(),
            seed=self.seed,
            figures=dict(figures),
            floors={name: self.many(floor) for name, floor in floors.items()},
            zeros=tuple(zeros),
            notes=tuple(notes),
            tables=tuple(tables),
        )


def commit() -> str:
    """The newest commit, with a plus where the tree holds something besides."""
    short = _git("rev-parse", "--short", "HEAD")
    return f"{short}+" if _git("status", "--porcelain", "--untracked-files=no") else short


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
