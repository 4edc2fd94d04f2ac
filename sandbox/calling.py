"""Calls that the sandbox makes itself: no proxy, and no redirect is followed."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


def caller(timeout: float, base_url: str = "") -> httpx.Client:
    """`timeout` in seconds. Whoever asks for one closes it."""
    return httpx.Client(verify=_trusted(), base_url=base_url, timeout=timeout, trust_env=False)


@cache
def _trusted() -> ssl.SSLContext:
    """Read once: the list of authorities takes longer than a call on this machine."""
    return httpx.create_ssl_context(trust_env=False)
