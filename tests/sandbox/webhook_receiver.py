"""Where the stand-in's webhooks arrive, and a judge of their signatures."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Queue
from typing import Any

import httpx
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask, Response, request

from sandbox.serving import Serving
from tests.sandbox.partner_center_desk import Desk

PATIENCE = 10.0
REGISTRATION = "webhooks/v1/registration"
EVENTS = [
    "test-created",
    "subscription-updated",
    "invoice-ready",
    "usagerecords-thresholdExceeded",
    "azure-fraud-event-detected",
]


@dataclass(frozen=True, slots=True)
class Received:
    """One webhook as it came."""

    body: bytes
    headers: Mapping[str, str]

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def certificate_url(self) -> str:
        return self.headers["X-Ms-Certificate-Url"]

    def certificate(self) -> x509.Certificate:
        answer = httpx.get(self.certificate_url, trust_env=False)
        return x509.load_der_x509_certificate(answer.content)

    def is_signed(self, header: str = "Authorization") -> bool:
        """Whether the shown certificate's key signed exactly these bytes."""
        scheme, _, text = self.headers[header].partition(" ")
        key = self.certificate().public_key()
        assert scheme == "Signature"
        assert isinstance(key, RSAPublicKey)
        try:
            key.verify(base64.b64decode(text), self.body, PKCS1v15(), SHA256())
        except InvalidSignature:
            return False
        return True


class Receiver:
    """Takes webhooks at `url`, with the statuses that were asked for, else 200."""

    def __init__(self) -> None:
        self.url = ""
        self.statuses: list[int] = []
        self.received: Queue[Received] = Queue()

    def next(self) -> Received:
        return self.received.get(timeout=PATIENCE)

    def take(self) -> Response:
        self.received.put(Received(request.get_data(), dict(request.headers)))
        return Response(status=self.statuses.pop(0) if self.statuses else 200)


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver, app = Receiver(), Flask("receiver")
    app.post("/webhooks")(receiver.take)
    served = Serving(app, port=0, threads=2, name="receiver")
    receiver.url = f"http://127.0.0.1:{served.port}/webhooks"
    try:
        yield receiver
    finally:
        served.stop()


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


def suspend_of(desk: Desk, received: Received) -> str:
    id = received.said["ResourceUri"].rpartition("/")[2]
    return str(desk.control(f"subscriptions/{id}")["offerName"])
