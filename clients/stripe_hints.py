"""Webhooks of Stripe's: whether Stripe signed these very bytes, and what they hint at."""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clients.partner_fields import inner, text
from core.domain.outside_text import storable_json
from core.domain.secret import Secret

LARGEST, LONGEST_HEADER = 256 * 1024, 4096
# In seconds, either way (docs.stripe.com/webhooks, "Preventing replay attacks").
TOLERANCE = 300
SCHEME = "v1"


class NotTaken(Exception):
    """A delivery that is turned away; the text is for the log and never for the sender."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Something may have changed: whoever is told reads the books. The same may come twice, late,
    and in any order; `object_id` is empty where Stripe names none."""

    event_id: str
    kind: str
    object_id: str


def hint(body: bytes, signature: str, *, secrets: Sequence[Secret], now: datetime) -> Hint:
    """Of a body as it came and its Stripe-Signature. While a secret is being rolled there are two.
    Nothing is read before a signature is found to be right. Raises NotTaken."""
    if len(body) > LARGEST or len(signature) > LONGEST_HEADER:
        raise NotTaken("larger than Stripe sends it")
    moment, signatures = _read(signature)
    expected = [_signature(secret, moment, body) for secret in secrets if secret]
    # Each with each, so that the time it takes tells nothing.
    right = [hmac.compare_digest(ours, theirs) for ours in expected for theirs in signatures]
    if not any(right):
        raise NotTaken("no signature belongs to these bytes")
    if abs(now.timestamp() - int(moment)) > TOLERANCE:
        raise NotTaken("signed too long ago, or in the future")
    return _hint(body)


def _read(header: str) -> tuple[str, list[bytes]]:
    """The moment as it was signed, and the signatures. Other schemes are none."""
    named = [part.strip().partition("=") for part in header.split(",")]
    moments = [value for name, _, value in named if name == "t"]
    signatures = [value.encode("utf-8", "replace") for name, _, value in named if name == SCHEME]
    if len(moments) != 1 or not _is_moment(moments[0]) or not signatures:
        raise NotTaken("no signature of Stripe's")
    return moments[0], signatures


def _is_moment(text: str) -> bool:
    return text.isdecimal() and len(text) <= 12


def _signature(secret: Secret, moment: str, body: bytes) -> bytes:
    signed = moment.encode() + b"." + body
    return hmac.new(secret.reveal().encode(), signed, "sha256").hexdigest().encode()


def _hint(body: bytes) -> Hint:
    """Of an event with its object, or of a thin one, which only names it."""
    try:
        said = storable_json(json.loads(body))
    except (ValueError, RecursionError):
        raise NotTaken("no JSON that can be read") from None
    if not isinstance(said, dict) or not text(said, "id") or not text(said, "type"):
        raise NotTaken("no event of Stripe's")
    changed = inner(inner(said, "data"), "object") or inner(said, "related_object")
    return Hint(text(said, "id"), text(said, "type"), text(changed, "id"))
