"""What was delivered to the bot, the same once more, and what nobody would send."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlencode

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
from sandbox.server import Sandbox
from sandbox.slack.courier import Sent
from sandbox.slack.deliveries import Delivery
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


def handed(sandbox: Sandbox, body: str, kind: str = FORM) -> Sent:
    """Any body at all, on the way on which Slack brings its own."""
    fields: Any = json.loads(body) if kind != FORM else dict(parse_qsl(body, True))
    payload = json.loads(fields["payload"]) if "payload" in fields else fields
    what = "event" if kind != FORM else "command" if payload is fields else "view_submission"
    delivery = Delivery(0, what, "", "", payload, body.encode(), kind)
    return sandbox.slack.way.send(delivery, None)


def interaction(payload: object) -> str:
    return urlencode({"payload": json.dumps(payload)})
