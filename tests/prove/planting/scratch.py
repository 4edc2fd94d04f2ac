"""A copy of what is committed, in which bugs are planted one after the other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.prove.planting.planted import Bug
from tests.prove.running import ROOT

FAILED = re.compile(r"^FAILED (.+?)(?: - (.*))?$", re.MULTILINE)
# Code that does not hang together shows so in any test: that is not what a suite is for.
BROKEN = re.compile(r"(Syntax|Import|ModuleNotFound|Name|UnboundLocal|Attribute|Type)Error")
QUIETLY = ("-q", "-x", "-p", "no:cacheprovider", "--tb=line", "-rfE")
# Several processes stop at the first failure as if somebody had interrupted them.
ALL_OK, SOME_FAILED = 0, {1, 2}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What pytest said: `by` is the test that failed first, `why` its words."""

    code: int
    by: str = ""
    why: str = ""

    @property
    def green(self) -> bool:
        return self.code == ALL_OK

    @property
    def caught(self) -> bool:
        """Did a test fail by what it asserts?"""
        return self.code in SOME_FAILED and bool(self.by) and not BROKEN.match(self.why)


@dataclass(slots=True)
class Scratch:
    """One copy; bugs are planted in it one at a time."""

    folder: Path
    _ages: Iterator[int] = field(default_factory=lambda: count(1_000_000_000, 60))

    @staticmethod
    def made(folder: Path) -> Scratch:
        """With its history, as some tests read that."""
        clone = ["git", "clone", "--quiet", "--shared", str(ROOT), str(folder)]
        subprocess.run(clone, check=True, capture_output=True)
        return Scratch(folder)

    @contextmanager
    def with_bug(self, bug: Bug) -> Iterator[None]:
        file = self.folder / bug.file
        good = file.read_text(encoding="utf-8")
        self._write(file, bug.planted(good))
        try:
            yield
        finally:
            self._write(file, good)

    def _write(self, file: Path, text: str) -> None:
        """Compiled files go by age in seconds, and two bugs may be as long as each other."""
        file.write_text(text, encoding="utf-8")
        age = next(self._ages)
        os.utime(file, (age, age))

    def tested(self, selection: Sequence[str]) -> Outcome:
        """What these tests say of the copy."""
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", *QUIETLY, *selection],
            cwd=self.folder,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", "COLUMNS": "240"},
            capture_output=True,
            text=True,
        )
        failed = FAILED.search(ran.stdout)
        by, why = failed.groups(default="") if failed else ("", ran.stdout[-400:])
        return Outcome(ran.returncode, by, why)
