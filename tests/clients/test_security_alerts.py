"""Graph's security alerts: a token of their own, odd bodies, pages, and one change at a time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

import httpx
import pytest

from clients.security_alerts import GraphSecurityAlerts
from core.domain.alert_answers import INVESTIGATING, ReportIds, Wanted
from core.domain.alerts import AlertStatus, Level, Report, Resolution, Source, Told
from core.ports.alerts import NoPermission
from core.ports.outside import Missing, Outcome, Unreachable
from tests.clients.a_key import NOW
from tests.clients.scripted import TENANT, PartnerScript, Step, account, addresses, said

GRAPH = "http://127.0.0.1:9/graph"
AZURE = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
ALERT = {
    "id": "d8b202fc-a216-3404-69ef-bdffa445eff6",
    "displayName": "Action required",
    "alertType": "networkConnectionsToCryptoMiningPools",
    "status": "active",
    "severity": "high",
    "confidenceLevel": "medium",
    "customerTenantId": TENANT,
    "subscriptionId": AZURE,
    "detectedDateTime": "2026-10-12T01:30:00.05Z",
    "firstObservedDateTime": "2026-10-12T01:00:00Z",
    "lastObservedDateTime": "2026-10-12T03:00:00Z",
    # As a sample of Microsoft's has it, though nothing was resolved.
    "resolvedReason": "fraud",
    "resolvedOnDateTime": "0001-01-01T00:00:00Z",
    "isTest": "false",
    "affectedResources": [{"resourceId": "/subscriptions/x/vm", "resourceType": "AzureResource"}],
    "activityLogs": [
        {"statusFrom": "active", "statusTo": "investigating", "updatedBy": "a@partner.example",
         "updatedDateTime": "2026-10-12T02:00:00.8454142Z"},
    ],
    "additionalDetails": {"ConnectionCount": "5", "VM_IP": '[ "10.0.0.1"]'},
}  # fmt: skip
IDS = {"request_id": str(uuid4()), "correlation_id": str(uuid4())}
RESOLVED = Wanted(AlertStatus.RESOLVED, Resolution.LEGITIMATE)
ONE = ReportIds(str(ALERT["id"]))


def graph_error(status: int, code: str, **headers: str) -> httpx.Response:
    return said({"error": {"code": code, "message": "No.", "innerError": {}}}, status, **headers)


def asking(*steps: Step, cloud: str = "global") -> tuple[PartnerScript, GraphSecurityAlerts]:
    script = PartnerScript(*steps)
    ours = replace(account(), graph_url=f"{GRAPH}/", cloud=cloud)
    client = GraphSecurityAlerts(
        [ours], clock=lambda: NOW, transport=script.transport, resolve=addresses()
    )
    return script, client


def read(*alerts: dict[str, Any]) -> Report:
    _, client = asking(said({"value": list(alerts)}))
    (report,) = client.reports("main")
    return report


def at(hour: int) -> datetime:
    return datetime(2026, 10, 12, hour, tzinfo=UTC)


def test_an_alert_in_the_documented_shape() -> None:
    assert read(ALERT) == Report(
        source=Source.SECURITY_ALERTS,
        report_id=str(ALERT["id"]),
        tenant_id=TENANT,
        subscription_id=AZURE,
        kind="network_connections_to_crypto_mining_pools",
        status=AlertStatus.ACTIVE,
        severity=Level.HIGH,
        confidence=Level.MEDIUM,
        first_seen=at(1),
        last_seen=at(3),
        count=5,
        resources=("/subscriptions/x/vm",),
        course=(
            Told(
                datetime(2026, 10, 12, 2, 0, 0, 845414, tzinfo=UTC),
                AlertStatus.INVESTIGATING,
                "a@partner.example",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"isTest": False}, {}),
        ({"isTest": True}, {"is_test": True}),
        ({"isTest": "true"}, {"is_test": True}),
        ({"status": "unknownFutureValue"}, {}),
        ({"status": "resolved"}, {"status": AlertStatus.RESOLVED, "resolution": "fraud"}),
        ({"severity": "unknownFutureValue"}, {"severity": Level.UNKNOWN}),
        ({"severity": "informational"}, {"severity": Level.INFORMATIONAL}),
        ({"confidenceLevel": None}, {"confidence": Level.UNKNOWN}),
        ({"affectedResources": []}, {"resources": ()}),
        ({"affectedResources": [None, {"resourceId": ""}]}, {"resources": ()}),
        ({"activityLogs": [None]}, {"course": ()}),
        ({"additionalDetails": None}, {"count": 0}),
        ({"additionalDetails": {"ConnectionCount": 5}}, {}),
        (
            {"firstObservedDateTime": None, "detectedDateTime": "2026-10-12T02:00:00"},
            {"first_seen": at(2)},
        ),
        ({"lastObservedDateTime": "2026-10-12T03:00:00"}, {}),
    ],
    ids=lambda value: ",".join(map(str, value)) if isinstance(value, dict) else "",
)
def test_odd_bodies(changed: dict[str, Any], expected: dict[str, Any]) -> None:
    usual, odd = read(ALERT), read(ALERT | changed)
    for name in Report.__slots__:
        assert getattr(odd, name) == expected.get(name, getattr(usual, name)), name


def test_graph_is_asked_with_a_token_for_graph() -> None:
    script, client = asking(said({"value": []}))
    client.reports("main")
    form = parse_qs(script.sign_ins[0].content.decode())
    assert (form["resource"], form["grant_type"]) == ([GRAPH], ["client_credentials"])
    asked = script.requests[0]
    assert str(asked.url) == f"{GRAPH}/beta/security/partner/securityAlerts"
    assert asked.headers["Authorization"] == "Bearer token-1"


def test_of_a_link_to_the_next_page_only_the_query_is_believed() -> None:
    link = "https://elsewhere.example/beta/security/partner/securityAlerts?$skiptoken=2"
    other = ALERT | {"id": "another"}
    script, client = asking(
        said({"value": [ALERT], "@odata.nextLink": link}), said({"value": [other]})
    )
    assert len(client.reports("main", AZURE)) == 2
    second = script.requests[1]
    assert (second.url.host, second.url.params["$skiptoken"]) == ("127.0.0.1", "2")


def test_a_list_that_leads_to_itself_ends() -> None:
    page = said({"value": [ALERT], "@odata.nextLink": f"{GRAPH}/x?$skiptoken=1"})
    _, client = asking(page)
    with pytest.raises(Unreachable, match="does not end"):
        client.reports("main")


@pytest.mark.parametrize(
    ("step", "raised"),
    [
        (graph_error(403, "Authorization_RequestDenied"), NoPermission),
        (graph_error(403, "SomethingNew"), NoPermission),
        (graph_error(401, "InvalidAuthenticationToken"), NoPermission),
        (graph_error(404, "ResourceNotFound"), Missing),
        (graph_error(500, "InternalServerError"), Unreachable),
        (said([ALERT]), Unreachable),
        (httpx.ReadTimeout("slow"), Unreachable),
    ],
    ids=["permission", "new word", "token", "gone", "server", "bare", "slow"],
)
def test_what_cannot_be_read_says_why(step: Step, raised: type[Exception]) -> None:
    _, client = asking(step)
    with pytest.raises(raised):
        client.reports("main")


def test_what_keeps_us_out_is_told_until_it_is_over() -> None:
    _, client = asking(graph_error(403, "Authorization_RequestDenied"), said({"value": []}))
    with pytest.raises(NoPermission):
        client.reports("main")
    assert "Authorization_RequestDenied" in client.refused()["main"]
    client.reports("main")
    assert client.refused() == {}


def test_no_address_is_asked_in_a_cloud_that_has_none() -> None:
    script, client = asking(said({"value": []}), cloud="china")
    with pytest.raises(Unreachable, match="no address"):
        client.reports("main")
    assert script.requests == script.sign_ins == []


def test_a_change_is_one_patch_with_nothing_else_in_it() -> None:
    script, client = asking(said(ALERT), said(ALERT))
    assert client.tell("main", AZURE, ONE, INVESTIGATING, **IDS).outcome is Outcome.DONE
    client.tell("main", AZURE, ONE, RESOLVED, **IDS)
    first, second = script.requests
    assert (first.method, first.url.path[-52:]) == ("PATCH", f"/securityAlerts/{ALERT['id']}")
    assert json.loads(first.content) == {"status": "investigating"}
    assert json.loads(second.content) == {"status": "resolved", "resolvedReason": "legitimate"}
    assert first.headers["client-request-id"] == IDS["correlation_id"]


@pytest.mark.parametrize(
    "ids", [ReportIds("a", ("b",)), ReportIds("../users"), ReportIds("a b")],
    ids=["two", "another address", "blank"],
)  # fmt: skip
def test_without_one_name_nothing_leaves(ids: ReportIds) -> None:
    script, client = asking(said(ALERT))
    assert client.tell("main", AZURE, ids, RESOLVED, **IDS).outcome is Outcome.REFUSED
    assert script.requests == script.sign_ins == []


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        (said(ALERT), Outcome.DONE),
        (httpx.Response(200, content=b'{"id": '), Outcome.UNKNOWN),
        (httpx.ReadTimeout("slow"), Outcome.UNKNOWN),
        (graph_error(503, "ServiceUnavailable"), Outcome.UNKNOWN),
        (httpx.ConnectError("refused"), Outcome.LATER),
        (graph_error(429, "TooManyRequests", Retry_After="7"), Outcome.LATER),
        (graph_error(400, "Request_BadRequest"), Outcome.REFUSED),
        (graph_error(403, "Authorization_RequestDenied"), Outcome.REFUSED),
    ],
    ids=["done", "cut", "slow", "server", "nobody", "busy", "no", "permission"],
)
def test_what_became_of_a_change_is_never_guessed(step: Step, outcome: Outcome) -> None:
    script, client = asking(step)
    answer = client.tell("main", AZURE, ONE, RESOLVED, **IDS)
    assert answer.outcome is outcome
    assert len(script.requests) == 1
