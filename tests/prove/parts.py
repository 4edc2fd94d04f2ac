"""What one suite of `make prove` has to show: counted, never claimed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """A named list: what was tried, and what became of each."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A suite's findings. `figures` are counts; each in `floors` has to reach its number, and each
    in `zeros` has to be nothing. `began` is a minute in UTC, `seconds` are machine time."""

    name: str
    title: str
    command: str
    began: str
    seconds: int
    commit: str
    seed: int
    figures: Mapping[str, int]
    floors: Mapping[str, int] = field(default_factory=dict)
    zeros: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()

    def shortfalls(self) -> Iterator[str]:
        """What the suite was to reach and did not. A figure that is missing was not counted."""
        for name, floor in self.floors.items():
            if self.figures.get(name, 0) < floor:
                yield f"{name}: {self.figures.get(name, 0)}, at least {floor}"
        for name in self.zeros:
            if self.figures.get(name) != 0:
                yield f"{name}: {self.figures.get(name, 'not counted')}, has to be 0"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(said: dict[str, Any]) -> Part:
        tables = tuple(
            Table(one["title"], tuple(one["head"]), tuple(tuple(row) for row in one["rows"]))
            for one in said["tables"]
        )
        lists = {"zeros": tuple(said["zeros"]), "notes": tuple(said["notes"]), "tables": tables}
        return Part(**(said | lists))
