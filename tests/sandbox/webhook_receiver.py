"""Where the stand-in's webhooks arrive, and a judge of their signatures."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
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

PATIENCE = 10.0


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
