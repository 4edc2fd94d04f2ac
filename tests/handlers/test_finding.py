"""A customer is found while its name is typed, whichever way somebody asks."""

from __future__ import annotations

import pytest

from core.domain.errors import NoRole
from core.usecases.naming import who_may_be_meant
from sandbox.stories.driver import CASES, GENERAL, Json, words_of
from tests.handlers.test_cases import point_at
from tests.handlers.test_homes import form, home, opened
from tests.world import AGENT, FIRST, READER, World

STANDING = "customer_standing"


def asked(world: World, text: str, user: str = AGENT) -> Json:
    return {**world.driver.command(user, text)["ephemeral"], "channel": GENERAL}


def buttons(answer: Json) -> list[str]:
    rows = [block.get("accessory", {}) for block in answer["blocks"]]
    return [element["value"] for element in rows if element.get("type") == "button"]


def test_a_command_without_a_name_asks_for_one_and_goes_on_with_it(world: World) -> None:
    answer = asked(world, "/standing")
    assert "Which customer?" in words_of(answer) and "Find a customer:" in words_of(answer)
    world.driver.find(AGENT, "fabr", answer, STANDING)
    world.until(lambda: "Fabrikam" in world.private(AGENT, GENERAL))


def test_whoever_is_found_for_a_form_opens_it(world: World) -> None:
    world.driver.find(AGENT, "contoso", asked(world, "/suspend"), "customer_suspend")
    assert "Contoso Handels GmbH" in words_of(world.driver.view(AGENT)["view"])


def test_a_mistyped_name_is_answered_with_whoever_may_be_meant(world: World) -> None:
    answer = asked(world, "/standing contosso")
    assert "Nobody is called “contosso”" in answer["text"]
    assert "Did you mean Contoso Handels GmbH?" in answer["text"]
    world.driver.click(AGENT, answer, STANDING, value=buttons(answer)[0])
    world.until(lambda: "Contoso Handels GmbH" in world.private(AGENT, GENERAL))


def test_whoever_no_name_comes_near_to_can_be_looked_for(world: World) -> None:
    answer = asked(world, "/standing zzzzzz")
    assert not buttons(answer)
    world.driver.find(AGENT, "contoso.ex", answer, STANDING)
    world.until(lambda: "Contoso Handels GmbH" in world.private(AGENT, GENERAL))


def test_the_first_of_several_can_be_none_of_them(world: World) -> None:
    answer = asked(world, "/standing fabrikam")
    assert len(buttons(answer)) == 2
    world.driver.find(AGENT, "contoso", answer, STANDING)
    world.until(lambda: "Contoso Handels GmbH" in world.private(AGENT, GENERAL))


def test_a_case_from_a_message_is_of_whoever_was_found(world: World) -> None:
    world.driver.command(AGENT, "/case open contoso fraud odd sign-ins")
    world.settled()
    point_at(world, FIRST, world.driver.messages(CASES)[-1])
    found = world.driver.customer(FIRST, "fabrikam")
    said = world.submit(FIRST, {"customer": found, "kind": "misuse"})
    assert "Fabrikam" in said and "is open" in said


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("cont", "Contoso Handels GmbH, contoso.example"),
        ("마루", "주식회사 마루푸드, maru-foods.example"),
        ("푸드", "주식회사 마루푸드"),
    ],
)
def test_what_is_offered_says_who_it_is(world: World, typed: str, first: str) -> None:
    answer = asked(world, "/standing")
    where = {"channel": GENERAL, "ts": answer["ts"], "action_id": STANDING}
    found = world.driver.suggested(AGENT, typed, where)
    assert found[0]["text"]["text"].startswith(first)
    assert "…" in found[0]["description"]["text"]
    assert world.ask(lambda work: work.buttons.find(found[0]["value"])) is not None


def test_whoever_has_no_role_is_offered_nobody(world: World) -> None:
    with pytest.raises(NoRole):
        who_may_be_meant("contoso", world.account(READER), office=world.office)
    assert who_may_be_meant("contoso", world.account(AGENT), office=world.office)


def test_a_customer_is_found_on_the_home_tab(world: World) -> None:
    opened(world, AGENT)
    shown = home(world, AGENT)
    where = {"view_id": shown["view_id"], "action_id": STANDING}
    first = world.driver.suggested(AGENT, "contoso", where)[0]["value"]
    body = {"user": AGENT, "selected_option": first, **where}
    world.driver.http.post("/sandbox/slack/clicks", json=body).raise_for_status()
    assert "Contoso Handels GmbH" in form(world, AGENT)
