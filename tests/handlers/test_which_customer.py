"""A name that fits several customers: a verb of /collections asks which one, and goes on."""

from __future__ import annotations

import pytest

from sandbox.stories.driver import Json, words_of
from tests.world import ADMINISTRATOR, AGENT, World


def choice(world: World, user: str, command: str) -> Json:
    answer: Json = world.driver.command(user, command)["ephemeral"]
    assert "“fabrikam” fits 2 customers" in answer["text"]
    return answer


def test_an_explanation_follows_the_choice(world: World) -> None:
    answer = choice(world, AGENT, "/collections explain fabrikam")
    before = len(world.whispers(AGENT))
    block = answer["blocks"][2]["block_id"]
    world.driver.click(AGENT, answer, "customer_explain", block_id=block)
    heard = world.wait_for(lambda: world.whispers(AGENT)[before:], "an explanation")
    assert "Fabrikam Medien" in heard[-1]


@pytest.mark.parametrize(
    ("verb", "which", "user"),
    [("hold", "customer_hold", AGENT), ("write-off", "customer_write_off", ADMINISTRATOR)],
)
def test_a_form_opens_behind_the_choice(world: World, verb: str, which: str, user: str) -> None:
    answer = choice(world, user, f"/collections {verb} fabrikam")
    names = [b["text"]["text"] for b in answer["blocks"][1:]]
    assert len(names) == 2 and len(set(names)) == 2
    world.driver.click(user, answer, which, block_id=answer["blocks"][2]["block_id"])
    assert "Fabrikam Medien" in words_of(world.driver.view(user)["view"])
