"""Bad input of every kind at the doors of a whole desk: a clear answer, and nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import a_world
from tests.installation import copy_of
from tests.prove.bad.case import Bad
from tests.prove.bad.groups import GROUPS
from tests.prove.bad.stage import Stage

CASES = {
    f"{group}: {case.name}": case
    for group, cases in GROUPS.items()
    for case in cases
    if isinstance(case, Bad)
}


@pytest.fixture(scope="module")
def stage(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("inputs")
    with a_world(copy_of(filled, folder / "desk")) as world:
        made = Stage(world, folder)
        yield made
        made.close()


def test_each_class_has_a_name_of_its_own_and_there_are_many() -> None:
    names = [case.name for cases in GROUPS.values() for case in cases]
    assert len(set(names)) == len(names) >= 90


@pytest.mark.parametrize("name", list(CASES))
def test_bad_input(stage: Stage, name: str) -> None:
    case = CASES[name]
    answer = case.bring(stage)
    assert answer.status == case.status
    assert case.said in answer.said and "Traceback" not in answer.said
    assert stage.errors.taken() == []
    assert stage.changed() <= case.records
    assert stage.still_serves()
