"""docs/operations.md: every setting and every column, as they are."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path

from bot.config import SETTINGS
from bot.metrics import DeskMetrics
from clients.receivables_rows import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from storage.figures import Counting
from storage.opening import open_migrated
from tests.builders import NOW

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading, without its head."""
    below = PAGE.split(f"\n{heading}\n", 1)[1]
    table = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert table is not None
    lines = table[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_setting_is_in_the_table_with_its_default_and_meaning() -> None:
    assert rows("## Settings") == [
        [f"`{setting.name}`", setting.default, setting.meaning] for setting in SETTINGS
    ]


def test_every_column_of_the_books_is_in_the_table_in_its_order() -> None:
    named = [name.strip("`") for name, _, _ in rows("### receivables.v1")]
    assert named == [*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS]


def test_every_metric_is_in_the_table_with_its_labels(tmp_path: Path) -> None:
    heading = "| Metric `goodstanding_…` | Labels | Meaning | Alarm when |"
    told = {
        name.strip("`").removesuffix("_total"): labels for name, labels, _, _ in rows_below(heading)
    }
    database = open_migrated(f"sqlite:///{tmp_path}/desk.db")
    desk = DeskMetrics(Counting(database), lambda: 0.0, lambda: NOW)
    made = {family.name.removeprefix("goodstanding_") for family in desk.collect()}
    database.close()
    assert set(told) == made
    assert told["jobs"] == "kind, status"


def rows_below(head: str) -> list[list[str]]:
    """The rows of the table with this head."""
    lines = PAGE.split(f"\n{head}\n", 1)[1].splitlines()[1:]
    table = list(takewhile(lambda line: line.startswith("|"), lines))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
