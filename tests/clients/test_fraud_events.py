"""Fraud events: both models, odd bodies, and what leaves when a status is set."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from clients.fraud_events import PAGE_SIZE, PartnerFraudEvents
from clients.user_lines import UserLines
from core.domain.alert_answers import INVESTIGATING, ReportIds, Wanted
from core.domain.alerts import AlertStatus, Level, Report, Resolution, Source, Told
from core.ports.alerts import NoLogin, NoPermission
from core.ports.outside import Missing, Unreachable
from tests.clients.a_key import NOW
from tests.clients.scripted import BASE, TENANT, Script, Step, account, addresses, refusal, said
from tests.clients.test_user_tokens import Drawer, granted

AZURE = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
ENTITY = "2edeb5b1-766f-4209-9271-3ddf27755afa"
EVENT_ID = f"{AZURE}_{ENTITY}"
NEVER = "9999-12-31T23:59:59.9970000"
LEGACY = {
    "eventTime": "2026-10-12T01:00:00",
    "eventId": EVENT_ID,
    "customerTenantId": TENANT,
    "subscriptionId": AZURE,
    "subscriptionType": "modern",
    "entityName": "pool.example",
    "hitCount": "10",
    "eventStatus": "Active",
    "resourceName": "vm-7",
    "resourceGroupName": "rg",
    "firstOccurrence": "2026-10-12T01:00:00.1234567",
    "lastOccurrence": "2026-10-12T02:00:00",
    "resolvedReason": "None",
    "resolvedOn": NEVER,
    "resolvedBy": "",
}
LOG = json.dumps(
    [
        {"statusFrom": "Investigating", "statusTo": "Resolved", "updatedBy": "b@partner.example",
         "dateTime": "2026-10-12T05:00:00"},
        {"statusFrom": "Active", "statusTo": "Investigating", "updatedBy": "a@partner.example",
         "dateTime": "2026-10-12T04:00:00"},
    ]
)  # fmt: skip
NEW = LEGACY | {
    "eventType": "NetworkConnectionsToCryptoMiningPools",
    "severity": "High",
    "confidenceLevel": "medium",
    "firstObserved": "2026-10-12T01:00:00",
    "lastObserved": "2026-10-12T03:00:00",
    "affectedResources": [{"azureResourceId": "/subscriptions/x/vm-7", "type": "AzureResource"}],
    "additionalDetails": {"severity": "high"},
    "IsTest": "false",
    "activityLogs": LOG,
}
IDS = {"request_id": str(uuid4()), "correlation_id": str(uuid4())}
RESOLVED = Wanted(AlertStatus.RESOLVED, Resolution.FRAUD)


def asking(*steps: Step) -> tuple[Script, PartnerFraudEvents]:
    script = Script(granted(0), *steps)
    lines = UserLines([account()], Drawer(), clock=lambda: NOW, transport=script.transport,
                      resolve=addresses())  # fmt: skip
    return script, PartnerFraudEvents(lines)


def read(*events: dict[str, Any]) -> Report:
    _, client = asking(said(list(events)))
    (report,) = client.reports("main")
    return report


def at(hour: int) -> datetime:
    return datetime(2026, 10, 12, hour, tzinfo=UTC)


def test_an_event_of_the_new_model() -> None:
    report = read(NEW)
    assert report == Report(
        source=Source.FRAUD_EVENTS,
        report_id=EVENT_ID,
        tenant_id=TENANT,
        subscription_id=AZURE,
        kind="network_connections_to_crypto_mining_pools",
        status=AlertStatus.ACTIVE,
        severity=Level.HIGH,
        confidence=Level.MEDIUM,
        first_seen=at(1),
        last_seen=at(3),
        count=10,
        resources=("/subscriptions/x/vm-7",),
        course=(
            Told(at(4), AlertStatus.INVESTIGATING, "a@partner.example"),
            Told(at(5), AlertStatus.RESOLVED, "b@partner.example"),
        ),
    )


def test_an_event_of_the_model_before_it_says_less() -> None:
    report = read(LEGACY)
    assert (report.kind, report.severity, report.confidence) == ("", Level.UNKNOWN, Level.UNKNOWN)
    assert (report.last_seen, report.count, report.resources) == (at(2), 10, ("rg/vm-7",))
    assert report.first_seen is not None and report.first_seen.tzinfo is UTC


PASCAL = {name[:1].upper() + name[1:]: value for name, value in NEW.items()}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"hitCount": 10, "IsTest": False}, {}),
        ({"hitCount": "x"}, {"count": 0}),
        ({"IsTest": "true"}, {"is_test": True}),
        ({"IsTest": True}, {"is_test": True}),
        ({"severity": "HIGH"}, {}),
        ({"severity": "Catastrophic"}, {"severity": Level.UNKNOWN}),
        ({"severity": None}, {"severity": Level.UNKNOWN}),
        ({"eventType": "SomethingNewIn2027"}, {"kind": "something_new_in2027"}),
        ({"eventType": "<script>"}, {"kind": "script"}),
        ({"eventStatus": "Quarantined"}, {}),
        ({"eventStatus": "investigating"}, {"status": AlertStatus.INVESTIGATING}),
        (
            {"eventStatus": "Resolved", "resolvedReason": "Fraud"},
            {"status": AlertStatus.RESOLVED, "resolution": "fraud"},
        ),
        ({"eventStatus": "Active", "resolvedReason": "Fraud"}, {}),
        ({"affectedResources": []}, {"resources": ("rg/vm-7",)}),
        ({"affectedResources": "none"}, {"resources": ("rg/vm-7",)}),
        ({"firstObserved": NEVER, "firstOccurrence": NEVER}, {"first_seen": at(1)}),
        ({"lastObserved": "2026-10-12T05:00:00+02:00"}, {"last_seen": at(3)}),
        ({"activityLogs": "[{"}, {"course": ()}),
        ({"activityLogs": None}, {"course": ()}),
        ({"activityLogs": json.loads(LOG)}, {}),
        ({"customerTenantId": TENANT.upper(), "subscriptionId": AZURE.upper()}, {}),
    ],
    ids=lambda value: ",".join(map(str, value)) if isinstance(value, dict) else "",
)
def test_odd_bodies(changed: dict[str, Any], expected: dict[str, Any]) -> None:
    usual, odd = read(NEW), read(NEW | changed)
    for name in Report.__slots__:
        assert getattr(odd, name) == expected.get(name, getattr(usual, name)), name


def test_names_may_begin_with_a_capital() -> None:
    assert read(PASCAL) == read(NEW)


def test_what_has_no_name_or_subscription_is_left_out() -> None:
    without = [NEW | {"eventId": ""}, NEW | {"subscriptionId": "../x", "eventId": "e"}]
    assert read(NEW, *without) == read(NEW)


def test_the_new_model_is_asked_for_page_by_page() -> None:
    full = [NEW | {"eventId": f"{AZURE}_{n}"} for n in range(PAGE_SIZE)]
    script, client = asking(said(full), said([NEW]))
    assert len(client.reports("main", AZURE)) == PAGE_SIZE + 1
    first, second = script.requests[1:]
    assert first.headers["X-NewEventsModel"] == "true"
    assert dict(first.url.params) == {
        "SubscriptionId": AZURE, "PageSize": str(PAGE_SIZE), "PageNumber": "1",
    }  # fmt: skip
    assert second.url.params["PageNumber"] == "2"
    assert first.headers["ValidateMfa"] == "true"
    assert str(first.url).startswith(f"{BASE}/v1/fraudEvents?")


def test_whoever_shows_all_on_every_page_is_asked_no_third_time() -> None:
    full = [NEW | {"eventId": f"{AZURE}_{n}"} for n in range(PAGE_SIZE)]
    script, client = asking(said(full))
    assert len(client.reports("main")) == PAGE_SIZE
    assert len(script.requests) == 3  # token and twice the same page


def test_an_account_without_the_new_model_is_asked_in_the_old_one_from_then_on() -> None:
    script, client = asking(refusal(404, "404"), said([LEGACY]), said([LEGACY]), said({}))
    assert len(client.reports("main")) == 1
    assert len(client.reports("main", AZURE)) == 1
    client.tell("main", AZURE, ReportIds(EVENT_ID), INVESTIGATING, **IDS)
    asked = script.requests[1:]
    assert [one.headers.get("X-NewEventsModel") for one in asked] == ["true", None, None, None]
    assert dict(asked[2].url.params) == {"SubscriptionId": AZURE}


def test_where_neither_is_there_it_is_gone() -> None:
    _, client = asking(refusal(404, "404"))
    with pytest.raises(Missing):
        client.reports("main")


@pytest.mark.parametrize(
    ("step", "raised"),
    [
        (refusal(403, "900308"), NoPermission),
        (refusal(403, "900329"), NoPermission),
        (refusal(500, "500"), Unreachable),
        (said({"no": "list"}), Unreachable),
        (httpx.Response(200, content=b"[{"), Unreachable),
        (httpx.ReadTimeout("slow"), Unreachable),
    ],
    ids=["role", "flow", "server", "no list", "cut", "slow"],
)
def test_what_cannot_be_read_says_why(step: Step, raised: type[Exception]) -> None:
    _, client = asking(step)
    with pytest.raises(raised):
        client.reports("main")


def test_without_a_second_factor_nothing_is_read() -> None:
    _, client = asking(refusal(401, "900421"), granted(1), refusal(401, "900421"))
    with pytest.raises(NoPermission, match="sign in anew"):
        client.reports("main")


def test_whoever_has_to_sign_in_first_is_told_so() -> None:
    script = Script(said({"error": "invalid_grant", "error_description": "It ended."}, 400))
    lines = UserLines([account()], Drawer(), clock=lambda: NOW, transport=script.transport,
                      resolve=addresses())  # fmt: skip
    client = PartnerFraudEvents(lines)
    with pytest.raises(NoLogin, match="invalid_grant"):
        client.reports("main")
    with pytest.raises(NoLogin):
        client.tell("main", AZURE, ReportIds(EVENT_ID), RESOLVED, **IDS)
