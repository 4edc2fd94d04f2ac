"""The page of performance says what was measured, and what missed its limit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bench import register
from bench.__main__ import TOPICS
from bench.measuring import Figure, Must
from bench.register import Kept

DIGEST = Figure(
    "the digest", 0.4, "s", Must(most=1.0, ratio=3.0), "its sums", 0.2, 1_000_000, "SQLite"
)
LIMIT = Figure("of the limit used", 0.97, "%", Must(least=0.95), "the limit", 1.0)


def kept(*figures: Figure) -> list[Kept]:
    return [Kept(one, "2026-11-30 18:00", "0000000", "a machine") for one in figures]


@pytest.mark.parametrize(
    ("figure", "misses"),
    [
        pytest.param(DIGEST, [], id="within"),
        pytest.param(replace(DIGEST, value=1.0, theirs=1.0), [], id="just within"),
        pytest.param(
            replace(DIGEST, value=1.2, theirs=0.3),
            ["1.20 s, at most 1.00 s", "4.0 times the yardstick, at most 3"],
            id="too slow",
        ),
        pytest.param(replace(LIMIT, value=0.9), ["90.0%, at least 95.0%"], id="too little"),
        pytest.param(replace(DIGEST, must=Must(), value=99.0), [], id="no limit"),
    ],
)
def test_what_misses_its_limit_says_by_how_much(figure: Figure, misses: list[str]) -> None:
    assert list(figure.misses()) == misses


def test_sizes_stand_side_by_side_with_the_yardstick_of_the_largest() -> None:
    small = replace(DIGEST, size=10_000, value=0.004, theirs=0.001)
    assert (
        "| the digest | SQLite | ≤ 1 s, ≤ 3 times the yardstick "
        "| 4.0 ms | 400.0 ms | its sums: 200.0 ms | 2.0 |"
    ) in register.page(kept(DIGEST, small)).splitlines()


def test_a_figure_without_a_size_stands_by_itself() -> None:
    page = register.page(kept(LIMIT)).splitlines()
    assert "| of the limit used |  | ≥ 95% | 97.0% | the limit: 100.0% | 1.0 |" in page


def test_what_is_missed_is_said_above_the_table() -> None:
    page = register.page(kept(replace(DIGEST, value=2.0)))
    assert "Missed: the digest of 1,000,000 on SQLite: 2.00 s, at most 1.00 s." in page
    assert "Every figure is within" not in page


def test_a_new_figure_takes_the_place_of_the_old_one_alone(tmp_path: Path) -> None:
    other = replace(DIGEST, database="PostgreSQL")
    register.keep("reads", [DIGEST, other], tmp_path)
    register.keep("reads", [replace(DIGEST, value=0.3)], tmp_path)
    found = [one.figure for one in register.kept(["reads"], tmp_path)]
    assert found == [replace(DIGEST, value=0.3), other]


def test_the_page_in_the_docs_is_made_of_the_figures_in_the_docs() -> None:
    assert register.PAGE.read_text(encoding="utf-8") == register.page(register.kept(TOPICS))
    assert {file.stem for file in register.FOLDER.glob("*.json")} <= set(TOPICS)
