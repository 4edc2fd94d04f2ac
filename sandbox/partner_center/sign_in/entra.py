"""What Entra says when it issues no token, and what when it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sandbox.partner_center.answers import Answer

LIFETIME = timedelta(seconds=3600)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One refusal of the token endpoint, with its AADSTS number."""

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


class NotIssued(Exception):
    """No token, and why."""

    def __init__(self, status: int, error: str, number: int, words: str) -> None:
        super().__init__(words)
        self.complaint = Complaint(status, error, number, words)


def issued(text: str, resource: str, now: datetime) -> dict[str, str]:
    """A token as the old endpoint hands it out: every number is text."""
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
