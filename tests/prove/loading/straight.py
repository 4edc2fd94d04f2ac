"""Signed requests straight to the desk, faster than the sandbox could bring them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import httpx

from sandbox.slack.people import TEAM_ID
from sandbox.slack.signed_requests import signature
from tests.kills.place import Place
from tests.prove.loading.samples import Sample

FORM = "application/x-www-form-urlencoded"


@contextmanager
def straight_to(place: Place) -> Iterator[Callable[[str, str], Sample]]:
    """Types a command as that user."""
    secret = place.environment["SLACK_SIGNING_SECRET"]
    pool = httpx.Limits(max_connections=100)

    def say(user: str, command: str) -> Sample:
        told = {"command": command, "text": "", "team_id": TEAM_ID, "user_id": user}
        told |= {"channel_id": "C0GENERAL", "trigger_id": "1.2.3", "response_url": ""}
        body, stamp = urlencode(told).encode(), str(int(time.time()))
        head = {"Content-Type": FORM, "X-Slack-Request-Timestamp": stamp}
        head["X-Slack-Signature"] = signature(secret, stamp, body)
        began = time.monotonic()
        answer = http.post(f"{place.bot_url}/slack/events", content=body, headers=head)
        ms = int((time.monotonic() - began) * 1000)
        return Sample(0, ms, answer.status_code == 200, answer.text)

    with httpx.Client(trust_env=False, timeout=30, limits=pool) as http:
        yield say
