"""What the doctor says of break-glass: nothing while it is off, then who could use it."""

from __future__ import annotations

import pytest

from core.domain.policy_file import read_policy
from handlers.checkup import Mark
from tests.a_policy import put_in_force
from tests.a_step_up import counting
from tests.bot.test_doctor import lines, look
from tests.world import AGENT, FIRST, SECOND, World


def about(world: World, mark: Mark) -> list[str]:
    return [one for one in lines(look(world), mark) if one.startswith("break-glass")]


@pytest.fixture
def enabled(world_with_codes: World) -> World:
    world = world_with_codes
    text = world.ask(lambda work: work.policies.current().text)
    policy = read_policy(text.replace("enabled = false", "enabled = true", 1))
    put_in_force(world.office.store, policy, world.now)
    return world


def test_nothing_is_said_while_nobody_may_act_alone(world_with_codes: World) -> None:
    counting(FIRST, world_with_codes.office)
    assert not any(about(world_with_codes, mark) for mark in Mark)


def test_it_is_wrong_that_nobody_could_use_it(enabled: World) -> None:
    (said,) = about(enabled, Mark.WRONG)
    assert "nobody who may use it has a second factor" in said
    counting(AGENT, enabled.office)
    assert about(enabled, Mark.WRONG) == [said]


def test_who_can_use_it_is_counted(enabled: World) -> None:
    for user in (FIRST, SECOND):
        counting(user, enabled.office)
    assert about(enabled, Mark.WRONG) == []
    assert about(enabled, Mark.OK) == ["break-glass: 2 may use it, 1 other person ratifies it"]


def test_it_is_wrong_that_nobody_else_could_ratify_it_with_a_code(enabled: World) -> None:
    counting(FIRST, enabled.office)
    (said,) = about(enabled, Mark.WRONG)
    assert "nobody else could ratify it" in said
