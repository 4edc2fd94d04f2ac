"""Votes: who may, how many it takes, and what two clicks at once do."""

from __future__ import annotations

from core.domain.plans import PlanState
from tests.world import AGENT, FIRST, SECOND, World


def test_two_approvers_carry_a_suspension(world: World) -> None:
    assert "needs 2 votes" in world.suspend("contoso", "Exchange")
    assert "roles: approvers" in world.approve(AGENT)
    assert "More votes are needed" in world.approve(FIRST)
    assert "is approved" in world.approve(SECOND)
    world.settled()
    assert world.plan().state is PlanState.FINISHED
    assert world.statuses("contoso")["Exchange Online (Plan 1)"] == "suspended"
    assert len(world.changes()) == len(world.sends()) == 1
