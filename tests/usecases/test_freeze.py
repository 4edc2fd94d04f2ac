"""The freeze: anybody with a role stops the next send, two approvers let it go on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest

from core.domain.errors import FreezeFilePresent, NoRole
from core.domain.plans import Action, Plan, PlanState, Reason
from core.faults import Point, armed
from tests.world import AGENT, FIRST, OTHER_AGENT, READER, SECOND, World


def by_command(world: World) -> None:
    assert "Everything is frozen" in world.command(OTHER_AGENT, "/freeze wrong invoices")


def by_file(world: World) -> None:
    world.freeze_file.touch()
    world.until(lambda: world.ask(lambda work: work.freezes.current()) is not None)


def by_terminal(world: World) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "freeze", "wrong invoices"],
        env=os.environ | world.installation.environment(port=1),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, "Everything is frozen" in done.stdout) == (0, True), done


WAYS: dict[str, Callable[[World], None]] = {
    "command": by_command,
    "file": by_file,
    "terminal": by_terminal,
}


def lifting(world: World) -> Plan:
    """The plan whose card lifts the freeze."""
    world.settled()
    (plan,) = world.ask(lambda work: work.plans.open_of(Action.LIFT_FREEZE))
    return plan


@pytest.mark.parametrize("way", WAYS)
def test_a_freeze_stops_the_next_send_and_two_approvers_lift_it(world: World, way: str) -> None:
    WAYS[way](world)
    plan = world.approved("contoso", "Exchange", reason=Reason.FRAUD)
    world.settled()
    assert world.again(plan).waiting_for == "frozen"
    assert "Frozen" in world.card_text(plan)
    assert world.sends() == []
    card = lifting(world)
    for user in (AGENT, READER):
        with pytest.raises(NoRole):
            world.vote(card, user)
    world.vote(card, FIRST)
    world.settled()
    assert world.sends() == []
    if way == "file":
        with pytest.raises(FreezeFilePresent):
            world.vote(card, SECOND)
        world.freeze_file.unlink()
        world.settled()
        assert world.ask(lambda work: work.freezes.current()) is not None, "it outlives the file"
    world.vote(card, SECOND)
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED
    assert len(world.changes()) == len(world.sends()) == 1


def test_a_freeze_between_the_first_and_the_rest_stops_the_rest(world: World) -> None:
    world.faults.partner_center("slow", seconds=1.0)
    plan = world.approved("contoso", "Exchange", "Business Premium", reason=Reason.FRAUD)
    world.until(lambda: world.faults.fired() == 1)
    world.command(FIRST, "/freeze wrong customer")
    world.settled()
    assert sorted(world.statuses("contoso").values()) == ["active", "active", "suspended"]
    assert world.again(plan).waiting_for == "frozen"
    card = lifting(world)
    assert "is recorded" in world.approve(FIRST, card), "who froze may be one of the two"
    assert "is recorded" in world.approve(SECOND, card)
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED
    assert len(world.changes()) == 2


def test_a_freeze_between_the_intent_and_the_sending_stops_it(world: World) -> None:
    def freeze(point: str) -> None:
        if point == Point.INTENDED:
            world.freeze_file.touch()

    with armed(freeze):
        plan = world.approved("contoso", "Exchange", reason=Reason.FRAUD)
        world.until(lambda: world.again(plan).waiting_for == "frozen")
    assert world.sends() == []
    assert [(step.state, step.why) for step in world.steps(plan)] == [("todo", "held back")]
    world.freeze_file.unlink()
    world.settled()


def test_the_freeze_file_counts_before_anybody_has_noticed_it(world: World) -> None:
    with world.engine_paused():
        plan = world.approved("contoso", "Exchange", reason=Reason.FRAUD)
        world.freeze_file.touch()
    world.settled()
    assert world.again(plan).waiting_for == "frozen"
    assert world.sends() == []


def test_three_surprises_within_ten_minutes_freeze_everything(world: World) -> None:
    for customer, name in (("contoso", "Exchange"), ("nordwind", "Office 365 E3")):
        refused(world, customer, name)
    assert world.ask(lambda work: work.freezes.current()) is None
    refused(world, "ostsee", "E5")
    freeze = world.ask(lambda work: work.freezes.current())
    assert freeze is not None and freeze.why == "breaker"
    sent = len(world.sends())
    waiting = world.approved("contoso", "Business Premium", reason=Reason.FRAUD)
    world.settled()
    assert (world.again(waiting).waiting_for, len(world.sends())) == ("frozen", sent)
    world.lift_freeze(FIRST, SECOND)
    world.settled()
    assert world.again(waiting).state is PlanState.FINISHED


def test_surprises_that_lie_further_apart_do_not(world: World) -> None:
    for customer, name in (
        ("contoso", "Exchange"),
        ("nordwind", "Office 365 E3"),
        ("ostsee", "E5"),
    ):
        refused(world, customer, name)
        world.move_clock((world.now + timedelta(minutes=6)).isoformat())
    assert world.ask(lambda work: work.freezes.current()) is None


def refused(world: World, customer: str, name: str) -> None:
    world.faults.partner_center("status", status=400, code="800002")
    plan = world.suspended(customer, name, reason=Reason.MISUSE)
    assert plan.state is PlanState.NEEDS_HUMAN
