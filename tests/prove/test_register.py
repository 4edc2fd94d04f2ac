"""The page of evidence says what the runs counted, and what they did not reach."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.prove import register
from tests.prove.parts import Part, Table
from tests.prove.running import Progress

A_PART = Part(
    name="sweep",
    title="Desks that end in the middle.",
    command="python -m tests.prove sweep --seed 7",
    began="2026-11-30 06:00",
    seconds=65,
    commit="0000000",
    seed=7,
    figures={"runs": 1200, "crashes": 300, "lost": 0},
    floors={"crashes": 250},
    zeros=("lost",),
    tables=(Table("Points", ("Point", "Fired"), (("a | b", "3"),)),),
)


def test_a_part_comes_back_from_its_file_as_it_was() -> None:
    assert Part.from_json(A_PART.to_json()) == A_PART


def test_what_was_not_reached_is_said_and_so_is_what_was_not_counted() -> None:
    short = replace(A_PART, figures={"crashes": 249})
    assert list(short.shortfalls()) == [
        "crashes: 249, at least 250",
        "lost: not counted, has to be 0",
    ]
    assert "Fell short in sweep: crashes: 249, at least 250." in register.page([short])


def test_the_claim_adds_up_what_the_parts_counted() -> None:
    kills = replace(A_PART, name="kills", figures={"runs": 2, "crashes": 60, "effects": 900})
    assert register.claim([A_PART, kills]).startswith(
        "**900 effects over 1,202 runs, 360 crashes fired: 0 unapproved"
    )


def test_the_page_in_the_docs_is_made_of_the_parts_in_the_docs() -> None:
    assert register.PAGE.read_text(encoding="utf-8") == register.page(register.kept())


def test_a_run_that_was_cut_goes_on_behind_what_it_had_done(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "sweep.jsonl")
    progress.add("one", {"effects": 3})
    with progress.file.open("a", encoding="utf-8") as file:
        file.write('{"key": "two", "resu')
    assert Progress.read(progress.file).done == {"one": {"effects": 3}}
