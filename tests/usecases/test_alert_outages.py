"""When Microsoft's alerts cannot be read: told once, and once when it is over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core.domain.alert_events import AlertFound, AlertsBack, AlertsLost
from core.domain.alerts import Source
from core.domain.signals import SignalKind
from core.ports.alerts import NoLogin, NoPermission
from core.ports.outside import Missing, Unreachable
from core.usecases.alert_jobs import EVERY
from core.usecases.alert_outages import TOLD_AFTER, watch_of
from tests.office import Desk
from tests.usecases.a_watch import Watch

GRAPH = Source.SECURITY_ALERTS


@pytest.fixture
def watch(desk: Desk, tmp_path: Path) -> Watch:
    return Watch(desk, tmp_path)


def test_an_outage_is_told_once_and_once_when_it_is_over(watch: Watch) -> None:
    watch.read()
    began = watch.desk.now
    watch.events.trouble = watch.graph.trouble = Unreachable("answered 503")
    for _ in range(8):
        assert watch.read() is False
        watch.desk.now += EVERY
    lost = watch.told(AlertsLost)
    assert [(one.source, one.why, one.blind) for one in lost] == [
        ("fraud_events", "unreachable", 1), ("security_alerts", "unreachable", 1),
    ]  # fmt: skip
    assert {one.since for one in lost} == {began}
    watch.events.show(watch.report())
    watch.events.trouble = watch.graph.trouble = None
    assert watch.read()
    watch.read()
    assert len(watch.told(AlertsBack)) == 2
    assert len(watch.told(AlertFound)) == 1, "what came up meanwhile is read with it"


def test_a_short_outage_is_not_told(watch: Watch) -> None:
    watch.read()
    watch.events.trouble = Unreachable("reset")
    watch.read()
    watch.desk.now += TOLD_AFTER - timedelta(seconds=1)
    watch.read()
    watch.events.trouble = None
    watch.read()
    watch.events.trouble = Unreachable("reset")
    watch.desk.now += TOLD_AFTER
    watch.read()
    assert not watch.told(AlertsLost) and not watch.told(AlertsBack)


def test_one_source_that_fails_hides_nothing_of_the_other(watch: Watch) -> None:
    watch.events.trouble = Missing("404")
    watch.graph.show(watch.report("alert-1", source=GRAPH))
    assert watch.read()
    assert watch.alert().sources == (GRAPH,)
    with watch.desk.store.reading() as work:
        signal = work.signals.get(watch.alert().signal_id)
    assert signal.kind is SignalKind.SECURITY_ALERT


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (NoLogin("main"), "login"),
        (NoPermission("403"), "permission"),
        (Missing("404"), "gone"),
    ],
    ids=["login", "permission", "gone"],
)
def test_what_was_never_set_up_is_told_where_nothing_else_sees_anything(
    watch: Watch, trouble: Exception, why: str
) -> None:
    watch.events.trouble = trouble
    watch.read()
    assert watch.told(AlertsLost) == [], "Graph sees what there is to see"
    watch.graph.trouble = NoPermission("403")
    watch.read()
    watch.read()
    lost = watch.told(AlertsLost)
    assert [(one.source, one.why, one.blind) for one in lost] == [
        ("fraud_events", why, 1), ("security_alerts", "permission", 1),
    ]  # fmt: skip


def test_a_login_that_ends_is_told_at_once(watch: Watch) -> None:
    watch.read()
    watch.events.trouble = NoLogin("main")
    watch.read()
    assert [one.why for one in watch.told(AlertsLost)] == ["login"]
    with watch.desk.store.reading() as work:
        assert watch_of(work, "main", Source.FRAUD_EVENTS).why == "login"


def test_a_login_that_ends_in_the_midst_of_an_outage_is_told_and_told_once(watch: Watch) -> None:
    watch.read()
    for trouble in (Unreachable("503"), NoLogin("main"), Unreachable("503"), NoLogin("main")):
        watch.events.trouble = trouble
        for _ in range(5):
            watch.read()
            watch.desk.now += EVERY
    assert [one.why for one in watch.told(AlertsLost)] == ["unreachable", "login"]
    watch.events.trouble = None
    watch.read()
    assert len(watch.told(AlertsBack)) == 1
