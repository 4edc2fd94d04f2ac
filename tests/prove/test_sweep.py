"""A handful of the sweep's cases: where dying, or what others commit, hurts most."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import stamina

from tests.prove.sweeping.case import Case, Trial
from tests.prove.sweeping.network import Outcome
from tests.prove.sweeping.place import Place
from tests.prove.sweeping.stories import STORIES, prepare

UNPAID, ADD_ON = "one, unpaid", "base and add-on, fraud"
BREACHES = ("unapproved", "too late", "doubled", "lost")
CASES = {
    "dies before it sends": (Case(UNPAID, crash=19), "finished"),
    "dies with the answer in hand": (Case(UNPAID, crash=22, again=8), "finished"),
    "dies while an add-on falls": (Case(ADD_ON, Outcome.ANSWER_LOST.value, crash=24), "finished"),
    "is paid before the intent": (
        Case(UNPAID, crash=16, late="the customer pays", late_at=12), "withdrawn",
    ),
    "is frozen before the bytes leave": (
        Case(UNPAID, late="somebody freezes", late_at=16), "finished",
    ),
    "is rejected between intent and sending": (
        Case(ADD_ON, late="somebody rejects", late_at=14), "rejected",
    ),
    "loses a vote after a refusal for now": (
        Case(ADD_ON, Outcome.THROTTLED.value, late="a voter becomes a guest", late_at=30),
        "withdrawn",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def place(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    stamina.set_testing(True, attempts=3)
    made = Place(filled, tmp_path_factory.mktemp("swept"))
    yield made
    made.stop()
    stamina.set_testing(False)


@pytest.fixture(scope="module")
def templates(place: Place, filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("templates")
    for story in (UNPAID, ADD_ON):
        prepare(place, filled, folder / story, STORIES[story])
    return folder


@pytest.mark.parametrize(("case", "state"), CASES.values(), ids=CASES)
def test_whatever_happens_nothing_is_sent_that_is_not_allowed_and_all_ends(
    place: Place, templates: Path, case: Case, state: str
) -> None:
    found = Trial(place, templates / case.story, case).carry_out()
    assert {name: found[name] for name in BREACHES} == {name: [] for name in BREACHES}
    assert found["state"] == state
    assert bool(found["crashes"]) is (case.crash is not None)


def test_a_judge_who_finds_no_votes_says_so(place: Place, templates: Path) -> None:
    """What a breach looks like: the votes vanish while the change is under way."""
    trial = Trial(place, templates / UNPAID, Case(UNPAID))
    usual = trial.judge.hear

    def forged(change: Mapping[str, Any]) -> None:
        with closing(sqlite3.connect(place.file)) as behind:
            behind.execute("DELETE FROM votes")
            behind.commit()
        usual(change)

    place.hear(forged)
    assert "had 0 votes" in trial.carry_out()["unapproved"]
