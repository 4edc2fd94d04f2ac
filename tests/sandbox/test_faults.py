"""Faults on demand: which call they meet, how often, and what they refuse to be."""

from __future__ import annotations

import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sandbox.faults import KINDS, Faults


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def http(faults: Faults) -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(faults.blueprint)
    return app.test_client()


def kind_met(faults: Faults, target: str, method: str = "GET", path: str = "/x") -> str:
    fault = faults.take(target, method=method, path=path)
    return fault.kind if fault else "none"


def test_a_fault_fires_as_often_as_asked_after_the_skipped_calls(faults: Faults) -> None:
    faults.add({"target": "slack", "kind": "error", "times": 2, "skip": 1})

    met = [kind_met(faults, "slack") for _ in range(5)]

    assert met == ["none", "error", "error", "none", "none"]


def test_a_fault_meets_only_its_target_method_and_path(faults: Faults) -> None:
    faults.add(
        {
            "target": "partner-center",
            "kind": "status",
            "match": {"method": "patch", "path": "/subscriptions/"},
        }
    )

    assert kind_met(faults, "slack", "PATCH", "/a/subscriptions/1") == "none"
    assert kind_met(faults, "partner-center", "GET", "/a/subscriptions/1") == "none"
    assert kind_met(faults, "partner-center", "PATCH", "/a/customers") == "none"
    assert kind_met(faults, "partner-center", "PATCH", "/a/subscriptions/1") == "status"


@pytest.mark.parametrize("kind", ["late", "stale_etag", "accepted_but_unchanged", "accepted"])
def test_what_only_a_change_can_meet_is_not_used_up_by_a_read(faults: Faults, kind: str) -> None:
    faults.add({"target": "partner-center", "kind": kind})

    assert kind_met(faults, "partner-center", "GET") == "none"
    assert kind_met(faults, "partner-center", "PATCH") == kind


def test_listing_says_how_often_each_fired(http: FlaskClient, faults: Faults) -> None:
    id = http.post(
        "/sandbox/faults",
        json={"target": "partner-center", "kind": "throttle", "retry_after": 7, "times": 3},
    ).get_json()["id"]
    faults.take("partner-center", method="GET", path="/")

    (listed,) = http.get("/sandbox/faults").get_json()

    assert (listed["id"], listed["fired"], listed["retry_after"]) == (id, 1, 7)


def test_a_removed_fault_fires_no_more(http: FlaskClient, faults: Faults) -> None:
    first = faults.add({"target": "slack", "kind": "status"})
    faults.add({"target": "slack", "kind": "error"})

    assert http.delete(f"/sandbox/faults/{first.id}").status_code == 200
    assert http.delete(f"/sandbox/faults/{first.id}").status_code == 404
    assert kind_met(faults, "slack") == "error"
    faults.add({"target": "slack", "kind": "error"})
    http.delete("/sandbox/faults")
    assert kind_met(faults, "slack") == "none"


@pytest.mark.parametrize(("target", "kind"), [(t, k) for t, kinds in KINDS.items() for k in kinds])
def test_every_documented_kind_can_be_asked_for(
    http: FlaskClient, faults: Faults, target: str, kind: str
) -> None:
    http.post("/sandbox/faults", json={"target": target, "kind": kind})

    assert kind_met(faults, target, "PATCH") == kind


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ({}, "partner-center"),
        ({"target": "azure", "kind": "slow"}, "partner-center"),
        ({"target": "slack", "kind": "stale_etag"}, "ratelimited"),
        ({"target": "delivery", "kind": ["delay"]}, "drop_answer"),
        ({"target": "slack", "kind": "error", "retry_after": 3}, "error"),
        ({"target": "slack", "kind": "slow", "seconds": -1}, "seconds"),
        ({"target": "slack", "kind": "status", "status": "500"}, "status"),
        ({"target": "slack", "kind": "status", "status": 200}, "status"),
        ({"target": "slack", "kind": "error", "times": 0}, "times"),
        ({"target": "slack", "kind": "error", "skip": True}, "skip"),
        ({"target": "slack", "kind": "error", "match": {"user": "U1"}}, "match"),
        ({"target": "slack", "kind": "error", "match": {"path": 7}}, "path"),
    ],
)
def test_a_wrong_fault_is_refused_with_what_is_right(
    http: FlaskClient, asked: dict[str, Any], hint: str
) -> None:
    answer = http.post("/sandbox/faults", json=asked)

    assert answer.status_code == 400
    assert hint in answer.get_json()["error"]
    assert http.get("/sandbox/faults").get_json() == []


def test_holding_ends_when_the_sandbox_stops(faults: Faults) -> None:
    faults.close()
    started = time.monotonic()

    faults.hold(30)

    assert time.monotonic() - started < 5
