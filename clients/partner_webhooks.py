"""Deliveries of Partner Center: whether Microsoft signed these very bytes, and what they say."""

from __future__ import annotations

import base64
import json
import logging
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm

from clients.allowance import Allowance
from clients.partner_errors import one_line
from clients.partner_fields import camel_case, instant, text
from clients.webhook_certificates import Certificates, Signer, Untrusted
from core.domain.hints import Notice
from core.domain.outside_text import storable_json
from core.ports.outside import Clock

log = logging.getLogger(__name__)

LARGEST = 256 * 1024
# Some events are two days late; clocks may differ a little.
OLDEST, AHEAD = timedelta(hours=72), timedelta(minutes=5)
HASHES: Mapping[str, HashAlgorithm] = {
    "rsa-sha256": SHA256(),
    "rsa-sha384": SHA384(),
    "rsa-sha512": SHA512(),
}
SCHEME = re.compile(r"Signature\s+(\S+)", re.IGNORECASE)
# Of a key of 2048 to 8192 bits, in base64.
BASE64 = re.compile(r"[A-Za-z0-9+/]{300,1400}={0,2}")
EVENT = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,99}")
RESOURCE = re.compile(r"[\x21-\x7e]{0,2000}")
# Whoever sends nonsense shall not fill the log as well.
LINES, LINES_IN = 30, 60.0


class Turned(Exception):
    """A delivery that is not taken; the text is for the log and never for the sender."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Deliveries:
    """Judges deliveries; nothing of one is read before its signature is found to be right."""

    def __init__(self, certificates: Certificates, clock: Clock) -> None:
        self._certificates, self._clock = certificates, clock
        self._lines = Allowance(LINES, LINES_IN)

    def read(self, account: str, headers: Mapping[str, str], body: bytes) -> Notice:
        """Raises Turned."""
        try:
            if len(body) > LARGEST:
                raise Turned(400, "larger than 256 KiB")
            self._check(headers, body)
            return self._notice(account, body)
        except Turned as turned:
            if self._lines.take():
                why = one_line(str(turned))
                log.warning("webhook turned away account=%s why=%s", account, why)
            raise

    def _check(self, headers: Mapping[str, str], body: bytes) -> None:
        said = {name.lower(): value.strip() for name, value in headers.items()}
        signature, algorithm = _signature(said), HASHES.get(_algorithm(said))
        if algorithm is None:
            raise Turned(401, "signed by a method that is not taken")
        url = said.get("x-ms-certificate-url", "")
        try:
            signer = self._certificates.signer(url)
            if _signed(signer, signature, body, algorithm):
                return
            newer = self._certificates.renewed(url, signer)
            if newer is not None and _signed(newer, signature, body, algorithm):
                return
        except Untrusted as error:
            raise Turned(401, str(error)) from None
        raise Turned(401, "the signature does not belong to these bytes")

    def _notice(self, account: str, body: bytes) -> Notice:
        said = _fields(body)
        event, resource = text(said, "eventName"), text(said, "resourceUri")
        if not EVENT.fullmatch(event) or not RESOURCE.fullmatch(resource):
            raise Turned(400, "its name or its resource cannot be read")
        changed_at = instant(said.get("resourceChangeUtcDate"))
        if changed_at is None:
            raise Turned(400, "it does not say when something changed")
        self._check_age(changed_at)
        return Notice(account, event, resource, changed_at)

    def _check_age(self, changed_at: datetime) -> None:
        now = self._clock()
        if changed_at < now - OLDEST:
            raise Turned(400, "too old: it may have been kept and sent again")
        if changed_at > now + AHEAD:
            raise Turned(400, "from the future")


def _signature(said: Mapping[str, str]) -> bytes:
    """From either header; a proxy may have put its own word into Authorization."""
    found = {
        match[1]
        for name in ("x-ms-signature", "authorization")
        if (match := SCHEME.fullmatch(said.get(name, "")))
    }
    if len(found) != 1 or not BASE64.fullmatch(signature := found.pop()):
        raise Turned(401, "no signature")
    try:
        return base64.b64decode(signature, validate=True)
    except ValueError:
        raise Turned(401, "no signature") from None


def _algorithm(said: Mapping[str, str]) -> str:
    return said.get("x-ms-signature-algorithm", "").lower()


def _signed(signer: Signer, signature: bytes, body: bytes, algorithm: HashAlgorithm) -> bool:
    try:
        signer.key.verify(signature, body, PKCS1v15(), algorithm)
    except InvalidSignature:
        return False
    return True


def _fields(body: bytes) -> Mapping[str, object]:
    try:
        found = camel_case(storable_json(json.loads(body.decode("utf-8-sig"))))
    except (ValueError, RecursionError):
        raise Turned(400, "no JSON that can be read") from None
    if not isinstance(found, dict):
        raise Turned(400, "no JSON object")
    return found
