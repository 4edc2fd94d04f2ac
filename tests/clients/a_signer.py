"""Whoever signs deliveries of Partner Center: a chain of certificates and a host where it lies."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from tests.clients.a_key import NOW

HOST = "certificates.example"
URL = f"https://{HOST}/dispatch/pcnotifications.cer"
MICROSOFT = "Microsoft Corporation"
CUSTOMER = "11111111-2222-4333-8444-555555555555"
SUBSCRIPTION = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
HASHES: Mapping[str, HashAlgorithm] = {
    "rsa-sha1": SHA1(), "rsa-sha256": SHA256(), "rsa-sha512": SHA512(),
}  # fmt: skip


@cache
def a_key(name: str) -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Wish:
    """A certificate as a test wants it."""

    key: str
    organization: str = MICROSOFT
    authority: bool = False
    starts: datetime = NOW - timedelta(days=30)
    ends: datetime = NOW + timedelta(days=30)


ROOT = Wish("root", "Trusted Authority", authority=True)
BETWEEN = Wish("between", "Trusted Authority", authority=True)
LEAF = Wish("leaf")


def named(wish: Wish) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, wish.organization),
        x509.NameAttribute(x509.NameOID.COMMON_NAME, wish.key),
    ])  # fmt: skip


@cache
def certificate(wish: Wish, by: Wish) -> x509.Certificate:
    """One issued by another, or by itself."""
    own, issuer = a_key(wish.key), a_key(by.key)
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(wish))
        .issuer_name(named(by))
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(wish.starts)
        .not_valid_after(wish.ends)
        .add_extension(x509.BasicConstraints(wish.authority, None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), False
        )
    )
    if wish.authority:
        signs = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
             "key_agreement", "encipher_only", "decipher_only", "crl_sign"), False
        )  # fmt: skip
        builder = builder.add_extension(x509.KeyUsage(key_cert_sign=True, **signs), True)
        builder = builder.add_extension(
            x509.SubjectKeyIdentifier.from_public_key(own.public_key()), False
        )
    return builder.sign(issuer, SHA256())


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(one.public_bytes(Encoding.PEM) for one in certificates)


def chain(leaf: Wish = LEAF) -> bytes:
    """A certificate and the one between, as its host serves them."""
    return pem(certificate(leaf, BETWEEN), certificate(BETWEEN, ROOT))


def root() -> bytes:
    return pem(certificate(ROOT, ROOT))


@dataclass
class Host:
    """A web server with files; remembers what it was asked for."""

    files: dict[str, httpx.Response] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def serve(self, file: bytes, url: str = URL) -> None:
        self.files[url] = httpx.Response(200, content=file)

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        url = str(request.url.copy_with(host=request.extensions["sni_hostname"]))
        self.asked.append(url)
        found = self.files.get(url, httpx.Response(404))
        return httpx.Response(found.status_code, headers=found.headers, content=found.content)


@dataclass(frozen=True)
class Sent:
    """One delivery: headers and the exact bytes."""

    body: bytes
    key: str = "leaf"
    algorithm: str = "rsa-sha256"
    url: str = URL
    header: str = "x-ms-signature"

    @property
    def headers(self) -> dict[str, str]:
        hashed = HASHES[self.algorithm.lower()]
        signature = a_key(self.key).sign(self.body, PKCS1v15(), hashed)
        return {
            "Content-Type": "application/json",
            self.header: f"Signature {base64.b64encode(signature).decode()}",
            "X-MS-Certificate-Url": self.url,
            "X-MS-Signature-Algorithm": self.algorithm,
        }

    def but(self, **changed: str) -> Sent:
        return replace(self, **changed)  # type: ignore[arg-type]


def said(**changed: object) -> dict[str, object]:
    """What a delivery says; fields in Microsoft's letters."""
    return {
        "EventName": "subscription-updated",
        "ResourceUri": f"http://api.partnercenter.microsoft.com/webhooks/v1/customers/{CUSTOMER}"
        f"/subscriptions/{SUBSCRIPTION}",
        "ResourceName": "subscription",
        "AuditUri": None,
        "ResourceChangeUtcDate": "2026-10-12T07:59:06.3520276+00:00",
        **changed,
    }


def sent(**changed: object) -> Sent:
    return Sent(json.dumps(said(**changed)).encode())
