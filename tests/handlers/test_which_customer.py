"""A name that fits several customers: a verb of /collections asks which one, and goes on. Whoever
has no role hears no name, however it is typed."""

from __future__ import annotations

import pytest

from handlers.registry import all_commands
from handlers.verbs import examples_of
from sandbox.stories.driver import Json, words_of
from tests.world import ADMINISTRATOR, AGENT, World

EXAMPLES = sorted({
    one for command in all_commands() for one in examples_of(command) if "contoso" in one
})  # fmt: skip


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
    names = {b["text"]["text"] for b in answer["blocks"][1:]}
    # Two of them, and below them the search.
    assert len(names) == 3 and "Find a customer:" in names
    world.driver.click(user, answer, which, block_id=answer["blocks"][2]["block_id"])
    assert "Fabrikam Medien" in words_of(world.driver.view(user)["view"])


@pytest.mark.parametrize("verb", ["own fabrikam", "own fabrikam off", "snooze fabrikam 2026-10-20"])
def test_whose_row_it_is_follows_the_choice(world: World, verb: str) -> None:
    answer = choice(world, AGENT, f"/collections {verb}")
    before = len(world.whispers(AGENT))
    block = answer["blocks"][2]["block_id"]
    world.driver.click(AGENT, answer, "customer_row", block_id=block)
    heard = world.wait_for(lambda: world.whispers(AGENT)[before:], "how the customer stands")
    assert "Fabrikam Medien" in heard[-1]


@pytest.mark.parametrize("user", ["U0GUEST", "U0READER"])
def test_who_has_no_role_hears_no_name(world: World, user: str) -> None:
    """Neither of those that fit several customers, nor of those that are like what was typed."""
    for example in EXAMPLES:
        for typed in ("fabrikam", "contosso"):
            asked = example.replace("contoso", typed)
            said = words_of(world.driver.command(user, asked)["ephemeral"])
            assert not {name for name in ("Fabrikam", "Contoso Handels") if name in said}, asked
