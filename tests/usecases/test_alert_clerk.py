"""Answers to Microsoft are written down first, sent once, read back, and never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.domain.alert_answers import MOST_ATTEMPTS, AnswerState
from core.domain.alert_events import (
    AlertAnswerSent,
    AlertAnswerSettled,
    AlertAnswerWaits,
    AlertMoved,
)
from core.domain.alerts import AlertStatus, Level, Report
from core.domain.signals import Label
from core.ports import outside
from core.ports.alerts import NoLogin, NoPermission
from core.ports.outside import Answer, Missing, Unreachable
from core.usecases.alert_clerk import PATIENCE
from core.usecases.alert_ticks import TAKEN_UP_AFTER
from tests.office import Desk
from tests.usecases.a_watch import Watch, both_tell
from tests.usecases.test_alert_answers import FRAUD, LATER, UNKNOWN, ask, settled, states


@pytest.fixture
def watch(desk: Desk, tmp_path: Path) -> Watch:
    return both_tell(desk, tmp_path)


def test_it_is_written_down_before_anything_leaves(watch: Watch) -> None:
    ask(watch)
    assert {one["answer_id"] for one in watch.jobs()} == {one.answer_id for one in watch.answers()}
    watch.work()
    sent = watch.told(AlertAnswerSent)
    told = [*watch.events.told, *watch.graph.told]
    assert {one.request_id for one in sent} == {one.request_id for one in told}
    assert {one.reports for one in sent} == {("event-1", "event-2"), ("alert-1",)}


def dies_after_the_intent(watch: Watch) -> None:
    """The process ends between the commit and the call."""
    for one in watch.answers():
        sent = replace(one, state=AnswerState.SENT, attempts=1, sent_at=watch.desk.now)
        with watch.desk.store() as work:
            work.alerts.move(sent, one.state)
            work.commit()


def test_whoever_comes_after_a_crash_reads_first_and_sends_what_is_not_there(
    watch: Watch,
) -> None:
    ask(watch)
    dies_after_the_intent(watch)
    assert watch.work() == [30.0, 30.0]
    assert watch.events.told == []
    watch.desk.now += PATIENCE
    assert watch.work() == []
    assert len(watch.events.told) == 1 and states(watch) == {AnswerState.DONE}


def test_what_arrived_before_a_crash_is_not_sent_again(watch: Watch) -> None:
    ask(watch)
    dies_after_the_intent(watch)
    for source in (watch.events, watch.graph):
        source.show(*all_at(source.shows.values(), AlertStatus.INVESTIGATING))
    assert watch.work() == []
    assert watch.events.told == watch.graph.told == []
    assert states(watch) == {AnswerState.DONE}


def all_at(reports: Iterable[Report], status: AlertStatus) -> list[Report]:
    return [replace(one, status=status) for one in reports]


@pytest.mark.parametrize("applies", [True, False], ids=["applied", "not applied"])
def test_an_unknown_outcome_is_read_back(watch: Watch, applies: bool) -> None:
    watch.events.answer, watch.events.applies = UNKNOWN, applies
    ask(watch)
    watch.work()
    watch.events.answer, watch.events.applies = Answer(outside.Outcome.DONE), True
    watch.desk.now += PATIENCE
    watch.work()
    assert states(watch) == {AnswerState.DONE}
    assert len(watch.events.told) == (1 if applies else 2)
    ids = {one.request_id for one in watch.events.told}
    assert len(ids) == len(watch.events.told), "a new attempt has a new id"


def test_a_yes_is_not_believed_before_it_is_seen(watch: Watch) -> None:
    watch.events.applies = False
    ask(watch)
    watch.work()
    watch.desk.now += PATIENCE - timedelta(seconds=1)
    watch.work()
    assert len(watch.events.told) == 1
    assert AnswerState.SENT in states(watch)


def test_what_is_shown_late_is_waited_for(watch: Watch) -> None:
    watch.events.late = 2
    ask(watch)
    assert watch.work() == [30.0]
    watch.work()
    watch.work()
    assert states(watch) == {AnswerState.DONE} and len(watch.events.told) == 1


def test_it_is_tried_eight_times_and_then_a_person_is_told(watch: Watch) -> None:
    watch.events.applies = False
    ask(watch)
    for _ in range(2 * MOST_ATTEMPTS):
        watch.work()
        watch.desk.now += PATIENCE
    assert len(watch.events.told) == MOST_ATTEMPTS
    assert ("fraud_events", "unsure") in settled(watch)
    watch.follow()
    watch.work()
    assert len(watch.events.told) == MOST_ATTEMPTS


def test_what_has_to_wait_waits_and_what_is_refused_is_told(watch: Watch) -> None:
    watch.events.answer = LATER
    watch.graph.answer = Answer(outside.Outcome.REFUSED, "400", "No <status>.")
    ask(watch)
    assert watch.work() == [7.0]
    assert states(watch) == {AnswerState.TODO, AnswerState.REFUSED}
    (refused,) = watch.told(AlertAnswerSettled)
    assert (refused.source, refused.why) == ("security_alerts", "No <status>.")
    watch.events.answer = Answer(outside.Outcome.DONE)
    watch.work()
    assert ("fraud_events", "done") in settled(watch)
    assert len(watch.graph.told) == 1, "a refusal is definite"


def test_without_a_reading_nothing_is_sent(watch: Watch) -> None:
    watch.events.trouble = Unreachable("answered 503", 9.0)
    watch.graph.trouble = Missing("404")
    ask(watch)
    assert watch.work() == [9.0]
    assert watch.events.told == watch.graph.told == []
    assert [one.why for one in watch.told(AlertAnswerSettled)] == ["gone"]


@pytest.mark.parametrize("trouble", [NoLogin("main"), NoPermission("403")], ids=["login", "role"])
def test_what_waits_for_a_person_to_sign_in_is_told_once_and_sent_afterwards(
    watch: Watch, trouble: Exception
) -> None:
    watch.events.trouble = trouble
    ask(watch)
    for _ in range(3):
        assert watch.work() == []
        watch.read()
        watch.follow()
    assert [one.source for one in watch.told(AlertAnswerWaits)] == ["fraud_events"]
    assert len(watch.jobs()) == 2, "nobody has signed in"

    watch.desk.now += 5 * TAKEN_UP_AFTER
    watch.events.trouble = None
    watch.read()
    watch.follow()
    watch.follow()
    assert len(watch.jobs()) == 3
    watch.work()
    assert states(watch) == {AnswerState.DONE}
    assert len(watch.events.told) == 1


def test_what_waited_is_not_said_once_it_goes_on_in_another_case(
    desk: Desk, tmp_path: Path
) -> None:
    watch = Watch(desk, tmp_path)
    first = watch.found(watch.report(severity=Level.HIGH))
    watch.closed(Label.TRUE)
    watch.follow()
    watch.events.trouble = NoLogin("main")
    watch.work()
    watch.events.trouble = None
    for status in (AlertStatus.RESOLVED, AlertStatus.ACTIVE):
        watch.desk.now += timedelta(hours=1)
        watch.events.show(replace(first.reports[0], status=status))
        watch.read()
    assert watch.alert().case_id != first.case_id
    watch.follow()
    watch.work()
    assert watch.events.told == []
    assert [one.why for one in watch.told(AlertAnswerSettled)] == ["elsewhere"]
    assert states(watch) == {AnswerState.REFUSED}


def test_a_sign_in_that_ends_between_the_read_and_the_send_is_waited_for(watch: Watch) -> None:
    watch.events.refuses = NoLogin("main")
    ask(watch)
    assert watch.work() == [60.0]
    watch.events.refuses = None
    assert watch.work() == []
    assert states(watch) == {AnswerState.DONE}


def test_what_a_long_outage_left_behind_is_taken_up_once_an_hour(watch: Watch) -> None:
    ask(watch)
    watch.follow()
    assert len(watch.jobs()) == 2
    watch.desk.now += TAKEN_UP_AFTER
    watch.follow()
    watch.follow()
    assert len(watch.jobs()) == 4
    watch.work()
    watch.desk.now += TAKEN_UP_AFTER
    watch.follow()
    assert len(watch.jobs()) == 4 and states(watch) == {AnswerState.DONE}


def test_what_others_moved_further_is_left_to_them(watch: Watch) -> None:
    ask(watch)
    watch.events.show(*all_at(watch.events.shows.values(), AlertStatus.RESOLVED))
    watch.work()
    assert ("fraud_events", "overtaken") in settled(watch)
    assert watch.events.told == []


def test_what_others_set_meanwhile_is_told_by_whoever_sees_it_first(watch: Watch) -> None:
    ask(watch)
    over = [replace(one, resolution="ignore") for one in resolved(watch)]
    watch.events.show(*over[:2])
    watch.graph.show(*over[2:])
    watch.work()
    watch.read()
    moved = [(one.after, one.resolution) for one in watch.heard(AlertMoved)]
    assert moved == [("resolved", "ignore")]


def test_what_others_resolved_for_another_reason_is_told(watch: Watch) -> None:
    ask(watch, FRAUD)
    watch.events.applies = watch.graph.applies = False
    watch.work()
    over = [replace(one, resolution="ignore") for one in resolved(watch)]
    watch.events.show(*over[:2])
    watch.graph.show(*over[2:])
    watch.work()
    assert [one.resolution for one in watch.heard(AlertMoved)] == ["ignore"]
    assert states(watch) == {AnswerState.OVERTAKEN}


def test_an_answer_that_is_settled_late_overwrites_no_newer_reading(watch: Watch) -> None:
    ask(watch)
    both = resolved(watch)

    def happens() -> None:
        watch.desk.now += timedelta(seconds=5)
        watch.events.show(*both[:2])
        watch.graph.show(*both[2:])
        watch.read()

    watch.events.meanwhile = happens
    dies_after_the_intent(watch)
    watch.events.show(*all_at(watch.events.shows.values(), AlertStatus.INVESTIGATING))
    watch.work()
    assert watch.alert().status is AlertStatus.RESOLVED
    watch.read()
    assert [one.after for one in watch.heard(AlertMoved)] == ["resolved"]


def resolved(watch: Watch) -> list[Report]:
    """All three of them, as others set them."""
    shown = [*watch.events.shows.values(), *watch.graph.shows.values()]
    return all_at(shown, AlertStatus.RESOLVED)


def test_what_microsoft_shows_no_more_is_not_answered(watch: Watch) -> None:
    ask(watch)
    watch.events.shows.clear()
    watch.work()
    gone = [one for one in watch.told(AlertAnswerSettled) if one.source == "fraud_events"]
    assert [(one.state, one.why) for one in gone] == [("refused", "gone")]
    assert watch.events.told == []


def test_an_answer_that_is_settled_stays_so(watch: Watch) -> None:
    ask(watch)
    for _ in range(3):
        watch.work()
    assert len(watch.events.told) == len(watch.graph.told) == 1
    assert len(settled(watch)) == 2
