"""Two people take over a suspension that others placed; only then may the desk lift it."""

from __future__ import annotations

import pytest

from core.domain.customers import Suspension
from core.domain.errors import NotSuspendable, ReasonMissing
from core.domain.plans import Action, Plan, PlanState, Reason, StepState
from core.usecases import adopting
from sandbox.stories.driver import ALERTS
from tests.usecases.test_sync import look_again
from tests.world import AGENT, FIRST, SECOND, World

EXCHANGE = "Exchange"


def ours(world: World) -> list[Suspension]:
    key = world.customer("contoso").key
    return world.ask(lambda work: work.customers.open_suspensions(key))


def suspended_by_others(world: World) -> None:
    world.in_portal("contoso", EXCHANGE, status="suspended")
    look_again(world, "contoso")


def adopt(world: World, note: str = "We did it in the portal") -> Plan:
    chosen = tuple(s["id"] for s in world.named("contoso", EXCHANGE))
    wish = adopting.Wish(world.customer("contoso").key, chosen, Reason.FRAUD, note)
    return adopting.ask(wish, world.account(AGENT), office=world.office)


def vote(world: World, plan: Plan) -> Plan:
    for user in (FIRST, SECOND):
        world.vote(plan, user)
    world.settled()
    return world.again(plan)


def test_it_is_ours_after_two_votes_and_nothing_was_sent(world: World) -> None:
    suspended_by_others(world)
    plan = adopt(world)
    world.vote(plan, FIRST)
    world.settled()
    assert ours(world) == []

    world.vote(plan, SECOND)
    world.settled()

    assert world.again(plan).state is PlanState.FINISHED
    (one,) = ours(world)
    assert (one.plan_id, one.reason, one.before) == (plan.plan_id, "fraud", {"status": "active"})
    assert world.sends() == []
    card = world.card_text(plan)
    assert card.startswith("TOOK OVER 1 suspension of others")


def test_the_card_says_what_is_not_known(world: World) -> None:
    suspended_by_others(world)
    plan = adopt(world)
    world.settled()
    card = world.card_text(plan)
    assert "TAKE OVER 1 suspension of others" in card
    assert "Nothing is sent" in card
    assert "whether it renewed by itself is unknown" in card


def test_what_is_ours_can_be_lifted_like_any_other(world: World) -> None:
    suspended_by_others(world)
    vote(world, adopt(world))
    world.reinstate("contoso")
    world.vote(world.plan(), FIRST)
    world.settled()

    assert world.plan().content.action is Action.REINSTATE
    assert world.plan().state is PlanState.FINISHED
    assert {s["status"] for s in world.named("contoso", EXCHANGE)} == {"active"}
    assert ours(world) == []


def test_one_that_is_active_again_when_it_is_looked_at_is_not_ours(world: World) -> None:
    suspended_by_others(world)
    plan = adopt(world)
    world.in_portal("contoso", EXCHANGE, status="active")
    assert vote(world, plan).state is PlanState.NEEDS_HUMAN
    assert ours(world) == []
    assert [step.state for step in world.steps(plan)] == [StepState.REFUSED]


def test_what_microsoft_holds_is_never_taken_over(world: World) -> None:
    suspended_by_others(world)
    plan = adopt(world)
    world.in_portal("contoso", EXCHANGE, suspensionReasons=["Expiration"])
    assert vote(world, plan).state is PlanState.NEEDS_HUMAN
    assert ours(world) == []

    look_again(world, "contoso")
    with pytest.raises(NotSuspendable):
        adopt(world)


def test_what_is_not_suspended_or_is_ours_already_cannot_be_asked_for(world: World) -> None:
    with pytest.raises(NotSuspendable):
        adopt(world)
    world.suspended("contoso", EXCHANGE)
    with pytest.raises(NotSuspendable):
        adopt(world)
    with pytest.raises(ReasonMissing):
        adopt(world, note=" ")


def test_a_freeze_holds_it_too(world: World) -> None:
    suspended_by_others(world)
    plan = adopt(world)
    world.freeze_file.touch()
    waiting = vote(world, plan)
    assert (waiting.state, waiting.waiting_for) == (PlanState.APPROVED, "frozen")
    assert ours(world) == []


def test_the_news_and_the_standing_both_lead_to_the_form(world: World) -> None:
    suspended_by_others(world)
    news = world.driver.messages(ALERTS)[-1]
    world.driver.click(AGENT, news, "customer_adopt")
    said = world.submit(AGENT, {"reason": "misuse", "note": "We did it in the portal"})
    assert "Filed for Contoso" in said
    plan = world.plan()
    assert (plan.content.action, plan.content.reason) == (Action.ADOPT, Reason.MISUSE)
    assert plan.content.quorum == 2
