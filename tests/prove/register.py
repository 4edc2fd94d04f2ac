"""The register of evidence: one file for each suite, and docs/evidence.md made of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.prove.parts import Part, Table
from tests.prove.running import ROOT

FOLDER, PAGE = ROOT / "docs" / "evidence", ROOT / "docs" / "evidence.md"
# In the order in which they are read and run: what it is called, and what it tries.
SUITES = {
    "sweep": "Crashes at every named point",
    "kills": "kill -9 at random moments",
    "model": "Anything in any order",
    "bugs": "Planted bugs",
    "matrix": "Who may do what",
    "inputs": "Bad input",
    "tampering": "Tampering with the record",
    "secrets": "Secrets",
    "load": "Load",
    "fuzz": "Fuzzing",
    "mutants": "Mutants of gate and vote",
}
ABOUT = """# Evidence

What this desk promises stands in [safety.md](safety.md). Here is what was tried against it, and what became of it. Every number is counted by the run that the part names; the page is made from [evidence/](evidence) by `python -m tests.prove page`, and a test compares the two.

`make prove` runs what has to be seen within the hour: kills, load and planted bugs, and beside them, on what these leave of the processor, the sweep and tampering. `make prove-rest` runs the model, the matrix, the bad inputs and the secrets; fuzzing (`make fuzz`) and mutants (`make mutate`) take longest. A run that was cut goes on with the same command and seed; `--anew` begins again; `--scale 0.01` is a trial that keeps no evidence.
"""  # noqa: E501
COUNTED = ("effects", "runs", "crashes", "unapproved", "doubled", "lost", "too late")
LISTS = ("fault cases", "bad inputs", "planted bugs")


def keep(part: Part) -> None:
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(part.to_json(), indent=1, ensure_ascii=False)
    (FOLDER / f"{part.name}.json").write_text(f"{text}\n", encoding="utf-8")
    PAGE.write_text(page(kept()), encoding="utf-8")


def kept(folder: Path = FOLDER) -> list[Part]:
    files = (folder / f"{name}.json" for name in SUITES)
    return [Part.from_json(json.loads(f.read_text(encoding="utf-8"))) for f in files if f.exists()]


def page(parts: Sequence[Part]) -> str:
    found = {part.name: part for part in parts}
    shown = [line for name in SUITES for line in _section(name, found.get(name))]
    return "\n".join([ABOUT, claim(parts), "", *shown])


def claim(parts: Sequence[Part]) -> str:
    """What all runs together have shown; what fell short or was not run is said, too."""
    counted = {name: sum(part.figures.get(name, 0) for part in parts) for name in COUNTED}
    caught = ", ".join(_caught(name, parts) for name in LISTS)
    said = (
        f"**{counted['effects']:,} effects over {counted['runs']:,} runs, "
        f"{counted['crashes']:,} crashes fired: {counted['unapproved']} unapproved, "
        f"{counted['doubled']} doubled, {counted['lost']} lost, "
        f"{counted['too late']} after payment or freeze; {caught}.**"
    )
    return "\n".join([said, *_missing(parts)])


def _caught(name: str, parts: Sequence[Part]) -> str:
    tried = sum(part.figures.get(name, 0) for part in parts)
    held = sum(part.figures.get(f"{name} caught", 0) for part in parts)
    return f"{held} of {tried} {name} caught"


def _missing(parts: Sequence[Part]) -> Iterator[str]:
    absent = [name for name in SUITES if name not in {part.name for part in parts}]
    if absent:
        yield f"\nNot run yet: {', '.join(absent)}."
    for part in parts:
        for short in part.shortfalls():
            yield f"\nFell short in {part.name}: {short}."


def _section(name: str, part: Part | None) -> Iterator[str]:
    yield f"## {SUITES[name]}\n"
    if part is None:
        yield "Not run.\n"
        return
    yield f"{part.title}\n" if part.title else ""
    took = f"{part.seconds // 60} min {part.seconds % 60} s"
    yield f"`{part.command}`, {part.began} UTC, commit {part.commit}, {took}.\n"
    yield from _figures(part)
    for note in part.notes:
        yield f"{note}\n"
    for table in part.tables:
        yield f"### {table.title}\n"
        yield from _table(table)


def _figures(part: Part) -> Iterator[str]:
    rows = [(name, f"{number:,}", _demand(part, name)) for name, number in part.figures.items()]
    yield from _table(Table("", ("Counted", "", "Has to be"), tuple(rows)))


def _demand(part: Part, name: str) -> str:
    if name in part.zeros:
        return "0"
    return f"at least {part.floors[name]:,}" if name in part.floors else ""


def _table(table: Table) -> Iterator[str]:
    yield _row(table.head)
    yield _row(["---"] * len(table.head))
    yield from (_row(row) for row in table.rows)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
