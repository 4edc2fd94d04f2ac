"""Both sources of alerts at the stand-in: what was planted is read, answered and read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from clients.fraud_events import PartnerFraudEvents
from clients.security_alerts import GraphSecurityAlerts
from clients.user_lines import UserLines
from core.domain.alert_answers import INVESTIGATING, ReportIds, Shown, Wanted, shown
from core.domain.alerts import Alert, AlertStatus, Level, Report, Resolution, same_incident
from core.domain.customers import CustomerKey
from core.ports.alerts import NoPermission
from core.ports.outside import Outcome
from tests.clients.a_key import NOW
from tests.clients.consenting import consent
from tests.clients.stand_in import main
from tests.clients.test_user_tokens import Drawer
from tests.sandbox.partner_center_desk import Desk

GPU = "c188d03b-2cc6-43cf-a626-cb46f08d8430"


def ids() -> dict[str, str]:
    return {"request_id": str(uuid4()), "correlation_id": str(uuid4())}


def plant(desk: Desk, **asked: object) -> None:
    body = {"subscription_id": GPU} | asked
    assert desk.http.post("/sandbox/partner-center/alerts", json=body).status_code == 200


@pytest.fixture
def events(desk: Desk) -> Iterator[PartnerFraudEvents]:
    lines = UserLines([main(desk)], Drawer(consent(desk).reveal()), clock=lambda: NOW)
    yield PartnerFraudEvents(lines)
    lines.close()


@pytest.fixture
def graph(desk: Desk) -> Iterator[GraphSecurityAlerts]:
    ours = replace(main(desk), graph_url=f"{desk.url}/graph/main")
    client = GraphSecurityAlerts([ours], clock=lambda: NOW)
    yield client
    client.close()


@pytest.mark.parametrize("typed", [False, True], ids=["texts", "typed"])
def test_one_abuse_is_one_alert_across_both(
    desk: Desk, events: PartnerFraudEvents, graph: GraphSecurityAlerts, typed: bool
) -> None:
    desk.options(typed_alerts=typed)
    plant(desk, confidence="medium")
    (event,), (alert,) = events.reports("main"), graph.reports("main", GPU)
    for one in (event, alert):
        assert (one.severity, one.confidence, one.count) == (Level.HIGH, Level.MEDIUM, 1)
        assert one.is_test is False and one.resources
    incident = Alert("a", CustomerKey("main", event.tenant_id), GPU, NOW, (event,))
    assert same_incident(alert, [incident]) == incident


def test_the_old_model_is_part_of_the_same_incident(
    desk: Desk, events: PartnerFraudEvents, graph: GraphSecurityAlerts
) -> None:
    desk.options(fraud_model="legacy")
    plant(desk)
    (event,), (alert,) = events.reports("main"), graph.reports("main")
    assert event.kind == "" and event.severity is Level.UNKNOWN
    incident = Alert("a", CustomerKey("main", alert.tenant_id), GPU, NOW, (alert,))
    assert same_incident(event, [incident]) == incident


def test_statuses_are_set_and_read_back(
    desk: Desk, events: PartnerFraudEvents, graph: GraphSecurityAlerts
) -> None:
    for _ in range(3):
        plant(desk)
    legitimate = Wanted(AlertStatus.RESOLVED, Resolution.LEGITIMATE)
    named = [one.report_id for one in events.reports("main")]
    for wanted in (INVESTIGATING, legitimate):
        told = events.tell("main", GPU, ReportIds.of(named[:2]), wanted, **ids())
        assert told.outcome is Outcome.UNKNOWN, "a status is answered without a body"
        (one, *_) = (one.report_id for one in graph.reports("main"))
        assert graph.tell("main", GPU, ReportIds(one), wanted, **ids()).outcome is Outcome.DONE
        assert shown(wanted, some(events.reports("main"), named[:2])) is Shown.APPLIED
        assert shown(wanted, some(events.reports("main"), named[2:])) is Shown.NOT_YET
        assert shown(wanted, some(graph.reports("main"), [one])) is Shown.APPLIED
    (first, *_) = some(events.reports("main"), named[:1])
    assert [told.status for told in first.course] == [
        AlertStatus.INVESTIGATING, AlertStatus.RESOLVED,
    ]  # fmt: skip


def some(reports: object, named: list[str]) -> list[Report]:
    assert isinstance(reports, list)
    return [one for one in reports if one.report_id in named]


def test_without_the_permission_graph_says_so(desk: Desk, graph: GraphSecurityAlerts) -> None:
    desk.options(graph_allowed=False)
    with pytest.raises(NoPermission, match="Insufficient privileges"):
        graph.reports("main")


def test_without_a_second_factor_no_event_is_read(desk: Desk, events: PartnerFraudEvents) -> None:
    desk.http.post("/sandbox/partner-center/tokens", json={"account": "main", "do": "forget_mfa"})
    with pytest.raises(NoPermission):
        events.reports("main")
