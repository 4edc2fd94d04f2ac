"""Answers to Microsoft: written down first, sent once, read back, and never guessed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.alert_answers import (
    INVESTIGATING,
    AnswerState,
    Wanted,
)
from core.domain.alert_errors import AlertIsTest, AlertOver, AlertUnreadable
from core.domain.alert_events import (
    AlertAnswered,
    AlertAnswerSettled,
    AlertFound,
    AlertMoved,
)
from core.domain.alerts import AlertStatus, Resolution, Source
from core.domain.cases import Case, CaseState, Outcome
from core.domain.clouds import Cloud
from core.domain.errors import NoRole
from core.domain.event import Route
from core.domain.partners import Partner
from core.domain.plans import Reason
from core.ports import outside
from core.ports.outside import Answer
from core.usecases.alert_answering import answer, answerable
from core.usecases.case_merging import merge
from core.usecases.filing import open_case
from tests.office import AGENT, READER, Desk
from tests.usecases.a_watch import Watch, both_tell

GRAPH = Source.SECURITY_ALERTS
FRAUD = Wanted(AlertStatus.RESOLVED, Resolution.FRAUD)
LATER, UNKNOWN = Answer(outside.Outcome.LATER, retry_after=7), Answer(outside.Outcome.UNKNOWN)


@pytest.fixture
def watch(desk: Desk, tmp_path: Path) -> Watch:
    return both_tell(desk, tmp_path)


def ask(watch: Watch, wanted: Wanted = INVESTIGATING) -> None:
    answer(watch.alert().alert_id, wanted, AGENT, office=watch.desk.office)


def states(watch: Watch) -> set[AnswerState]:
    return {one.state for one in watch.answers()}


def statuses(watch: Watch) -> set[AlertStatus]:
    shown = [*watch.events.shows.values(), *watch.graph.shows.values()]
    return {one.status for one in shown}


def settled(watch: Watch) -> list[tuple[str, str]]:
    return [(one.source, one.state) for one in watch.told(AlertAnswerSettled)]


# When something is told


def test_a_case_that_somebody_takes_and_closes_is_told_by_itself(watch: Watch) -> None:
    watch.follow()
    assert watch.answers() == []
    watch.change_case(owner="kang")
    for _ in range(3):
        watch.follow()
        watch.work()
    assert statuses(watch) == {AlertStatus.INVESTIGATING}
    assert [one.ids for one in watch.events.told] == [["event-1", "event-2"]]
    assert [one.ids for one in watch.graph.told] == [["alert-1"]]

    watch.change_case(
        state=CaseState.CLOSED, closed_at=watch.desk.now, outcome=Outcome.CONFIRMED_FRAUD, told="x"
    )
    for _ in range(3):
        watch.follow()
        watch.work()
    assert {one.resolution for one in watch.events.shows.values()} == {"fraud"}
    assert states(watch) == {AnswerState.DONE}
    asked = [(one.status, one.resolution) for one in watch.told(AlertAnswered)]
    assert asked == [("investigating", ""), ("resolved", "fraud")]
    assert len(watch.events.told) == len(watch.graph.told) == 2
    watch.read()
    assert watch.heard(AlertMoved) == [], "what we did ourselves is told once"


def test_a_case_that_goes_on_in_another_says_nothing(watch: Watch) -> None:
    watch.change_case(state=CaseState.CLOSED, outcome=Outcome.MERGED, closed_at=watch.desk.now)
    watch.follow()
    assert watch.answers() == []


def test_an_alert_goes_on_with_the_case_that_its_own_was_merged_into(watch: Watch) -> None:
    office, first = watch.desk.office, watch.case()
    other = opened(watch, Reason.MISUSE)
    merge(str(first.number), str(other.number), AGENT, office=office)
    watch.follow()
    assert watch.alert().case_id == other.case_id
    with watch.desk.store() as work:
        case = work.cases.get(other.case_id)
        over = replace(case, state=CaseState.CLOSED, outcome=Outcome.FALSE_ALARM)
        work.cases.update(replace(over, closed_at=watch.desk.now), CaseState.OPEN)
        work.commit()
    for _ in range(3):
        watch.follow()
        watch.work()
    assert statuses(watch) == {AlertStatus.RESOLVED}
    found = [one.case_id for one in watch.told(AlertFound)]
    assert found == [first.case_id, other.case_id], "it is told once in each"


def opened(watch: Watch, kind: Reason) -> Case:
    with watch.desk.store() as work:
        case = open_case(
            work, watch.customer, kind, opener="", now=watch.desk.now, office=watch.desk.office,
            route=Route.AUTOMATION,
        )  # fmt: skip
        work.commit()
    return case


def test_what_was_legitimate_is_told_in_the_words_of_each(watch: Watch) -> None:
    watch.change_case(state=CaseState.CLOSED, outcome=Outcome.FALSE_ALARM, closed_at=watch.desk.now)
    watch.follow()
    watch.work()
    assert {one.resolution for one in watch.events.shows.values()} == {"ignore"}
    assert {one.resolution for one in watch.graph.shows.values()} == {"legitimate"}
    assert states(watch) == {AnswerState.DONE}


def test_a_report_that_comes_later_is_told_as_well(watch: Watch) -> None:
    watch.change_case(owner="kang")
    watch.follow()
    watch.work()
    watch.events.show(watch.report("event-3"))
    watch.read()
    watch.follow()
    watch.work()
    assert [one.ids for one in watch.events.told] == [["event-1", "event-2"], ["event-3"]]


def test_a_person_tells_it_by_hand_and_is_named(watch: Watch) -> None:
    ask(watch, FRAUD)
    watch.work()
    assert statuses(watch) == {AlertStatus.RESOLVED}
    with watch.desk.store.reading() as work:
        found = work.events.of_case(watch.alert().case_id)
        kang = work.people.by_account(AGENT)
    assert kang is not None
    mine = [r for r in found if isinstance(r.event, AlertAnswered | AlertAnswerSettled)]
    assert {r.stamp.person_id for r in mine} == {kang.person_id}


def test_who_may_not_and_what_may_not_be_told(watch: Watch) -> None:
    alert_id, office = watch.alert().alert_id, watch.desk.office
    with pytest.raises(NoRole):
        answerable(alert_id, READER, office=office)
    blind = replace(office, partners={"main": Partner("main", Cloud.CHINA)})
    with pytest.raises(AlertUnreadable):
        answer(alert_id, FRAUD, AGENT, office=blind)
    ask(watch)
    watch.work()
    with pytest.raises(AlertOver):
        ask(watch)
    ask(watch, FRAUD)
    watch.work()
    with pytest.raises(AlertOver):
        answerable(alert_id, AGENT, office=office)


def test_a_test_is_never_answered(desk: Desk, tmp_path: Path) -> None:
    watch = Watch(desk, tmp_path)
    alert = watch.found(watch.report(is_test=True))
    with pytest.raises(AlertIsTest):
        answer(alert.alert_id, FRAUD, AGENT, office=desk.office)
    watch.follow()
    assert watch.answers() == [] and watch.events.told == []
