"""Digests of what people wrote, as the audit trail has them: each under a random key of its own,
which is kept outside the trail. Whoever has the trail cannot find a text by guessing, and once its
key is gone nobody can."""

from __future__ import annotations

import hmac

from core.domain.plans import digest


def sealed(key: str, plain: str) -> str:
    """HMAC-SHA-256, in hex, of a digest without a key; `key` is in hex, too."""
    return hmac.digest(bytes.fromhex(key), plain.encode(), "sha256").hex()


def says(wanted: str, text: str, key: str) -> bool:
    """Is `wanted` the digest of this text? Those of before there were keys have none, which is an
    empty one."""
    plain = digest(text)
    return wanted == (sealed(key, plain) if key and plain else plain)
