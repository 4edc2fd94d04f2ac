"""Alerts: a report belongs to one of them, what is open is found, and an answer is written once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.alert_answers import (
    INVESTIGATING,
    AlertAnswer,
    AnswerState,
    ReportIds,
    Wanted,
)
from core.domain.alerts import Alert, AlertStatus, Resolution, Source, Told
from core.domain.customers import CustomerKey
from core.domain.errors import LostRace
from core.ports.store import Store
from tests.an_alert import AT, AZURE, a_report, an_alert

ELSEWHERE = "aaaaaaaa-0000-4000-8000-000000000002"
ANSWER = AlertAnswer(
    "answer-1", "alert-1", Source.FRAUD_EVENTS, ReportIds("1", ("2",)),
    Wanted(AlertStatus.RESOLVED, Resolution.FRAUD), "case:c1:resolved", "kang", AT,
)  # fmt: skip


def add(store: Store, *found: Alert) -> None:
    with store() as work:
        for alert in found:
            work.alerts.add(alert)
        work.commit()


def test_what_was_written_is_read_again(store: Store) -> None:
    told = (Told(AT, AlertStatus.INVESTIGATING, "a@partner.example"),)
    alert = an_alert(a_report("1", course=told), a_report("2", source=Source.SECURITY_ALERTS))
    alert = replace(alert, signal_id="s1", case_id="c1")
    add(store, alert)
    with store.reading() as work:
        assert work.alerts.get("alert-1") == alert
        assert work.alerts.with_report("main", a_report("2", source=Source.SECURITY_ALERTS)) == (
            alert
        )
        assert work.alerts.with_report("main", a_report("2")) is None
        assert work.alerts.with_report("other", a_report("1")) is None
        assert work.alerts.of_case("c1") == [alert]
        assert work.alerts.of_case("") == []
        assert work.alerts.of_subscription("main", AZURE) == [alert]
        assert work.alerts.of_customer(alert.customer) == [alert]


def test_a_report_belongs_to_one_alert(store: Store) -> None:
    add(store, an_alert(a_report("1")))
    with store() as work:
        with pytest.raises(LostRace):
            work.alerts.add(an_alert(a_report("1"), alert_id="alert-2"))
        work.alerts.add(an_alert(a_report("2"), alert_id="alert-3"))
        with pytest.raises(LostRace):
            work.alerts.update(an_alert(a_report("2"), a_report("1"), alert_id="alert-3"))
        work.alerts.add(replace(an_alert(a_report("1"), alert_id="alert-4"),
                                customer=CustomerKey("other", "t")))  # fmt: skip
        work.commit()
    with store.reading() as work:
        assert {one.alert_id for one in work.alerts.newest(9)} == {"alert-1", "alert-3", "alert-4"}


def test_what_is_open_is_not_over_and_the_newest_is_found_last(store: Store) -> None:
    over = a_report("2", status=AlertStatus.RESOLVED)
    later = AT + timedelta(hours=1)
    looks = a_report("4", subscription_id=ELSEWHERE, status=AlertStatus.INVESTIGATING)
    active = an_alert(a_report("1"), over)
    elsewhere = an_alert(looks, alert_id="alert-4", found_at=later)
    add(
        store, active, elsewhere, an_alert(replace(over, report_id="5"), alert_id="alert-5"),
        an_alert(a_report("3", is_test=True), alert_id="alert-3"),
    )  # fmt: skip
    with store.reading() as work:
        assert {one.alert_id for one in work.alerts.open()} == {"alert-1", "alert-3", "alert-4"}
        assert work.alerts.newest(1) == [elsewhere]


def test_an_alert_is_saved_with_all_its_reports(store: Store) -> None:
    alert = an_alert(a_report("1"))
    add(store, alert)
    now = alert.with_report(a_report("1", status=AlertStatus.RESOLVED)).with_report(a_report("2"))
    with store() as work:
        work.alerts.update(now)
        work.commit()
    with store.reading() as work:
        assert work.alerts.get("alert-1") == now


def test_an_answer_is_written_once_for_an_occasion_and_moved_by_condition(store: Store) -> None:
    add(store, an_alert(a_report("1")))
    sent = replace(ANSWER, state=AnswerState.SENT, attempts=1, sent_at=AT, request_id="r")
    with store() as work:
        assert work.alerts.answer(ANSWER)
        assert not work.alerts.answer(replace(ANSWER, answer_id="answer-2"))
        other = replace(ANSWER, answer_id="answer-3", occasion="x", wanted=INVESTIGATING)
        assert work.alerts.answer(other)
        assert work.alerts.get_answer("answer-1") == ANSWER
        work.alerts.move(sent, AnswerState.TODO)
        with pytest.raises(LostRace):
            work.alerts.move(sent, AnswerState.TODO)
        assert work.alerts.answers("alert-1") == [sent, other]
