"""A click counts on our own newest card only, and always gets an answer."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from core.domain.plans import PlanState
from sandbox.stories.driver import APPROVALS, GENERAL, Json, wait, words_of
from tests.handlers.a_delivery import handed, interaction, last_delivery
from tests.world import AGENT, FIRST, OTHER_AGENT, World

pytestmark = pytest.mark.both_doors
SHARED = "C0SHARED"


def private_with(world: World, user: str, action_id: str, channel: str = GENERAL) -> Json:
    """The newest private message of this person with such a button."""

    def look() -> Json | None:
        told = world.driver.messages(channel, user)
        mine = [m for m in told if m.get("ephemeral_for") == user and action_id in str(m)]
        return mine[-1] if mine else None

    return wait(look, f"a private {action_id}", lambda: world.private(user, channel))


@pytest.mark.parametrize("command", ["/standing", "/suspend", "/reinstate", "/overdue", "/freeze"])
def test_each_command_answers_help_with_one_correct_example(world: World, command: str) -> None:
    assert f"For example: {command}" in world.command(AGENT, f"{command} help")
    assert world.ask(lambda work: work.freezes.current()) is None


@pytest.mark.parametrize(
    "typed", ["/standing", "/standing zzz", "/suspend", "/reinstate zzz", "/freeze"]
)
def test_what_cannot_be_read_is_answered_with_an_example(world: World, typed: str) -> None:
    command = typed.split()[0]
    assert f"For example: {command} " in world.command(AGENT, typed)


def test_a_name_that_fits_several_is_answered_with_a_choice(world: World) -> None:
    said = world.command(AGENT, "/standing fabrikam")
    assert "Fabrikam Bau AG" in said and "Fabrikam Medien KG" in said
    message = private_with(world, AGENT, "customer_standing")
    world.driver.click(AGENT, message, "customer_standing", block_id=block_of(message, "Medien"))
    wait(lambda: "Fabrikam Medien KG:" in world.private(AGENT), "its card", lambda: said)


def test_the_choice_goes_on_to_the_form_that_was_asked_for(world: World) -> None:
    world.command(AGENT, "/suspend fabrikam")
    message = private_with(world, AGENT, "customer_suspend")
    world.driver.click(AGENT, message, "customer_suspend", block_id=block_of(message, "Bau AG"))
    assert "Fabrikam Bau AG" in words_of(world.driver.view(AGENT)["view"])
    world.driver.close(AGENT)


def block_of(message: Json, name: str) -> str:
    found = (b["block_id"] for b in message["blocks"] if name in str(b) and "accessory" in b)
    return str(next(found))


def test_who_filed_may_withdraw_from_the_answer(world: World) -> None:
    file_and_keep_open(world)
    withdraw_in_view(world, AGENT)
    wait(lambda: world.plan().state is PlanState.WITHDRAWN, "withdrawn", world.plan)
    wait(lambda: "You withdrew" in words_of(world.driver.view(AGENT)["view"]), "an answer",
         lambda: words_of(world.driver.view(AGENT)["view"]))  # fmt: skip
    world.driver.close(AGENT)


def test_a_plan_in_the_way_is_named_and_may_be_withdrawn_by_who_asked(world: World) -> None:
    world.suspend("contoso", "Exchange")
    world.settled()
    theirs = world.suspend("contoso", "Exchange", user=OTHER_AGENT)
    assert "A suspension of Contoso Handels GmbH is open already" in theirs
    assert "Withdraw" not in theirs
    file_and_keep_open(world)
    view = world.driver.view(AGENT)["view"]
    assert "its card" in words_of(view) and "archives" in str(view)
    withdraw_in_view(world, AGENT)
    wait(lambda: world.plan().state is PlanState.WITHDRAWN, "withdrawn", world.plan)
    world.driver.close(AGENT)


def test_only_who_asked_is_offered_to_withdraw(world: World) -> None:
    world.suspend("contoso", "Exchange")
    world.click(AGENT, "plan_evidence")
    world.click(FIRST, "plan_evidence")
    private_with(world, AGENT, "plan_withdraw", APPROVALS)
    others = world.driver.messages(APPROVALS, FIRST)
    assert not [m for m in others if m.get("ephemeral_for") == FIRST and "plan_withdraw" in str(m)]


def file_and_keep_open(world: World) -> None:
    exchange = next(s["id"] for s in world.subscriptions("contoso") if "Exch" in s["offerName"])
    world.driver.command(AGENT, "/suspend contoso")
    values = {"subscriptions": [exchange], "reason": "non-payment", "note": ""}
    world.driver.submit(AGENT, values)


def withdraw_in_view(world: World, user: str) -> None:
    view_id = world.driver.view(user)["view_id"]
    body = {"user": user, "view_id": view_id, "action_id": "plan_withdraw"}
    answer = world.driver.http.post("/sandbox/slack/clicks", json=body)
    assert answer.status_code == 200, answer.text


FORGERIES: dict[str, dict[str, Any]] = {
    "another bot": {"message": {"bot_id": "B0OTHER"}},
    "another app": {"message": {"app_id": "A0OTHER"}},
    "no author": {"message": {"bot_id": None}},
    "another message": {"container": {"message_ts": "1.000001"}},
    "another channel": {"channel": {"id": GENERAL}, "container": {"channel_id": GENERAL}},
    "another block": {"actions": [{"block_id": "plan-0000000000000000"}]},
    "an unknown token": {"actions": [{"value": "AAAAAAAAAAAAAAAAAAAAAA"}]},
    "a token that is none": {"actions": [{"value": {"plan": 1}}]},
}


@pytest.mark.parametrize("forged", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_click_that_is_not_on_our_card_is_refused(world: World, forged: dict[str, Any]) -> None:
    world.suspend("contoso", "Exchange")
    world.click(FIRST, "plan_explain")
    payload = copy.deepcopy(last_delivery(world, "block_actions")["payload"])
    before = len(world.whispers(FIRST, APPROVALS)) + len(world.whispers(FIRST))
    forgery = interaction(laid_over(payload, forged))
    assert handed(world.installation.sandbox, forgery).status == 200

    def heard() -> str:
        told = [*world.whispers(FIRST, APPROVALS), *world.whispers(FIRST)]
        return told[-1] if len(told) > before else ""

    heard_words = wait(heard, "a polite refusal", heard)
    newest = [w for c in (APPROVALS, GENERAL) for w in world.whispers(FIRST, c)]
    assert any("an older card" in words for words in newest), heard_words


def laid_over(below: Any, above: Any) -> Any:
    if isinstance(above, dict) and isinstance(below, dict):
        return below | {name: laid_over(below.get(name), value) for name, value in above.items()}
    if isinstance(above, list) and isinstance(below, list):
        return [laid_over(one, other) for one, other in zip(below, above, strict=True)]
    return above


def test_a_decision_on_a_plan_that_is_over_is_refused_politely(world: World) -> None:
    world.suspend("contoso", "Exchange")
    card = world.card()
    world.reject(FIRST)
    world.settled()
    payload = copy.deepcopy(last_delivery(world, "block_actions")["payload"])
    assert payload["actions"][0]["action_id"] == "plan_reject"
    assert handed(world.installation.sandbox, interaction(payload)).status == 200
    wait(lambda: "This plan is over" in world.private(FIRST, APPROVALS), "a refusal", lambda: card)
    assert "plan_reject" not in str(world.card())


def test_where_outsiders_read_nothing_of_a_customer_is_shown(world: World) -> None:
    answer = world.driver.command(AGENT, "/standing contoso", channel=SHARED)
    said = words_of(answer["ephemeral"])
    assert "shared with another organisation" in said and "Contoso" not in said
    assert "For example" in words_of(
        world.driver.command(AGENT, "/standing help", channel=SHARED)["ephemeral"]
    )
    world.driver.command(AGENT, "/freeze seen in public", channel=SHARED)
    assert world.ask(lambda work: work.freezes.current()) is not None


def test_a_card_goes_while_its_channel_is_shared_and_comes_back(world: World) -> None:
    def share(is_shared: bool) -> None:
        changed = {"is_ext_shared": is_shared}
        answer = world.driver.http.patch(f"/sandbox/slack/channels/{APPROVALS}", json=changed)
        assert answer.status_code == 200, answer.text

    world.suspend("contoso", "Exchange")
    assert "8,412.60" in world.card_text()
    share(True)
    wait(lambda: "not shown" in world.card_text(), "a stub", world.card_text)
    assert "Contoso" not in str(world.card())
    world.driver.wait_for_message("C0ALERTS", "shared with another organisation")
    world.driver.http.post("/clock", json={"advance_seconds": 60})
    share(False)
    wait(lambda: "8,412.60" in world.card_text(), "the card again", world.card_text)
