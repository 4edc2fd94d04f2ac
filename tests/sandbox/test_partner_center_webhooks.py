"""Webhooks of the Partner Center stand-in: registering, what is told, and what may go wrong."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID

from sandbox.server import Sandbox
from tests.sandbox.partner_center_desk import Desk, running
from tests.sandbox.webhook_receiver import PATIENCE, Received, Receiver, receiving

REGISTRATION = "webhooks/v1/registration"
EVENTS = [
    "test-created",
    "subscription-updated",
    "invoice-ready",
    "usagerecords-thresholdExceeded",
    "azure-fraud-event-detected",
]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def call(desk: Desk, method: str, path: str = "", body: object = None) -> httpx.Response:
    address = f"/partner-center/{desk.account}/{REGISTRATION}{path}"
    headers = {"Authorization": f"Bearer {desk.token}"}
    return desk.http.request(method, address, json=body, headers=headers)


def register(desk: Desk, receiver: Receiver, **more: Any) -> None:
    body = {"WebhookUrl": receiver.url, "WebhookEvents": EVENTS} | more
    assert call(desk, "POST", body=body).status_code == 200


def suspend(desk: Desk, offer: str = "Microsoft 365 Business Premium") -> str:
    customer, found = desk.subscription("contoso", offer)
    assert desk.patch(found, customer=customer, status="suspended").status_code == 200
    return str(found["id"])


def send(desk: Desk, **asked: Any) -> httpx.Response:
    return desk.http.post("/sandbox/partner-center/webhooks", json=asked)


def fault(desk: Desk, kind: str, **fields: Any) -> None:
    desk.fault(kind, target="webhook", **fields)


def sent(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.control("webhooks")["deliveries"]
    return found


def eventually(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_vouched_for(desk: Desk, received: Received) -> bool:
    """Whether the shown certificate comes from the root that a receiver trusts."""
    pem = desk.http.get("/sandbox/partner-center/webhooks/root").content
    try:
        received.certificate().verify_directly_issued_by(x509.load_pem_x509_certificate(pem))
    except (InvalidSignature, ValueError):
        return False
    return True


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


def test_what_is_not_taken_comes_again_and_ten_times_at_most(
    desk: Desk, receiver: Receiver
) -> None:
    register(desk, receiver)
    receiver.statuses = [500] * 10
    suspend(desk)
    bodies = [receiver.next().body]

    for attempts in range(1, 10):
        eventually(lambda done=attempts: len(sent(desk)[0]["attempts"]) == done)  # type: ignore[misc]
        desk.move_clock(advance="PT4H")
        bodies.append(receiver.next().body)

    eventually(lambda: sent(desk)[0]["state"] == "given_up")
    assert len(set(bodies)) == 1
    assert [one["status"] for one in sent(desk)[0]["attempts"]] == [500] * 10


def test_a_webhook_may_come_days_later(desk: Desk, receiver: Receiver) -> None:
    register(desk, receiver)
    fault(desk, "delay", hours=48)
    suspend(desk)
    suspend(desk, "Exchange Online")

    assert suspend_of(desk, receiver.next()) == "Exchange Online (Plan 1)"
    desk.move_clock(advance="PT49H")
    late = receiver.next()
    assert suspend_of(desk, late) == "Microsoft 365 Business Premium"
    assert late.said["ResourceChangeUtcDate"].startswith("2026-10-12")


def suspend_of(desk: Desk, received: Received) -> str:
    id = received.said["ResourceUri"].rpartition("/")[2]
    return str(desk.control(f"subscriptions/{id}")["offerName"])


def test_webhooks_may_come_twice_overtake_each_other_or_not_at_all(
    desk: Desk, receiver: Receiver
) -> None:
    register(desk, receiver)
    for kind in ("reorder", "duplicate", "drop"):
        fault(desk, kind)
    for offer in ("Microsoft 365 Business Premium", "Exchange Online", "Teams Phone"):
        suspend(desk, offer)

    came = [suspend_of(desk, receiver.next()) for _ in range(3)]

    assert came.count("Exchange Online (Plan 1)") == 2
    assert came[0] != "Microsoft 365 Business Premium" in came
    assert [one["state"] for one in sent(desk)][3] == "dropped"


@pytest.mark.parametrize(
    "how", ["key", "host", "body", "date", "chain", "organization", "algorithm"]
)
def test_a_webhook_may_be_forged(desk: Desk, receiver: Receiver, how: str) -> None:
    register(desk, receiver)
    fault(desk, "forge", how=how)
    suspend(desk)

    received = receiver.next()

    assert sent(desk)[0]["forged"] == how
    assert complaints(desk, received) == [how]


def complaints(desk: Desk, received: Received) -> list[str]:
    """Everything that a careful receiver finds wrong."""
    if not received.certificate_url.startswith(desk.url):
        return ["host"]
    subject = received.certificate().subject
    (name,) = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    found = {
        "chain": not is_vouched_for(desk, received),
        "organization": name.value != "Microsoft Corporation",
        "date": not received.said["ResourceChangeUtcDate"].startswith("2026-10-12"),
        "algorithm": received.headers["X-Ms-Signature-Algorithm"] != "rsa-sha256",
        "body": received.body.endswith(b" "),
        "key": not received.is_signed() and not received.body.endswith(b" "),
    }
    return [what for what, is_so in found.items() if is_so]


def test_an_eavesdropper_may_send_the_same_bytes_again(desk: Desk, receiver: Receiver) -> None:
    register(desk, receiver)
    suspend(desk)
    first = receiver.next()

    assert send(desk, again=1).status_code == 200

    assert receiver.next().body == first.body
    assert send(desk, again=99).status_code == 404


def test_a_fault_of_webhooks_knows_its_forgeries(desk: Desk) -> None:
    asked = {"target": "webhook", "kind": "forge", "how": "well"}

    assert desk.http.post("/sandbox/faults", json=asked).status_code == 400


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
