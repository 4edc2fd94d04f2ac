"""Planted bugs: small changes to our own code, by name, and the tests that are to notice each."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import astuple, dataclass
from pathlib import Path

LISTS = Path(__file__).parent / "lists"


class Unplantable(Exception):
    """The code is not what the bug was made for, so the list has to be mended."""


@dataclass(frozen=True, slots=True)
class Bug:
    """`old` stands in `file` once. `promise` is the id in docs/safety.md that it breaks, `suite`
    what pytest is given."""

    name: str
    harm: str
    promise: str
    file: str
    old: str
    new: str
    suite: str

    @property
    def key(self) -> str:
        """Its name, and a mark of all that it consists of."""
        return f"{self.name} {hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:8]}"

    def planted(self, text: str) -> str:
        """The text of the file with the bug in it. Raises Unplantable."""
        if text.count(self.old) != 1 or self.old == self.new:
            found = text.count(self.old)
            raise Unplantable(f"{self.name}: in {self.file} its old text stands {found} times")
        return text.replace(self.old, self.new)


def all_bugs() -> list[Bug]:
    return [
        Bug(**said)
        for file in sorted(LISTS.glob("*.toml"))
        for said in tomllib.loads(file.read_text(encoding="utf-8"))["bug"]
    ]
