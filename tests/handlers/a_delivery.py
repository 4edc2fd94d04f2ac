"""What was delivered to the bot, and the same once more: freshly signed, byte for byte."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import urlencode

import httpx

from core.domain.events import (
    BankChecked,
    Event,
    Frozen,
    MappingConfirmed,
    PlanEnded,
    PlanFiled,
    Recorded,
    VoteCast,
)
from core.ports.store import Work
from sandbox.stories.driver import Json
from tests.world import World

FORM = "application/x-www-form-urlencoded"
ACTS = (BankChecked, Frozen, MappingConfirmed, PlanEnded, PlanFiled, VoteCast)


def last_delivery(world: World, kind: str) -> Json:
    found = world.driver.http.get("/sandbox/slack/deliveries").json()
    return next(d for d in reversed(found) if d["kind"] == kind)


def replayed(world: World, delivery: Json) -> Any:
    """How the same request is answered once more; nobody did anything by it."""
    before = acts(world)
    answer = world.driver.http.post("/sandbox/slack/redeliver", json={"n": delivery["n"]})
    assert answer.status_code == 200, answer.text
    again = answer.json()["delivery"]
    assert again["acknowledged"]
    assert acts(world) == before
    return again["answer"]


def acts(world: World) -> list[Event]:
    """What people did, in the words of the audit trail."""
    trail = world.ask(lambda work: list(_trail(work)))
    return [recorded.event for recorded in trail if isinstance(recorded.event, ACTS)]


def _trail(work: Work) -> Iterator[Recorded]:
    for seq in count(1):
        try:
            yield work.events.get(seq)
        except LookupError:
            return


def sent(world: World, body: str, kind: str = FORM) -> httpx.Response:
    """Any body at all, signed as Slack signs."""
    stamp = str(int(time.time()))
    secret = world.installation.signing_secret.encode()
    proof = hmac.new(secret, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={proof}",
    }
    return httpx.post(
        f"{world.installation.desk.url}/slack/events",
        content=body.encode(), headers=headers, trust_env=False, timeout=30,
    )  # fmt: skip


def interaction(payload: object) -> str:
    return urlencode({"payload": json.dumps(payload)})
