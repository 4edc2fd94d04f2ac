"""An application that proves itself with a certificate instead of a secret."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from sandbox.calls import WrongCall
from sandbox.clock import Clock
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.sign_in.entra import NotIssued
from sandbox.partner_center.sign_in.keys import Pair, self_signed

BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Certificates:
    """What is registered for each account's application; each has one demo pair of its own."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._pairs: dict[str, Pair] = {}
        self._registered: dict[str, list[x509.Certificate]] = {}

    def pair(self, account: Account) -> Pair:
        """The demo pair of this account, registered as it is made."""
        with self._lock:
            if account.name not in self._pairs:
                made = self_signed(f"Goodstanding demo, {account.name}", self._clock.now())
                self._pairs[account.name] = made
                self._registered.setdefault(account.name, []).append(made.certificate)
            return self._pairs[account.name]

    def register(self, account: Account, pem: str) -> str:
        """Somebody uploads a certificate at the application's page; answers its thumbprint."""
        try:
            certificate = x509.load_pem_x509_certificate(pem.encode())
        except ValueError as error:
            raise WrongCall(f"that is no certificate in PEM: {error}") from error
        with self._lock:
            self._registered.setdefault(account.name, []).append(certificate)
        return _sha1(certificate).hex().upper()

    def check(self, account: Account, assertion: str, audience: str) -> None:
        """Let an assertion pass that one of the account's certificates vouches for."""
        head, claims = _parts(assertion)
        with self._lock:
            registered = list(self._registered.get(account.name, ()))
        now = self._clock.now()
        named = [c for c in registered if _is_named(c, head)]
        if head.get("alg") != "RS256" or not any(_is_good(c, assertion, now) for c in named):
            words = "Client assertion contains an invalid signature, or the key was not found."
            raise NotIssued(401, "invalid_client", 700027, words)
        _check_claims(claims, account, audience, now)


def _check_claims(
    claims: Mapping[str, Any], account: Account, audience: str, now: datetime
) -> None:
    if claims.get("aud") != audience:
        words = f"The audience of the client assertion is not {audience}."
        raise NotIssued(401, "invalid_client", 700023, words)
    if {claims.get("iss"), claims.get("sub")} != {account.client_id}:
        words = "The issuer and the subject of the client assertion must be the application."
        raise NotIssued(401, "invalid_client", 700021, words)
    since, until = claims.get("nbf", 0), claims.get("exp", 0)
    is_timed = isinstance(since, int | float) and isinstance(until, int | float)
    if not is_timed or not since <= now.timestamp() < until:
        words = "Client assertion is not within its valid time range."
        raise NotIssued(401, "invalid_client", 700024, words)


def _parts(assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        head, claims, _ = (_decoded(part) for part in assertion.split("."))
        read = json.loads(head), json.loads(claims)
    except ValueError:
        read = None, None
    if not isinstance(read[0], dict) or not isinstance(read[1], dict):
        raise NotIssued(401, "invalid_client", 50027, "JWT token is invalid or malformed.")
    return read


def _is_named(certificate: x509.Certificate, head: Mapping[str, Any]) -> bool:
    """By the thumbprint in the header, the old one or the newer."""
    sha256 = hashlib.sha256(_der(certificate)).digest()
    wanted = {"x5t": _sha1(certificate), "x5t#S256": sha256}
    said = {name: head[name] for name in wanted if name in head}
    return bool(said) and all(text == _encoded(wanted[name]) for name, text in said.items())


def _is_good(certificate: x509.Certificate, assertion: str, now: datetime) -> bool:
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        return False
    key = certificate.public_key()
    signed, _, signature = assertion.rpartition(".")
    if not isinstance(key, RSAPublicKey):
        return False
    try:
        key.verify(_decoded(signature), signed.encode(), PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def _sha1(certificate: x509.Certificate) -> bytes:
    """Entra names certificates by this hash; nothing is trusted for it."""
    return hashlib.sha1(_der(certificate), usedforsecurity=False).digest()


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _encoded(said: bytes) -> str:
    return base64.urlsafe_b64encode(said).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
