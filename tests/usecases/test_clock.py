"""A clock that is behind what the trail already says, or away from that of those who answer: every
limit of time would be wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.errors import ClockApart
from core.domain.plans import Action, PlanState, Reason
from core.freezes import current_freeze
from core.usecases import schedules
from tests.office import ADMIN, Desk
from tests.world import AGENT, FIRST, SECOND, World


def why_frozen(desk: Desk) -> str:
    with desk.store.reading() as work:
        freeze = current_freeze(work, now=desk.now, office=desk.office)
    return freeze.why if freeze else ""


def test_a_clock_behind_the_trail_freezes_until_it_has_caught_up(desk: Desk) -> None:
    wish = schedules.Wish("0 9 * * *", "Europe/Berlin", "C0GENERAL")
    schedules.schedule(wish, ADMIN, office=desk.office)
    assert why_frozen(desk) == ""
    desk.now -= timedelta(seconds=4)
    assert why_frozen(desk) == ""
    desk.now -= timedelta(seconds=2)
    assert why_frozen(desk) == "clock"
    desk.now += timedelta(seconds=6)
    assert why_frozen(desk) == ""


def test_what_is_written_down_meanwhile_makes_no_clock_right(desk: Desk) -> None:
    wish = schedules.Wish("0 9 * * *", "Europe/Berlin", "C0GENERAL")
    schedules.schedule(wish, ADMIN, office=desk.office)
    desk.now -= timedelta(hours=2)
    schedules.schedule(replace(wish, channel="C0CASES"), ADMIN, office=desk.office)
    assert why_frozen(desk) == "clock"


# A clock that is away from that of others


def ask_both(world: World) -> str:
    """What our clock is away from, after one more answer of Partner Center and one of Slack."""
    desk = world.installation.desk
    assert desk.center is not None
    list(desk.center.customers("main"))
    desk.services.directory.look_up(world.account(AGENT))
    return world.office.apart()


def test_a_clock_that_others_do_not_agree_with_freezes_until_two_people_lift_it(
    world: World,
) -> None:
    world.faults.partner_center("misdated", "GET", times=1000)
    world.faults.slack("misdated", "users.info", times=1000)
    both = "120 s ahead of Partner Center, 120 s ahead of Slack"
    world.until(lambda: ask_both(world) == both)
    plan = world.approved("contoso", "Exchange", reason=Reason.FRAUD)
    world.until(lambda: world.ask(lambda work: work.freezes.current()) is not None)
    world.settled()
    assert world.again(plan).waiting_for == "frozen"
    (card,) = world.ask(lambda work: work.plans.open_of(Action.LIFT_FREEZE))
    said = r"clock of a process of this desk is wrong, 1(19|2[012]) s ahead of"
    assert re.search(said, world.card_text(card))
    world.vote(card, FIRST)
    with pytest.raises(ClockApart):
        world.vote(card, SECOND)
    world.faults.clear()
    world.until(lambda: not ask_both(world))
    world.vote(card, SECOND)
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED
    assert len(world.sends()) == 1
