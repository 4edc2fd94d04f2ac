"""Webhooks of the Partner Center stand-in: registering, and what is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.x509.oid import NameOID

from sandbox.server import Sandbox
from tests.sandbox.partner_center_desk import Desk, running
from tests.sandbox.webhook_receiver import (
    EVENTS,
    Receiver,
    call,
    eventually,
    is_vouched_for,
    receiving,
    register,
    send,
    sent,
    suspend,
)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def test_there_is_one_registration_and_it_can_be_changed(desk: Desk, receiver: Receiver) -> None:
    assert call(desk, "GET").status_code == 404
    assert set(EVENTS) < set(call(desk, "GET", "/events").json())
    register(desk, receiver)
    first = call(desk, "GET").json()

    body = {"WebhookUrl": receiver.url, "WebhookEvents": ["test-created"]}
    assert call(desk, "POST", body=body).status_code == 409
    second = call(desk, "PUT", body=body).json()

    assert (first["WebhookUrl"], first["WebhookEvents"]) == (receiver.url, EVENTS)
    assert second["SubscriberId"] == first["SubscriberId"]
    assert second["WebhookEvents"] == ["test-created"]


@pytest.mark.parametrize(
    "changed",
    [
        {"WebhookUrl": "https://elsewhere.example/webhooks"},
        {"WebhookUrl": ""},
        {"WebhookEvents": []},
        {"WebhookEvents": ["everything"]},
    ],
    ids=["elsewhere", "nowhere", "nothing", "unknown"],
)
def test_a_registration_names_this_machine_and_known_events(
    desk: Desk, receiver: Receiver, changed: dict[str, Any]
) -> None:
    body = {"WebhookUrl": receiver.url, "WebhookEvents": EVENTS} | changed

    assert call(desk, "POST", body=body).status_code == 400


def test_a_change_is_told_without_saying_what_it_is(desk: Desk, receiver: Receiver) -> None:
    register(desk, receiver)

    id = suspend(desk)

    received = receiver.next()
    said = received.said
    assert said["EventName"] == "subscription-updated"
    assert said["ResourceUri"].endswith(f"/subscriptions/{id}")
    assert said["ResourceUri"].startswith("http://api.partnercenter.microsoft.com/webhooks/v1/")
    assert "suspended" not in received.body.decode()
    assert said["ResourceChangeUtcDate"].startswith("2026-10-12T")


def test_a_webhook_is_signed_by_somebody_whom_the_root_vouches_for(
    desk: Desk, receiver: Receiver
) -> None:
    register(desk, receiver)
    suspend(desk)

    received = receiver.next()

    (name,) = received.certificate().subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    assert received.headers["X-Ms-Signature-Algorithm"] == "rsa-sha256"
    assert received.certificate_url.startswith(f"{desk.url}/")
    assert received.is_signed()
    assert is_vouched_for(desk, received)
    assert name.value == "Microsoft Corporation"


def test_the_signature_may_have_a_header_of_its_own(desk: Desk, receiver: Receiver) -> None:
    register(desk, receiver, SignatureTokenToMsSignatureHeader=True)
    suspend(desk)

    received = receiver.next()

    assert "Authorization" not in received.headers
    assert received.is_signed("X-Ms-Signature")


def test_a_trial_shows_how_it_went(desk: Desk, receiver: Receiver) -> None:
    register(desk, receiver)

    id = call(desk, "POST", "/validationEvents").json()["correlationId"]

    assert receiver.next().said["EventName"] == "test-created"
    path = f"/validationEvents/{id}"
    eventually(lambda: call(desk, "GET", path).json()["status"] == "completed")
    (result,) = call(desk, "GET", path).json()["results"]
    assert (result["responseCode"], result["systemError"]) == ("200", False)
    assert call(desk, "POST", "/validationEvents").status_code == 200
    assert call(desk, "POST", "/validationEvents").status_code == 429
    assert call(desk, "GET", "/validationEvents/none").status_code == 404


def test_a_trial_wants_to_be_asked_for(desk: Desk, receiver: Receiver) -> None:
    register(desk, receiver, WebhookEvents=["invoice-ready"])

    assert call(desk, "POST", "/validationEvents").status_code == 400
    suspend(desk)
    assert sent(desk) == []


def test_time_brings_an_invoice(desk: Desk, receiver: Receiver) -> None:
    register(desk, receiver, WebhookEvents=["invoice-ready"])

    desk.move_clock(to="2026-11-06T08:00:00Z")

    uris = {receiver.next().said["ResourceUri"] for _ in range(2)}
    ids = [one["id"] for one in desk.read("invoices")["items"]]
    assert uris == {f"/v1/invoices/{id}" for id in ids[:2]}


def test_a_budget_is_used_up_once_a_month(desk: Desk, receiver: Receiver) -> None:
    customer, _ = desk.subscription("lumen-labs", "Azure plan")
    headers = {"Authorization": f"Bearer {desk.token}"}
    path = f"/partner-center/main/v1/customers/{customer}/usagebudget"
    desk.http.patch(path, json={"amount": 4200}, headers=headers)
    register(desk, receiver, WebhookEvents=["usagerecords-thresholdExceeded"])

    desk.move_clock(advance="P1D")
    desk.move_clock(advance="P1D")

    assert receiver.next().said["ResourceUri"] == "/v1/customers/usagerecords"
    assert len(sent(desk)) == 1


def test_a_fraud_event_is_told_when_somebody_says_so(desk: Desk, receiver: Receiver) -> None:
    register(desk, receiver)

    asked = {"account": "main", "event": "azure-fraud-event-detected", "resource": "some-id"}
    assert send(desk, **asked).status_code == 200

    said = receiver.next().said
    assert said["ResourceUri"] == "/v1/fraudEvents?SubscriptionId=some-id&EventStatus=Active"
    assert "ResourceName" not in said
    assert send(desk, **asked | {"event": "dap-admin-relationship-approved"}).status_code == 400
    assert send(desk, **asked | {"event": "nothing"}).status_code == 400


def test_a_registration_outlives_the_sandbox(desk: Desk, receiver: Receiver) -> None:
    register(desk, receiver)
    saved = json.loads(json.dumps(desk.stand_in.to_json()))

    with running() as other:
        other.stand_in.load_json(saved)
        assert call(other, "GET").json()["WebhookUrl"] == receiver.url
        suspend(other)
        assert receiver.next().said["EventName"] == "subscription-updated"


def test_a_sandbox_that_was_stopped_goes_on_telling(tmp_path: Path, receiver: Receiver) -> None:
    with whole_sandbox(tmp_path) as desk:
        register(desk, receiver)
    with whole_sandbox(tmp_path) as desk:
        suspend(desk)
        received = receiver.next()
        assert received.is_signed()
        assert is_vouched_for(desk, received)


@contextmanager
def whole_sandbox(folder: Path) -> Iterator[Desk]:
    made = Sandbox(state_folder=folder, signing_secret="s", bot_token="xoxb-1").start()
    desk = Desk(made.url, made.partner_center, made.faults)
    try:
        yield desk
    finally:
        desk.http.close()
        made.stop()
