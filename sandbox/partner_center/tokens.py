"""The token endpoint: client credentials in, a bearer token for one account out."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any
from uuid import uuid4

from sandbox.clock import Clock
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Answer, Refused

LIFETIME = timedelta(seconds=3600)


@dataclass(frozen=True, slots=True)
class Token:
    account: str
    expires: datetime


class Tokens:
    """Tokens that were issued, and whether one still opens an account."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tokens: dict[str, Token] = {}

    def issue(self, account: Account, tenant_id: str, form: Mapping[str, str], base: str) -> Answer:
        """Answer a token request for an account whose REST base is `base`."""
        complaint = _complaint(account, tenant_id, form, base)
        now = self._clock.now()
        if complaint is not None:
            return complaint.answer(now)
        text = secrets.token_urlsafe(48)
        with self._lock:
            self._tokens[text] = Token(account.name, now + LIFETIME)
        return Answer(200, _issued(text, form["resource"], now))

    def check(self, account: Account, authorization: str) -> None:
        """Let a request with a valid token pass, refuse all else as Partner Center does."""
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer" or not text:
            raise Refused(401, "800001", "The partner token is missing.")
        with self._lock:
            token = self._tokens.get(text.strip())
        if token is None or token.expires <= self._clock.now():
            raise Refused(401, "400", "Access denied: the token is not valid or has expired.")
        if token.account != account.name:
            raise Refused(401, "900420", "The token was issued for another audience.")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What Entra says when it issues no token."""

    status: int
    error: str
    number: int
    words: str

    def answer(self, at: datetime) -> Answer:
        trace, correlation = str(uuid4()), str(uuid4())
        stamp = at.strftime("%Y-%m-%d %H:%M:%SZ")
        description = (
            f"AADSTS{self.number}: {self.words} Trace ID: {trace} "
            f"Correlation ID: {correlation} Timestamp: {stamp}"
        )
        body: dict[str, Any] = {
            "error": self.error,
            "error_description": description,
            "error_codes": [self.number],
            "timestamp": stamp,
            "trace_id": trace,
            "correlation_id": correlation,
        }
        return Answer(self.status, body)


def _complaint(
    account: Account, tenant_id: str, form: Mapping[str, str], base: str
) -> Complaint | None:
    client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    if tenant_id != account.tenant_id:
        return Complaint(400, "invalid_request", 90002, f"Tenant '{tenant_id}' not found.")
    if form.get("grant_type") != "client_credentials":
        return Complaint(400, "unsupported_grant_type", 70003, "The grant type is not supported.")
    if client_id != account.client_id:
        words = f"Application with identifier '{client_id}' was not found in the directory."
        return Complaint(400, "unauthorized_client", 700016, words)
    if not compare_digest(secret.encode(), account.client_secret.encode()):
        return Complaint(401, "invalid_client", 7000215, "Invalid client secret provided.")
    if form.get("resource", "").rstrip("/") != base:
        words = f"The resource principal named {form.get('resource', '')} was not found."
        return Complaint(400, "invalid_resource", 500011, words)
    return None


def _issued(text: str, resource: str, now: datetime) -> dict[str, str]:
    seconds = str(int(LIFETIME.total_seconds()))
    return {
        "token_type": "Bearer",
        "expires_in": seconds,
        "ext_expires_in": seconds,
        "expires_on": str(int((now + LIFETIME).timestamp())),
        "not_before": str(int(now.timestamp())),
        "resource": resource,
        "access_token": text,
    }
