"""The process dies between intent and outcome: the next one reads before it sends anything."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from core.domain.plans import Plan, PlanState, Reason
from tests.installation import free_port
from tests.world import World


@contextmanager
def another_process(world: World) -> Iterator[subprocess.Popen[bytes]]:
    """The desk in a process of its own, on the same database; it is killed at the end."""
    world.installation.stop_desk()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        env=os.environ | world.installation.environment(free_port()),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("kind", ["timeout_before", "timeout_after"])
def test_a_desk_that_is_killed_while_it_sends_settles_by_reading(world: World, kind: str) -> None:
    plan = approved_while_nobody_works(world)
    world.faults.partner_center(kind, seconds=60)
    with another_process(world):
        world.until(lambda: world.faults.fired() == 1)
        if kind == "timeout_after":
            world.until(lambda: len(world.changes()) == 1)
    begun = len(world.requests())
    world.installation.start_desk()
    world.settled()
    later = world.requests()[begun:]
    mine = [r["method"] for r in later if "/subscriptions/" in r["path"]]
    assert mine[0] == "GET"
    assert mine.count("PATCH") == (0 if kind == "timeout_after" else 1)
    assert world.again(plan).state is PlanState.FINISHED
    assert len(world.changes()) == 1
    assert len({send["request_id"] for send in world.sends()}) == 1
    assert "Exchange Online (Plan 1) is suspended" in world.card_text(plan)


def approved_while_nobody_works(world: World) -> Plan:
    """Approved, and still to be carried out."""
    world.installation.ledger.engine.stop()
    return world.approved("contoso", "Exchange", reason=Reason.FRAUD)
