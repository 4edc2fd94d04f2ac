"""Containing as people do it: from a case by two, or alone by one with a code, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain.containment import Containment, State
from core.domain.plans import Action, Plan, PlanState
from core.domain.policy_file import read_policy
from core.domain.prints import Card
from core.domain.short_codes import short_code
from sandbox.stories.driver import APPROVALS, Json, offers, words_of
from tests.a_policy import put_in_force
from tests.a_step_up import code_at, counting
from tests.an_emergency import an_alert_of
from tests.handlers.a_pack import printed
from tests.world import AGENT, FIRST, OTHER_AGENT, SECOND, World

ALERT = "alert-7"
NOTE = "Mining since midnight"


def direct(world: World, user: str) -> list[str]:
    """What the bot wrote to this person alone, oldest first."""
    return [words_of(message) for message in world.driver.messages(f"D{user[1:]}", user)]


def contained(world: World) -> Containment:
    (found,) = world.ask(lambda work: work.containments.open())
    return found


def question(world: World, one: Containment) -> Json:
    """The card that asks whether it goes on."""

    def look() -> Json | None:
        posted = world.ask(lambda work: work.posts.get(f"containment:{one.containment_id}"))
        found = world.driver.messages(APPROVALS) if posted else []
        return next((m for m in found if posted and m["ts"] == posted.ts), None)

    return world.wait_for(look, "the question")


@pytest.fixture
def night(world_with_codes: World) -> World:
    """The policy lets one person act alone, and Microsoft tells of mining at Contoso."""
    world = world_with_codes
    text = world.ask(lambda work: work.policies.current().text)
    enabled = read_policy(text.replace("enabled = false", "enabled = true", 1))
    put_in_force(world.office.store, enabled, world.now)
    key = world.customer("contoso").key
    subscription = world.named("contoso", "Exchange")[0]["id"]
    with world.office.store() as work:
        work.alerts.add(an_alert_of(key, subscription, ALERT, world.now))
        work.commit()
    return world


def alone(world: World, code: str, **changes: object) -> str:
    """Type the command, and everything into its form."""
    world.driver.command(FIRST, "/breakglass contoso")
    chosen = [world.named("contoso", "Exchange")[0]["id"]]
    values: Json = {"subscriptions": chosen, "reason": "fraud", "note": NOTE, "alert": ALERT}
    picked = short_code(world.customer("contoso").key)
    return world.submit(FIRST, values | {"customer_code": picked, "code": code} | changes)


def ratifying(world: World) -> Plan:
    (plan,) = world.ask(lambda work: work.plans.open_of(Action.RATIFY))
    return plan


def offers_withdrawal(world: World, user: str, plan: Plan) -> bool:
    world.click(user, "plan_evidence", plan)
    shown = world.driver.messages(APPROVALS, user)
    return any(offers(one, "plan_withdraw") for one in shown)


def test_alone_at_night_and_ratified_in_the_morning(night: World) -> None:
    mine, other = (counting(user, night.office) for user in (FIRST, SECOND))
    assert "being looked at" in alone(night, code_at(mine, night.now))
    night.settled()
    plan = night.plan()
    assert plan.state is PlanState.FINISHED
    assert len(night.changes()) == 1
    heard = "\n".join(direct(night, FIRST))
    assert "It is being suspended" in heard and "You asked for this: SUSPENDED" in heard
    assert "contained Contoso" in direct(night, SECOND)[-1]
    assert "*Break-glass:*" in night.thread(plan) and ALERT not in night.thread(plan)
    card = night.card_text(ratifying(night))
    assert "RATIFY what Sabine Braun did alone" in card and ALERT not in card
    assert "Administrators keep access" in card
    assert "rolled back without votes" in card
    assert "someone else must decide" in night.refused(FIRST, plan=ratifying(night))
    assert not offers_withdrawal(night, FIRST, ratifying(night))
    night.open_approval(SECOND, ratifying(night))
    assert "being looked at" in night.submit(SECOND, {"code": code_at(other, night.now)})
    night.settled()
    assert "Your code was used for: RATIFY" in direct(night, SECOND)[-1]
    assert contained(night).state is State.RUNNING
    assert "Ratified" in night.card_text(plan)


def test_a_wrong_code_files_nothing(night: World) -> None:
    counting(FIRST, night.office)
    alone(night, "000000")
    night.settled()
    assert "That code was wrong" in direct(night, FIRST)[-1]
    assert night.ask(lambda work: work.containments.open()) == []
    assert night.changes() == []


def test_another_customers_code_files_nothing(night: World) -> None:
    secret = counting(FIRST, night.office)
    night.driver.command(FIRST, "/breakglass contoso")
    view = night.driver.view(FIRST)["view"]
    (asked,) = [one for one in view["blocks"] if one.get("block_id") == "customer_code"]
    right = short_code(night.customer("contoso").key)
    codes = [option["value"] for option in asked["element"]["options"]]
    assert len(set(codes)) == 3 and right in codes
    night.driver.close(FIRST)
    wrong = next(code for code in codes if code != right)
    said = alone(night, code_at(secret, night.now), customer_code=wrong)
    assert "code of another customer" in said and "Contoso" in said
    night.settled()
    assert night.ask(lambda work: work.containments.open()) == []


def test_whoever_has_no_second_factor_is_told_before_anything_is_typed(night: World) -> None:
    assert "no second factor" in night.command(FIRST, "/breakglass contoso")


def test_where_the_policy_says_nothing_of_it_nobody_acts_alone(world: World) -> None:
    assert "lets nobody act alone" in world.command(FIRST, "/breakglass contoso")


def test_from_a_case_to_the_question_and_its_answer(world: World) -> None:
    world.command(AGENT, "/case open contoso fraud mining pools")
    number = world.ask(lambda work: work.cases.open())[0].number
    world.driver.command(AGENT, f"/case contain {number}")
    form = words_of(world.driver.view(AGENT)["view"])
    assert "Administrators keep access" in form
    assert "After 72 hours" in form
    chosen = [s["id"] for s in world.named("contoso", "Exchange")]
    world.submit(AGENT, {"subscriptions": chosen, "note": NOTE})
    world.settled()
    assert "Administrators keep access" in world.card_text()
    world.approve(FIRST, bank=False)
    world.approve(SECOND, bank=False)
    world.settled()
    one = contained(world)
    world.move_clock((one.until + timedelta(minutes=1)).isoformat())
    world.until(lambda: contained(world).asked == 1)
    world.settled()
    card = question(world, one)
    assert "Does it go on?" in words_of(card)
    assert "Does it go on?" in direct(world, AGENT)[-1]
    world.driver.click(OTHER_AGENT, card, "containment_keep")
    world.submit(OTHER_AGENT, {"reason": "Still mining", "hours": "24"})
    world.settled()
    assert contained(world).kept == 1
    assert "Kept on" in words_of(question(world, one))
    assert "Still mining" in world.thread()
    kept = printed(world, Card.CONTAINMENT, one.case_id)
    assert kept.index("Does it go on?") < kept.index("Kept on")
