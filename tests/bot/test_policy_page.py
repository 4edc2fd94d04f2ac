"""docs/policy.md: every key with its default, and an example that gives the printed answer."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.main import GROUPS, app
from core.domain.facts_file import HOLDS, STATUSES, FactsGiven
from core.domain.policy_file import schema
from core.domain.verdicts import State
from core.domain.waiting import What

PAGE = (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
WHOLE = "The whole file"
# Which table of the schema stands below which heading.
HEADINGS = {
    WHOLE: "",
    "`[timing]`": "TimingTable",
    "`timing.quiet`": "QuietTable",
    "`timing.calendar`": "DecreedDay",
    "`[[stage]]`": "StageTable",
    "`stage.when`": "WhenTable",
    "`stage.after_notice`": "AfterNoticeTable",
    "`[release]`": "ReleaseTable",
    "`[[segment]]`": "SegmentTable",
    "`[approvals]`": "ApprovalsTable",
    "`[[approvals.more]]`": "MoreVotes",
    "`[caps]`": "CapsTables",
    "`[caps.reinstate]`": "CapsTable",
    "`[caps.letters]`": "LetterCapsTable",
    "`[containment]`": "ContainmentTable",
    "`[break_glass]`": "BreakGlassTable",
    "`[step_up]`": "StepUpTable",
    "`[texts.<language>]`": "TextsTable",
    "`[texts.<language>.letters.<name>]`": "LetterTable",
}


def rows(heading: str) -> list[list[str]]:
    """The first table below a heading, without its head; a cell without its quotes."""
    below = PAGE.split(f"\n{heading}\n", 1)[1]
    table = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert table is not None
    return [
        [re.sub(r"^`([^`]*)`$", r"\1", cell.strip()) for cell in line.strip("|").split("|")]
        for line in table[0].splitlines()[2:]
    ]


def table_of(name: str) -> dict[str, Any]:
    whole: dict[str, Any] = schema()
    table: dict[str, Any] = whole["$defs"][name] if name else whole
    return table


def default_of(key: str, table: dict[str, Any]) -> str:
    if key in table.get("required", []):
        return "needed"
    match table["properties"][key]["default"]:
        case None:
            return "none"
        case dict() as own if own:
            return "see below"
        case value:
            return json.dumps(value)


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_key_is_described_with_its_default(heading: str) -> None:
    table = table_of(HEADINGS[heading])
    told = {row[0]: row[2] for row in rows(f"### {heading}")}
    assert told == {key: default_of(key, table) for key in table["properties"]}


def test_every_table_of_the_schema_has_its_heading() -> None:
    tables: dict[str, Any] = table_of("")["$defs"]
    named = {name for name, table in tables.items() if "properties" in table}
    assert named == set(HEADINGS.values()) - {""}


def block(language: str) -> str:
    """The first one of that kind."""
    blocks: list[tuple[str, str]] = re.findall(
        r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )
    return next(text for kind, text in blocks if kind == language)


def test_the_example_gives_the_printed_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("policy.toml").write_text(block("toml"), encoding="utf-8")
    Path("facts.json").write_text(block("json"), encoding="utf-8")
    command, answer = block("").split("\n", 1)
    words = command.removeprefix("$ python -m bot ").split()
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, done.stdout) == (0, answer)


def test_every_key_of_the_facts_is_named() -> None:
    whole = FactsGiven.model_json_schema()
    told = {row[0]: row[1] for row in rows("## The facts file")}
    assert list(told) == list(whole["properties"])
    for key, given in whole["properties"].items():
        ref = given.get("$ref") or given.get("items", {}).get("$ref", "")
        for inner in whole["$defs"].get(ref.rpartition("/")[2], {}).get("properties", {}):
            assert f"`{inner}`" in told[key]
    for word in (*STATUSES, "unknown", *HOLDS):
        assert f"`{word}`" in PAGE.split("\n## The facts file\n")[1]


def test_every_state_and_everything_that_is_waited_for_is_in_its_table() -> None:
    assert {row[0] for row in rows("### States")} == set(State)
    assert {row[0] for row in rows("### What a verdict waits for")} == set(What)


def test_every_command_of_the_policy_is_listed() -> None:
    told = {row[0].split(" ", 1)[0] for row in rows("## Commands")}
    assert told == set(GROUPS["policy"])
