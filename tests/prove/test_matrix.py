"""The matrix, a little of it; and that it sees what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.people import Role
from tests.prove.doors.people import MEMBER
from tests.prove.matrix import Matrix, a_matrix, actions, cells, knock, strangers
from tests.prove.running import Progress, Run


@pytest.fixture
def matrix(filled: Path, tmp_path: Path) -> Iterator[Matrix]:
    made = a_matrix(filled, tmp_path)
    yield made
    made.house.close()


def test_nothing_that_people_can_do_is_missing_in_the_table() -> None:
    assert strangers() == set()


def test_a_few_of_everything_are_as_the_table_says(filled: Path, tmp_path: Path) -> None:
    run = Run("matrix", 7, 0.01, Progress(tmp_path / "progress.jsonl"))
    knock(a_matrix(filled, tmp_path), run)
    assert len(run.progress.done) > 100
    assert {key: one["wrong"] for key, one in run.progress.done.items() if one["wrong"]} == {}


def test_a_table_that_says_otherwise_is_seen(matrix: Matrix) -> None:
    """A vote of an agent's, were it meant to count, and one of an approver's, were it not."""
    for role, other in ((Role.AGENT, "agents"), (Role.APPROVER, "administrators")):
        cell = next(
            one
            for one in cells()
            if one.action.name == "plan_reject_form"
            and one.someone.identity is MEMBER
            and one.someone.roles == {role}
        )
        turned = replace(cell, action=replace(cell.action, roles=frozenset({other})))
        assert matrix.tried(cell) == ""
        assert "was meant" in matrix.tried(turned)


def test_there_is_something_of_each_kind() -> None:
    assert {one.kind for one in actions()} == {"typed", "pressed", "submitted"}
