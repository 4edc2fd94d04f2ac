"""One-time codes of an authenticator: RFC 6238 over RFC 4226, SHA-1, 30 seconds, six digits.

SHA-1 because every authenticator has it; nothing here rests on its resistance to collisions."""

from __future__ import annotations

import base64
import binascii
import hmac
from datetime import datetime
from urllib.parse import quote

from core.domain.secret import Secret

DIGITS = 6
STEP = 30  # seconds
# A watch that is a step ahead or behind is still believed.
DRIFT = 1
SECRET_BYTES = 20


class NotASecret(ValueError):
    """No base32; what was given is not repeated."""


def hotp(key: bytes, counter: int, digits: int = DIGITS) -> str:
    """The code of a counter (RFC 4226, 5.3)."""
    digest = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(now: datetime) -> int:
    """How many steps have begun since 1970 (RFC 6238, 4.2)."""
    return int(now.timestamp()) // STEP


def accepted_step(secret: Secret, code: str, now: datetime, last: int) -> int | None:
    """The step whose code this is, later than the last one that was accepted; None for a code that
    is wrong or was used. Takes as long for either. Raises NotASecret."""
    key, present = key_of(secret), step_of(now)
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        right = hmac.compare_digest(hotp(key, step).encode(), code.encode())
        if right and step > last:
            found = step
    return found


def code_of(text: str) -> str:
    """Six digits as they were typed, blanks left out; empty where they are none."""
    code = "".join(text.split())
    return code if len(code) == DIGITS and code.isascii() and code.isdigit() else ""


def secret_of(key: bytes) -> Secret:
    """As an authenticator takes it: base32 without padding."""
    return Secret(base64.b32encode(key).decode().rstrip("="))


def key_of(secret: Secret) -> bytes:
    """Raises NotASecret."""
    text = secret.reveal()
    try:
        return base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        raise NotASecret("an authenticator's secret is base32") from None


def uri(secret: Secret, *, issuer: str, name: str) -> Secret:
    """What an authenticator reads from a picture: otpauth://totp/…"""
    label = f"{quote(issuer, safe='')}:{quote(name, safe='')}"
    given = f"secret={secret.reveal()}&issuer={quote(issuer, safe='')}"
    return Secret(f"otpauth://totp/{label}?{given}&algorithm=SHA1&digits={DIGITS}&period={STEP}")
