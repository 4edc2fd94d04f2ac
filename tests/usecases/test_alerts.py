"""Reading Microsoft's alerts: one for each incident, and a sign of fraud."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.domain.alert_events import (
    AlertConfirmed,
    AlertFound,
    AlertMoved,
    AlertWorse,
)
from core.domain.alerts import AlertStatus, Level, Report, Source
from core.domain.clouds import Cloud
from core.domain.customers import CustomerKey
from core.domain.partners import Partner, Tier
from core.domain.signal_events import SignalSeen
from core.domain.signals import Label, SignalKind
from core.usecases import alert_ticks
from core.usecases.alert_jobs import ALERTS, EVERY, sources_of
from core.usecases.hints import HINT
from tests.an_alert import TENANT
from tests.builders import a_customer
from tests.office import Desk
from tests.usecases.a_watch import FLEET, Watch

GRAPH = Source.SECURITY_ALERTS
ELSEWHERE = "99999999-0000-4000-8000-000000000001"


@pytest.fixture
def watch(desk: Desk, tmp_path: Path) -> Watch:
    return Watch(desk, tmp_path)


def test_an_alert_is_a_sign_of_fraud_and_opens_a_case(watch: Watch) -> None:
    alert = watch.found(watch.report(severity=Level.HIGH))
    case = watch.case()
    with watch.desk.store.reading() as work:
        signal = work.signals.get(alert.signal_id)
    assert (signal.kind, signal.strength) == (SignalKind.MICROSOFT_FRAUD_EVENT, 100)
    assert dict(signal.facts)["Type"] == "network connections to crypto mining pools"
    assert (case.customer, case.first_abuse) == (watch.customer, alert.first_seen)
    (found,) = watch.told(AlertFound)
    assert (found.case_id, found.known, found.test) == (case.case_id, 1, 0)


def test_what_both_sources_tell_of_is_one_alert_and_one_sign(watch: Watch) -> None:
    watch.events.show(watch.report(), watch.report("event-2"))
    watch.graph.show(watch.report("alert-1", source=GRAPH, severity=Level.HIGH))
    watch.read()
    alert = watch.alert()
    assert alert.sources == (Source.FRAUD_EVENTS, GRAPH)
    assert len(alert.reports) == 3 and len(watch.told(AlertFound)) == 1
    assert [one.source for one in watch.told(AlertConfirmed)] == [GRAPH.value]
    assert [(one.before, one.after) for one in watch.told(AlertWorse)] == [("medium", "high")]
    with watch.desk.store.reading() as work:
        assert len(work.signals.of_case(alert.case_id)) == 1


def test_whoever_saw_it_earlier_dates_the_abuse(watch: Watch) -> None:
    began = watch.desk.now - timedelta(days=2)
    watch.found(watch.report(first_seen=began + timedelta(days=1)))
    watch.graph.show(watch.report("alert-1", source=GRAPH, first_seen=began))
    watch.read()
    assert watch.case().first_abuse == began
    assert len(watch.told(SignalSeen)) == 1, "it is no stronger for that"


def test_a_weak_alert_that_comes_into_a_case_dates_the_abuse(watch: Watch) -> None:
    weak = watch.found(watch.report(severity=Level.LOW))
    watch.desk.now += timedelta(days=9)
    watch.events.show(watch.report("event-2", subscription_id=FLEET, severity=Level.HIGH))
    watch.read()
    watch.follow()
    (case_id,) = {one.case_id for one in watch.alerts()}
    with watch.desk.store.reading() as work:
        assert work.cases.get(case_id).first_abuse == weak.first_seen


def test_reading_again_tells_nothing_and_what_goes_on_is_kept(watch: Watch) -> None:
    alert = watch.found()
    with watch.desk.store.reading() as work:
        told = len(work.events.of_case(alert.case_id))
    watch.read()
    watch.desk.now += timedelta(hours=3)
    watch.events.show(watch.report(first_seen=alert.first_seen, count=40))
    watch.read()
    later = watch.alert()
    assert (later.last_seen, later.count) == (watch.desk.now, 40)
    with watch.desk.store.reading() as work:
        assert len(work.events.of_case(alert.case_id)) == told


def test_another_incident_is_another_alert_in_the_same_case(watch: Watch) -> None:
    first = watch.found()
    watch.events.show(watch.report("event-2", subscription_id=FLEET))
    watch.read()
    assert {one.case_id for one in watch.alerts()} == {first.case_id}
    assert len(watch.alerts()) == 2


def test_a_test_is_shown_and_nothing_comes_of_it(watch: Watch) -> None:
    alert = watch.found(watch.report(is_test=True, severity=Level.HIGH))
    assert (alert.case_id, [one.test for one in watch.told(AlertFound)]) == ("", [1])
    with watch.desk.store.reading() as work:
        assert work.cases.open_for(watch.customer) == []
    assert not alert.is_to_act_on()


def test_what_is_too_weak_for_a_case_comes_into_the_one_that_is_opened_later(watch: Watch) -> None:
    weak = watch.found(watch.report(severity=Level.LOW))
    assert weak.signal_id and not weak.case_id
    watch.events.show(watch.report("event-2", subscription_id=FLEET, severity=Level.HIGH))
    watch.read()
    watch.follow()
    assert len({one.case_id for one in watch.alerts()} - {""}) == 1
    in_case = [one.case_id for one in watch.told(AlertFound) if one.alert_id == weak.alert_id]
    assert [bool(one) for one in in_case] == [False, True]


def test_what_was_over_before_we_heard_of_it_is_no_news(watch: Watch) -> None:
    watch.events.show(watch.report(status=AlertStatus.RESOLVED))
    watch.read()
    assert watch.alerts() == []


def test_what_others_set_at_microsoft_is_told(watch: Watch) -> None:
    alert = watch.found()
    over = replace(alert.reports[0], status=AlertStatus.RESOLVED, resolution="ignore")
    watch.events.show(over)
    watch.read()
    (moved,) = watch.told(AlertMoved)
    assert (moved.before, moved.after, moved.resolution) == ("active", "resolved", "ignore")
    watch.events.show(alert.reports[0])
    watch.read()
    assert watch.told(AlertMoved)[-1].after == "active"


@pytest.mark.parametrize(
    ("label", "again"),
    [(Label.TRUE, True), (Label.FALSE, False), (Label.UNKNOWN, False)],
    ids=["fraud", "false alarm", "unproven"],
)
def test_what_goes_on_after_its_case_was_closed_as_fraud_comes_into_another(
    watch: Watch, label: Label, again: bool
) -> None:
    first = watch.found(watch.report(severity=Level.HIGH))
    over = watch.closed(label)
    resolved = replace(first.reports[0], status=AlertStatus.RESOLVED, resolution="fraud")
    for _ in range(2):
        watch.desk.now += timedelta(minutes=3)
        watch.events.show(replace(resolved, last_seen=watch.desk.now))
        watch.read()
    later = watch.alert()
    assert (later.case_id != over.case_id) is again
    assert [one.case_id for one in watch.told(AlertFound)] == (
        [over.case_id, later.case_id] if again else [over.case_id]
    )


@pytest.mark.parametrize("again", [True, False], ids=["seen afterwards", "seen before"])
def test_what_more_is_reported_after_a_false_alarm_comes_into_another_case(
    watch: Watch, again: bool
) -> None:
    began = watch.desk.now
    watch.found(watch.report(severity=Level.HIGH))
    over = watch.closed(Label.FALSE)
    watch.desk.now += timedelta(hours=3)
    at = watch.desk.now if again else began
    watch.events.show(watch.report("event-2", severity=Level.HIGH, first_seen=at, last_seen=at))
    watch.read()
    watch.read()
    assert (watch.alert().case_id != over.case_id) is again
    with watch.desk.store.reading() as work:
        assert len(work.cases.open_for(watch.customer)) == again


def test_what_microsoft_opens_again_comes_into_another_case(watch: Watch) -> None:
    first = watch.found(watch.report(severity=Level.HIGH))
    over = watch.closed(Label.FALSE)
    watch.events.show(replace(first.reports[0], status=AlertStatus.RESOLVED))
    watch.read()
    watch.events.show(first.reports[0])
    watch.read()
    watch.read()
    later = watch.alert()
    assert later.case_id != over.case_id and later.is_open()
    with watch.desk.store.reading() as work:
        assert len(work.signals.of_customer(watch.customer)) == 2


def later(watch: Watch, *reports: Report) -> None:
    """A moment later Microsoft shows something else, and somebody reads it."""
    watch.desk.now += timedelta(seconds=5)
    watch.events.show(*reports)
    watch.read()


def test_what_was_asked_for_earlier_and_arrives_later_changes_nothing(watch: Watch) -> None:
    alert = watch.found(watch.report(severity=Level.HIGH))
    over = watch.closed(Label.FALSE)
    resolved = replace(alert.reports[0], status=AlertStatus.RESOLVED, resolution="legitimate")
    watch.events.meanwhile = lambda: later(watch, resolved)
    watch.read()
    assert (watch.alert().status, watch.alert().case_id) == (AlertStatus.RESOLVED, over.case_id)
    assert [one.after for one in watch.heard(AlertMoved)] == ["resolved"]
    with watch.desk.store.reading() as work:
        assert work.cases.open_for(watch.customer) == []


def test_a_clock_that_was_set_back_hides_nothing(watch: Watch) -> None:
    alert = watch.found()
    watch.desk.now -= timedelta(days=1)
    watch.events.show(replace(alert.reports[0], severity=Level.HIGH))
    watch.read()
    assert watch.alert().severity is Level.HIGH


def test_a_customer_whom_nobody_knows_is_told_of_and_counts_once_it_is_known(watch: Watch) -> None:
    unknown = watch.report(subscription_id=ELSEWHERE, tenant_id=TENANT, severity=Level.HIGH)
    assert watch.found(unknown).signal_id == ""
    assert [one.known for one in watch.told(AlertFound)] == [0]
    wanted = {"wants": "customer", "account": "main", "subject": TENANT}
    assert watch.jobs(HINT) == [wanted], "nobody waits for the next round"
    with watch.desk.store() as work:
        work.customers.save([a_customer(key=CustomerKey("main", TENANT))])
        work.commit()
    watch.read()
    assert watch.alert().case_id
    assert [one.known for one in watch.told(AlertFound)] == [0, 1]


@pytest.mark.parametrize("changed", [{"is_test": True}, {"tenant_id": ""}, {"tenant_id": "../x"}])
def test_nobody_is_looked_up_for_a_test_or_without_an_id(
    watch: Watch, changed: dict[str, Any]
) -> None:
    unknown: dict[str, Any] = {"subscription_id": ELSEWHERE, "tenant_id": TENANT}
    watch.found(watch.report(**(unknown | changed)))
    assert watch.jobs(HINT) == []


def test_a_subscription_is_whose_we_sold_it_to(watch: Watch) -> None:
    assert watch.found(watch.report(tenant_id="")).customer == watch.customer


def test_a_reading_of_one_subscription_asks_for_that_one(watch: Watch) -> None:
    watch.events.show(watch.report(), watch.report("event-2", subscription_id=FLEET))
    watch.read(FLEET)
    assert watch.events.asked == watch.graph.asked == [FLEET]
    assert watch.alert().subscription_id == FLEET


# What comes round


def test_each_account_is_read_every_three_minutes_by_whoever_comes_first(watch: Watch) -> None:
    office = replace(
        watch.desk.office,
        partners={
            "main": Partner("main"),
            "china": Partner("china", Cloud.CHINA),
            "shop": Partner("shop", tier=Tier.RESELLER),
        },
    )
    for _ in range(30):
        alert_ticks.tick(office=replace(office, clock=lambda: watch.desk.now))
        alert_ticks.tick(office=replace(office, clock=lambda: watch.desk.now))
        watch.desk.now += timedelta(minutes=1)
    assert watch.jobs(ALERTS) == [{"account": "main"}] * 10
    assert EVERY + timedelta(minutes=1) < timedelta(minutes=5)


def test_which_source_is_where() -> None:
    assert sources_of(Partner("main")) == [Source.FRAUD_EVENTS, GRAPH]
    assert sources_of(Partner("us", Cloud.US_GOVERNMENT)) == [GRAPH]
    assert sources_of(Partner("china", Cloud.CHINA)) == []
    assert sources_of(Partner("shop", tier=Tier.RESELLER)) == []
