"""Fraud events and security alerts in the Partner Center stand-in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.sandbox.partner_center_desk import CREDENTIALS, Desk, running

Resource = dict[str, Any]
GPU = "c188d03b-2cc6-43cf-a626-cb46f08d8430"
FLEET = "095e2015-0733-4040-86d6-7ab47cc2e0d3"
NEW = {"X-NewEventsModel": "true"}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        made.sign_in_as_a_person()
        yield made


def plant(desk: Desk, id: str = GPU, **asked: Any) -> Resource:
    answer = desk.http.post("/sandbox/partner-center/alerts", json={"subscription_id": id} | asked)
    assert answer.status_code == 200, answer.text
    planted: Resource = answer.json()
    return planted


def events(desk: Desk, query: str = "", **headers: str) -> list[Resource]:
    answer = desk.get(f"fraudEvents{query}", **headers)
    assert answer.status_code == 200, answer.text
    found: list[Resource] = json.loads(answer.content.decode("utf-8-sig"))
    return found


def update(desk: Desk, /, id: str = GPU, **body: Any) -> httpx.Response:
    return desk.post(f"fraudEvents/subscription/{id}/status", body)


def graph(desk: Desk, method: str = "GET", path: str = "", **more: Any) -> httpx.Response:
    base = f"{desk.url}/graph/{desk.account}"
    token = desk.sign_in(resource=base).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    address = f"{base}/beta/security/partner/securityAlerts{path}"
    return desk.http.request(method, address, headers=headers, **more)


def test_the_new_model_says_what_kind_it_is_and_numbers_are_texts(desk: Desk) -> None:
    plant(desk, severity="high", confidence="medium")
    (event,) = events(desk, **NEW)
    assert event["eventType"] == "NetworkConnectionsToCryptoMiningPools"
    assert (event["hitCount"], event["IsTest"], event["eventStatus"]) == ("1", "false", "Active")
    assert json.loads(event["activityLogs"]) == []
    assert event["resolvedOn"].startswith("9999-12-31")
    assert datetime.fromisoformat(event["firstObserved"]).tzinfo is None
    assert event["eventId"].startswith(f"{GPU}_")


def test_the_model_before_it_knows_mining_alone(desk: Desk) -> None:
    plant(desk)
    plant(desk, FLEET, kind="usageAnomalyDetection")
    (event,) = events(desk)
    assert "eventType" not in event and event["subscriptionId"] == GPU
    assert len(events(desk, **NEW)) == 2


def test_an_account_may_have_no_new_model_and_others_typed_bodies(desk: Desk) -> None:
    plant(desk)
    desk.options(typed_alerts=True)
    assert events(desk, **NEW)[0]["hitCount"] == 1
    assert events(desk, **NEW)[0]["IsTest"] is False
    desk.options(fraud_model="legacy")
    assert "eventType" not in events(desk, **NEW)[0]


def test_events_come_in_pages_and_are_filtered(desk: Desk) -> None:
    for _ in range(3):
        plant(desk)
    plant(desk, FLEET)
    pages = [events(desk, f"?PageSize=2&PageNumber={n}", **NEW) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 0]
    assert len(events(desk, f"?SubscriptionId={FLEET}", **NEW)) == 1
    assert events(desk, "?EventStatus=Resolved", **NEW) == []
    assert desk.get("fraudEvents?PageSize=0&PageNumber=1", **NEW).status_code == 400


def test_a_person_is_needed_for_events_and_none_for_alerts(desk: Desk) -> None:
    plant(desk)
    desk.token = desk.sign_in().json()["access_token"]
    assert desk.get("fraudEvents").json()["code"] == "900329"
    assert len(graph(desk).json()["value"]) == 1


def test_the_abuse_goes_on_until_its_subscription_is_really_off(desk: Desk) -> None:
    plant(desk)
    first = events(desk, **NEW)[0]["lastObserved"]
    desk.http.post("/clock", json={"advance": "PT2H"})
    desk.sign_in_as_a_person()
    (later,) = events(desk, **NEW)
    assert later["lastObserved"] > first and later["hitCount"] == "13"

    update(desk, EventIds=[later["eventId"]], EventStatus="Resolved", ResolvedReason="Fraud")
    desk.http.post("/clock", json={"advance": "PT1H"})
    desk.sign_in_as_a_person()
    (resolved,) = events(desk, **NEW)
    assert resolved["lastObserved"] > later["lastObserved"], "saying so stops nothing"

    desk.portal(entitlement_id=GPU, set={"status": "inactive"})
    (ended,) = events(desk, **NEW)
    desk.http.post("/clock", json={"advance": "PT5H"})
    desk.sign_in_as_a_person()
    assert events(desk, **NEW)[0]["lastObserved"] == ended["lastObserved"]
    assert desk.control("alerts")[0]["runs"] is False


def test_a_status_is_set_for_the_events_that_are_named(desk: Desk) -> None:
    for _ in range(2):
        plant(desk)
    first, second = (one["eventId"] for one in events(desk, **NEW))
    answer = update(desk, EventIds=[first], EventStatus="Investigating")
    assert answer.status_code == 200
    stands = {one["eventId"]: one["eventStatus"] for one in events(desk, **NEW)}
    assert stands == {first: "Investigating", second: "Active"}


@pytest.mark.parametrize("ids", [[], None], ids=["empty", "left out"])
def test_without_a_name_every_event_of_the_subscription_is_meant(
    desk: Desk, ids: list[str] | None
) -> None:
    for _ in range(2):
        plant(desk)
    plant(desk, FLEET)
    named: Resource = {} if ids is None else {"EventIds": ids}
    update(desk, EventStatus="Resolved", ResolvedReason="Ignore", **named)
    stands = [(one["subscriptionId"], one["eventStatus"]) for one in events(desk, **NEW)]
    assert stands == [(GPU, "Resolved"), (GPU, "Resolved"), (FLEET, "Active")]


@pytest.mark.parametrize(
    "body",
    [
        {"EventStatus": "Resolve"},
        {"EventStatus": "Active"},
        {"EventStatus": "Resolved"},
        {"EventStatus": "Resolved", "ResolvedReason": "Legitimate"},
    ],
)
def test_a_status_is_one_that_is_known(desk: Desk, body: Resource) -> None:
    plant(desk)
    assert update(desk, EventIds=[events(desk)[0]["eventId"]], **body).status_code == 400


def test_graph_shows_alerts_in_its_own_shape_and_pages(desk: Desk) -> None:
    for _ in range(3):
        plant(desk)
    desk.options(page_size=2)
    first = graph(desk).json()
    assert len(first["value"]) == 2
    query = first["@odata.nextLink"].partition("?")[2]
    assert len(graph(desk, path=f"?{query}").json()["value"]) == 1
    one = first["value"][0]
    assert (one["alertType"], one["isTest"]) == ("networkConnectionsToCryptoMiningPools", "false")
    assert one["lastObservedDateTime"].endswith("Z")


def test_a_change_at_graph_is_no_change_of_the_events(desk: Desk) -> None:
    id = plant(desk)["id"]
    changed = graph(desk, "PATCH", f"/{id}", json={"status": "resolved", "resolvedReason": "fraud"})
    assert (changed.status_code, changed.json()["resolvedReason"]) == (200, "fraud")
    assert changed.json()["activityLogs"][0]["statusTo"] == "resolved"
    assert events(desk, **NEW)[0]["eventStatus"] == "Active"
    for body in ({"status": "gone"}, {"status": "resolved", "resolvedReason": "x"}, {"id": "x"}):
        assert graph(desk, "PATCH", f"/{id}", json=body).status_code == 400


def test_a_token_for_partner_center_opens_nothing_at_graph_nor_the_other_way_round(
    desk: Desk,
) -> None:
    address = f"{desk.url}/graph/main/beta/security/partner/securityAlerts"
    theirs = {"Authorization": f"Bearer {desk.token}"}
    answer = desk.http.get(address, headers=theirs)
    assert answer.json()["error"]["code"] == "InvalidAuthenticationToken"
    assert answer.status_code == 401
    desk.token = desk.sign_in(resource=f"{desk.url}/graph/main").json()["access_token"]
    assert desk.get("customers").json()["code"] == "900420"
    assert desk.sign_in(resource=f"{desk.url}/graph/us").status_code == 400


def test_graph_may_be_closed_to_the_application(desk: Desk) -> None:
    desk.options(graph_allowed=False)
    answer = graph(desk)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "Authorization_RequestDenied"


def test_faults_meet_graph_and_events_as_all_else(desk: Desk) -> None:
    plant(desk)
    desk.fault("status", status=503, match={"path": "/graph/"})
    assert graph(desk).status_code == 503
    desk.fault("accepted_but_unchanged", match={"method": "POST", "path": "fraudEvents"})
    update(desk, EventIds=[events(desk)[0]["eventId"]], EventStatus="Investigating")
    assert events(desk)[0]["eventStatus"] == "Active"
    desk.fault("pascal_case", match={"path": "fraudEvents"})
    assert "EventId" in events(desk)[0]


def test_tests_are_marked_and_the_portal_can_answer(desk: Desk) -> None:
    planted = plant(desk, is_test=True, sources=["graph"])
    assert events(desk, **NEW) == []
    assert graph(desk).json()["value"][0]["isTest"] == "true"
    asked = {"id": planted["id"], "status": "resolved", "reason": "ignore"}
    assert desk.http.post("/sandbox/partner-center/alerts", json=asked).status_code == 200
    assert graph(desk).json()["value"][0]["resolvedReason"] == "ignore"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"subscription_id": "nowhere"}, 404),
        ({"subscription_id": GPU, "severity": "dire"}, 400),
        ({"subscription_id": GPU, "sources": []}, 400),
        ({"subscription_id": GPU, "first": "2026-10-12T03:00:00"}, 400),
        ({"subscription_id": GPU, "kind": "<x>"}, 400),
        ({"id": "nowhere", "stop": True}, 404),
        ({}, 400),
    ],
)
def test_what_cannot_be_planted_is_said(desk: Desk, asked: Resource, status: int) -> None:
    answer = desk.http.post("/sandbox/partner-center/alerts", json=asked)
    assert answer.status_code == status


def test_a_subscription_that_nobody_here_has_can_be_abused(desk: Desk) -> None:
    elsewhere = "99999999-0000-4000-8000-000000000001"
    planted = plant(desk, elsewhere, account="main", customer_id=CREDENTIALS["main"][0])
    assert planted["runs"] is True
    stopped = desk.http.post(
        "/sandbox/partner-center/alerts", json={"id": planted["id"], "stop": True}
    )
    assert stopped.json()["runs"] is False


def test_what_was_planted_outlives_the_sandbox(desk: Desk) -> None:
    id = plant(desk)["id"]
    graph(desk, "PATCH", f"/{id}", json={"status": "investigating"})
    saved = json.loads(json.dumps(desk.stand_in.to_json()))
    with running() as other:
        other.stand_in.load_json(saved)
        (one,) = other.control("alerts")
    assert (one["id"], one["standing"]["graph"]["status"]) == (id, "investigating")


def test_in_21vianet_there_is_neither() -> None:
    with running("china") as china:
        china.sign_in_as_a_person()
        answer = china.get("fraudEvents")
        found = graph(china)
    assert (answer.status_code, answer.json()["code"]) == (400, "900127")
    assert found.status_code == 404
