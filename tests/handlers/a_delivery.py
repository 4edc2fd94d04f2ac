"""What was delivered to the bot, and the same once more: freshly signed, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

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
