"""What the doctor says of those who are asked for their vote."""

from __future__ import annotations

import pytest

from bot.cli.notify_checks import ASK_THEM, check_asked
from core.usecases.notifying import Wish, change
from handlers.checkup import Finding, Mark
from tests.world import FIRST, SECOND, THIRD, World


def found(world: World, *silent: str) -> Finding:
    for user in silent:
        change(Wish(asked=False), world.account(user), office=world.office)
    world.settled()
    (one,) = check_asked(world.installation.ledger)
    return one


def test_where_everybody_is_asked_nothing_is_to_be_done(world: World) -> None:
    one = found(world)
    assert (one.mark, one.says, one.do) == (Mark.OK, "votes: 3 of 3 who may vote are asked", "")


@pytest.mark.parametrize(
    ("silent", "says"),
    [
        pytest.param((FIRST,), "votes: only 2 who may vote are asked", id="just enough"),
        pytest.param((FIRST, SECOND), "votes: 1 of 3 who may vote are asked, and 2", id="one"),
        pytest.param((FIRST, SECOND, THIRD), "votes: nobody who may vote is asked", id="nobody"),
    ],
)
def test_where_too_few_are_asked_it_says_what_to_do(
    world: World, silent: tuple[str, ...], says: str
) -> None:
    one = found(world, *silent)
    assert one.mark is Mark.NOTE and one.says.startswith(says), one
    assert one.do == ASK_THEM
