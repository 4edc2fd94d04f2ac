"""Every kind of tampering, once: `make prove` tries thousands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.installation import copy_of
from tests.prove.intruder.changes import CHANGES, STATE
from tests.prove.intruder.trail import Scene
from tests.prove.tampering import a_scene, attempt, is_found


@pytest.fixture(scope="module")
def scene(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("tampering")
    copy_of(filled, folder / "desk")
    with closing(a_scene(folder, seed=7, events=90)) as found:
        yield found


def test_every_kind_of_tampering_shows_and_nothing_else(scene: Scene) -> None:
    results = [attempt(scene, 7, number) for number in range(len(CHANGES))]
    assert {one["kind"] for one in results} == set(CHANGES)
    assert [one["kind"] for one in results if not is_found(one)] == []
    assert {one["kind"] for one in results if one["state"] and not one["chain"]} >= set(STATE)
    assert {one["untouched"] for one in results} == {True, None}


def test_what_only_others_can_see_is_not_found_by_the_trail_alone(scene: Scene) -> None:
    """Otherwise the notes would prove nothing."""
    kinds = sorted(CHANGES)
    fork = kinds.index("a fork: another past from somewhere on")
    found = attempt(scene, 7, fork)
    assert (found["chain"], found["notes"]) == (False, True)
