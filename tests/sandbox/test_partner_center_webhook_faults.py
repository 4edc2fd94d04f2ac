"""Webhooks of the Partner Center stand-in that come late, twice, not at all, or from others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.x509.oid import NameOID

from tests.sandbox.partner_center_desk import Desk, running
from tests.sandbox.webhook_receiver import (
    Received,
    Receiver,
    eventually,
    fault,
    is_vouched_for,
    receiving,
    register,
    send,
    sent,
    suspend,
    suspend_of,
)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running() as made:
        yield made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


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
