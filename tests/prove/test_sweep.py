"""A handful of the sweep's cases: where dying, or what others commit, hurts most."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import stamina

from core.faults import POINTS, Way, after, before
from sandbox.data.receivables import paid
from tests.prove.sweeping.case import Case, Trial
from tests.prove.sweeping.ends import lost
from tests.prove.sweeping.errands import ERRANDS
from tests.prove.sweeping.errands import prepare as prepare_errand
from tests.prove.sweeping.network import Outcome
from tests.prove.sweeping.place import Place
from tests.prove.sweeping.reading import ReadingTrial
from tests.prove.sweeping.rounds import Round
from tests.prove.sweeping.source import Answer
from tests.prove.sweeping.stories import STORIES, prepare
from tests.prove.sweeping.troubles import Trouble

UNPAID, ADD_ON, READ = "one, unpaid", "base and add-on, fraud", "books are read"
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
    for story in (UNPAID, ADD_ON, READ):
        prepare(place, filled, folder / story, STORIES[story])
    return folder


LETTERS, DIGEST = "letters leave", "a digest is due"
WELL = Trouble.NONE.value
ERRANDS_OF = {
    "dies while a letter leaves": Case(LETTERS, WELL, crash=14, again=3),
    "is never answered about a letter": Case(LETTERS, Trouble.MAIL_UNHEARD.value, crash=20),
    "is paid before a letter leaves": Case(LETTERS, WELL, late="the customer pays", late_at=2),
    "dies before a digest is posted": Case(DIGEST, WELL, crash=14, again=5),
    "dies while a digest is posted": Case(DIGEST, WELL, crash=17, again=5),
    "is never answered about a digest": Case(DIGEST, Trouble.POST_UNHEARD.value, crash=18),
}


@pytest.fixture(scope="module")
def errands(place: Place, filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("errands")
    for name in (LETTERS, DIGEST):
        prepare_errand(place, filled, folder / name, ERRANDS[name])
    return folder


@pytest.mark.parametrize("case", ERRANDS_OF.values(), ids=ERRANDS_OF)
def test_whatever_happens_it_goes_out_once_or_a_person_is_called(
    place: Place, errands: Path, case: Case
) -> None:
    found = Round(place, errands / case.story, case).carry_out()
    assert {name: found[name] for name in BREACHES} == {name: [] for name in BREACHES}
    assert found["state"] == "settled"
    assert bool(found["crashes"]) is (case.crash is not None)
    assert found["befallen"] is (case.outcome != WELL)
    assert sum(found["arrived"].values()) == (0 if case.late else 1)


def test_whoever_looks_on_sees_a_letter_that_nobody_wrote_down_and_one_that_comes_twice(
    place: Place, errands: Path
) -> None:
    round = Round(place, errands / LETTERS, Case(LETTERS, WELL))
    take = round.onlooker._letter

    def twice(*letter: Any) -> None:
        with closing(sqlite3.connect(place.file)) as behind:
            behind.execute("UPDATE letters SET state = 'queued' WHERE state = 'sending'")
            behind.commit()
        take(*letter)
        take(*letter)

    server = place.sandbox.mailbox._server
    assert server is not None
    server._controller.handler._take = twice
    found = round.carry_out()
    assert "a letter was not on record as leaving" in found["unapproved"]
    assert any("arrived" in one for one in found["doubled"])


def test_news_that_nobody_heard_are_missed(place: Place, errands: Path) -> None:
    round = Round(place, errands / LETTERS, Case(LETTERS, WELL))
    round.carry_out()
    with place.looking() as db:
        assert list(lost(db, place, ["LetterSending"], round.since)) == [
            "nobody heard of LetterSending"
        ]


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


TOLD = Answer.WHOLE.value
PAYS, A_FILE, AT_TERMINAL = (
    "the customer pays, as the source knows",
    "somebody takes a file of these books in",
    "somebody reads these books at the terminal",
)
# Where a second passed, what is read is older than the file, and is read again in six hours.
WAITS = "finished or expired"
READINGS = {
    "dies before they are asked for": (Case(READ, TOLD, crash=7, again=7), "finished"),
    "dies with them in hand": (Case(READ, TOLD, crash=8, again=8), "finished"),
    "dies between two pages": (Case(READ, TOLD, crash=14, again=9), "finished"),
    "dies while they are taken in": (Case(READ, TOLD, crash=26), "finished"),
    "are cut short": (Case(READ, Answer.CUT.value, crash=8), "finished"),
    "are never answered": (Case(READ, Answer.LOST.value), "finished"),
    "are kept from us": (Case(READ, Answer.KEPT_OUT.value), "finished"),
    "are asked for once it was paid": (
        Case(READ, TOLD, crash=8, late=PAYS, late_at=7), "withdrawn",
    ),
    "were told before it was paid": (Case(READ, TOLD, late=PAYS, late_at=9), "finished"),
    "come by hand meanwhile": (Case(READ, TOLD, crash=24, late=A_FILE, late_at=20), WAITS),
    "come by hand before they are counted": (
        Case(READ, TOLD, late=A_FILE, late_at=25), WAITS,
    ),
    "are read at the terminal meanwhile": (
        Case(READ, Answer.SIGN_IN.value, late=AT_TERMINAL, late_at=2), "finished",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("case", "state"), READINGS.values(), ids=READINGS)
def test_whatever_becomes_of_a_reading_it_is_whole_or_not_at_all_and_in_the_end_it_is_done(
    place: Place, templates: Path, case: Case, state: str
) -> None:
    found = ReadingTrial(place, templates / READ, case).carry_out()
    assert {name: found[name] for name in BREACHES} == {name: [] for name in BREACHES}
    assert found["state"] in state.split(" or ")
    assert len(found["crashes"]) == sum(one is not None for one in (case.crash, case.again))
    assert bool(found["late"]) is bool(case.late)
    assert found["befallen"] is (case.outcome != TOLD)


@pytest.mark.parametrize(
    ("behind", "breach"),
    [
        ("UPDATE documents SET open_minor = open_minor + 1", "unapproved"),
        ("UPDATE snapshots SET as_of = '2026-10-12 08:00:00.000000'", "too late"),
    ],
    ids=["forged", "of yesterday"],
)
def test_a_change_that_rests_on_other_books_is_seen(
    place: Place, templates: Path, behind: str, breach: str
) -> None:
    trial = ReadingTrial(place, templates / READ, Case(READ, TOLD))

    def changed(change: Mapping[str, Any]) -> None:
        with closing(sqlite3.connect(place.file)) as db:
            db.execute(behind)
            db.commit()
        trial.hear(change)

    place.hear(changed)
    assert trial.carry_out()[breach]


def test_books_are_asked_for_and_those_that_are_not_of_the_source_in_the_end_are_missed(
    place: Place, templates: Path
) -> None:
    trial = ReadingTrial(place, templates / READ, Case(READ, TOLD))
    found = trial.carry_out()
    reads = {str(POINTS.index(side(Way.BOOKS))) for side in (before, after)}
    assert reads <= found["heard"].keys()
    assert not list(trial.unread())
    trial.source.happened.append(paid("Contoso"))
    assert any("differ" in one for one in trial.unread())
