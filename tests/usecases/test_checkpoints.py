"""Checkpoints over a filled desk: when one is made, that it is kept, and that silence is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from core.domain.checkpoints import Checkpoint
from core.domain.events import CheckpointsKept, CheckpointsLost, Route
from core.ports.engine import Delivery, Later
from core.ports.outside import Answer, Outcome
from core.usecases.checkpoints import AT_LEAST, EVERY, TOLD_AFTER, Courier, standing, tick
from core.usecases.freezing import freeze_from_terminal
from storage.notes import NoteSigner, Verifier
from storage.sealing import MasterKey
from tests.a_step_up import happened
from tests.office import Desk

SIGNER = NoteSigner([MasterKey("k", bytes(range(32)))])
DONE, DOWN = Answer(Outcome.DONE), Answer(Outcome.LATER, "", "421 not now", 7.0)
A_MOMENT = timedelta(minutes=1)


@dataclass
class Auditor:
    """Whoever keeps checkpoints, as the script says that he answers."""

    answer: Answer = DONE
    kept: list[str] = field(default_factory=list)

    def keep(self, checkpoint: Checkpoint, note: str) -> Answer:
        assert note.startswith(checkpoint.text())
        if self.answer.outcome is Outcome.DONE:
            self.kept.append(note)
        return self.answer


def make(desk: Desk, every: timedelta = EVERY) -> str:
    return tick(SIGNER, ["mail"], office=desk.office, every=every)


def bring(desk: Desk, auditor: Auditor, note: str) -> None:
    payload = {"keeper": "mail", "note": note}
    Courier(desk.office, {"mail": auditor}).bring(Delivery("checkpoint", payload, 1))


def something_happens(desk: Desk) -> None:
    freeze_from_terminal("Because", office=desk.office)


def test_what_is_kept_is_the_signed_end_of_the_trail(desk: Desk) -> None:
    auditor = Auditor()
    note = make(desk)
    bring(desk, auditor, note)
    assert auditor.kept == [note]
    with desk.store.reading() as work:
        head, known = work.events.head(), standing(work, "mail")
    (key,) = SIGNER.verifiers("goodstanding/T0PARTNER")
    made = Checkpoint("goodstanding/T0PARTNER", head, desk.now.replace(microsecond=0))
    assert Verifier.parse(key).signed(note) == made.text()
    assert (known.size, known.lost_since) == (head.size, "")


def test_one_is_made_a_quarter_after_the_last_if_something_happened(desk: Desk) -> None:
    assert make(desk)
    something_happens(desk)
    desk.now += EVERY - A_MOMENT
    assert not make(desk)
    desk.now += A_MOMENT
    assert make(desk)
    desk.now += EVERY
    assert not make(desk)
    desk.now += AT_LEAST
    assert make(desk)


def test_before_the_desk_stops_what_happened_last_is_in_one(desk: Desk) -> None:
    make(desk)
    assert not make(desk, timedelta())
    something_happens(desk)
    assert make(desk, timedelta())


def test_one_that_was_overtaken_stays_and_one_that_is_kept_is_not_sent_again(desk: Desk) -> None:
    auditor, first = Auditor(), make(desk)
    something_happens(desk)
    desk.now += EVERY
    second = make(desk)
    for note in (first, second, second):
        bring(desk, auditor, note)
    assert auditor.kept == [second]


def test_two_of_the_same_second_are_two(desk: Desk) -> None:
    auditor, first = Auditor(), make(desk)
    bring(desk, auditor, first)
    something_happens(desk)
    second = make(desk, timedelta())
    bring(desk, auditor, second)
    assert auditor.kept == [first, second]


def test_an_outage_is_told_once_and_its_end(desk: Desk) -> None:
    auditor, note = Auditor(DOWN), make(desk)
    for waited in (timedelta(), TOLD_AFTER - A_MOMENT, A_MOMENT, A_MOMENT):
        desk.now += waited
        told = happened(desk, CheckpointsLost)
        with pytest.raises(Later) as later:
            bring(desk, auditor, note)
        assert later.value.seconds == 7.0
    assert told == happened(desk, CheckpointsLost) == 1
    auditor.answer = DONE
    bring(desk, auditor, note)
    assert happened(desk, CheckpointsKept) == 1
    with desk.store.reading() as work:
        (lost,) = work.events.since(CheckpointsLost, desk.now - TOLD_AFTER)
    assert isinstance(lost.event, CheckpointsLost)
    assert (lost.event.why, lost.stamp.route) == ("421 not now", Route.AUTOMATION)


def test_a_short_outage_is_no_news(desk: Desk) -> None:
    auditor, note = Auditor(DOWN), make(desk)
    with pytest.raises(Later):
        bring(desk, auditor, note)
    auditor.answer = DONE
    bring(desk, auditor, note)
    assert happened(desk, CheckpointsLost) == happened(desk, CheckpointsKept) == 0
