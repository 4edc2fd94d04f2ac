"""Partner Center is gone for six hours, Slack for one: what was approved is done once, and what
there is to say is said once."""

from __future__ import annotations

from datetime import timedelta

from core.domain.plans import Plan, PlanState, Reason
from core.faults import Point, armed
from core.usecases import schedules
from sandbox.data.receivables import paid
from sandbox.stories.driver import APPROVALS, GENERAL
from tests.world import ADMINISTRATOR, World

ANY_CALL, FOR_LONG = "", 1_000_000
SILENT = "Partner Center has not answered since"


def passes(world: World, hours: float) -> None:
    world.move_clock((world.now + timedelta(hours=hours)).isoformat())


def waits_for(world: World, plan: Plan, whom: str) -> None:
    world.until(lambda: world.again(plan).waiting_for == whom)


def on_its_card(world: World, plan: Plan, words: str) -> None:
    world.until(lambda: words in world.card_text(plan))


def times_said(world: World, plan: Plan, words: str) -> int:
    """In how many messages of the case's thread."""
    return sum(words in line for line in world.thread(plan).splitlines())


def test_six_hours_without_partner_center_are_said_and_made_up_for(world: World) -> None:
    def lose_sight(point: str) -> None:
        if point == Point.ANSWERED:
            world.faults.partner_center("status", ANY_CALL, status=503, times=FOR_LONG)

    world.faults.partner_center("reset_after")
    with armed(lose_sight):
        sent = world.approved("contoso", "Exchange", reason=Reason.FRAUD)
        waits_for(world, sent, "partner_center")
    waiting = world.approved("nordwind", "Office 365 E3", reason=Reason.FRAUD)
    waits_for(world, waiting, "partner_center")
    passes(world, hours=6)
    for plan in (sent, waiting):
        on_its_card(world, plan, SILENT)
        assert times_said(world, plan, "Waits for Partner Center, which does not answer.") == 1
    assert len(world.changes()) == len(world.sends()) == 1
    world.faults.clear()
    world.settled()
    for plan in (sent, waiting):
        ended = world.again(plan)
        assert (ended.state, ended.waiting_for) == (PlanState.FINISHED, "")
        assert "has not answered" not in world.card_text(plan)
    changed = [change["subscription_id"] for change in world.changes()]
    assert len(world.sends()) == 2 and len(changed) == len(set(changed))


def test_an_hour_without_slack_delays_what_is_said_and_loses_nothing(world: World) -> None:
    daily = schedules.Wish("30 10 * * *", "Europe/Berlin", GENERAL)
    schedules.schedule(daily, world.account(ADMINISTRATOR), office=world.office)
    pending = world.file("contoso", "Exchange")
    world.settled()
    before = len(world.driver.messages(GENERAL))
    world.faults.slack("status", ANY_CALL, status=503, times=FOR_LONG)
    approved = world.approved("nordwind", "Office 365 E3", reason=Reason.FRAUD)
    waits_for(world, approved, "directory")
    world.take_in(paid("contoso"))
    world.until(lambda: world.again(pending).state is PlanState.WITHDRAWN)
    passes(world, hours=1)
    assert world.changes() == []
    world.faults.clear()
    world.settled()
    assert world.again(approved).state is PlanState.FINISHED
    assert len(world.sends()) == 1
    assert len(world.driver.messages(GENERAL)) == before + 1, "one digest"
    assert "The debt is paid." in world.card_text(pending)
    assert times_said(world, pending, "The debt is paid.") == 1
    assert "is suspended" in world.card_text(approved)
    assert times_said(world, approved, "Office 365 E3 is suspended.") == 1
    cards = [m["ts"] for m in world.driver.messages(APPROVALS)]
    assert len(cards) == len(set(cards)) == 2
