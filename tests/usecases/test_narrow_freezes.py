"""A freeze of one customer or of one action: it stops that, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain.errors import AlreadyFrozen, UnknownCustomer
from core.domain.events import StillFrozen
from core.domain.plans import Action, Plan, PlanState, Reason
from core.ports.records import Scope
from core.usecases import freezing
from core.usecases.plan_view import view_plan
from sandbox.stories.driver import ALERTS, words_of
from tests.world import AGENT, FIRST, OTHER_AGENT, SECOND, World


def lifting(world: World) -> list[Plan]:
    world.settled()
    return world.ask(lambda work: work.plans.open_of(Action.LIFT_FREEZE))


def test_a_frozen_customer_waits_and_the_others_do_not(world: World) -> None:
    said = world.command(OTHER_AGENT, "/freeze only contoso wrong invoices")
    assert "until two people lift it. Everything else goes on." in said
    held = world.approved("contoso", "Exchange", reason=Reason.FRAUD)
    goes = world.approved("nordwind", "365", reason=Reason.FRAUD)
    world.settled()
    assert world.again(held).waiting_for == "frozen"
    assert "is frozen" in world.card_text(held)
    assert world.again(goes).state is PlanState.FINISHED
    assert world.statuses("contoso")["Exchange Online (Plan 1)"] == "active"


def test_a_frozen_action_waits_and_another_does_not(world: World) -> None:
    world.suspended("contoso", "Exchange", reason=Reason.FRAUD)
    world.command(OTHER_AGENT, "/freeze only suspend wrong invoices")
    held = world.approved("nordwind", "365", reason=Reason.FRAUD)
    world.reinstate("contoso")
    world.approve(FIRST)
    world.settled()
    assert world.again(held).waiting_for == "frozen"
    assert world.statuses("contoso")["Exchange Online (Plan 1)"] == "active"


def test_two_lift_it_and_what_waited_goes_on(world: World) -> None:
    world.command(OTHER_AGENT, "/freeze only contoso wrong invoices")
    held = world.approved("contoso", "Exchange", reason=Reason.FRAUD)
    (card,) = lifting(world)
    world.approved("nordwind", "365", reason=Reason.FRAUD)
    world.settled()
    assert "wrong invoices" in world.card_text(card)
    assert view_plan(card.plan_id, office=world.office).held_up == 1
    for user in (FIRST, SECOND):
        world.vote(card, user)
    world.settled()
    assert world.again(held).waiting_for == ""
    assert world.statuses("contoso")["Exchange Online (Plan 1)"] == "suspended"
    said = [words_of(message) for message in world.driver.messages(ALERTS)]
    assert any("Contoso Handels GmbH is frozen no longer" in one for one in said)


def test_each_freeze_has_a_card_of_its_own(world: World) -> None:
    world.command(OTHER_AGENT, "/freeze only contoso wrong invoices")
    world.command(OTHER_AGENT, "/freeze only suspend wrong prices")
    world.command(AGENT, "/freeze somebody has my Slack")
    found = world.ask(lambda work: {one.freeze_id: one.scope for one in work.freezes.on()})
    assert {found[plan.content.subject] for plan in lifting(world)} == set(Scope)


@pytest.mark.parametrize("again", ["only contoso again", "only nordwind-logistik.example too"])
def test_what_is_frozen_already_is_not_frozen_again(world: World, again: str) -> None:
    first = "only contoso once" if "contoso" in again else "all of it"
    world.command(AGENT, f"/freeze {first}")
    assert "frozen already" in world.command(AGENT, f"/freeze {again}")
    assert len(world.ask(lambda work: work.freezes.on())) == 1


def test_whoever_does_not_exist_freezes_nothing_and_says_so(world: World) -> None:
    assert "Nobody" in world.command(AGENT, "/freeze only contsoso wrong invoices")
    assert world.ask(lambda work: work.freezes.on()) == []
    with pytest.raises(UnknownCustomer):
        freezing.freeze_from_terminal("wrong", only="contsoso", office=world.office)


def test_a_reason_that_begins_with_only_is_a_reason(world: World) -> None:
    assert "Everything is frozen" in world.command(AGENT, "/freeze only")
    with pytest.raises(AlreadyFrozen):
        freezing.freeze_from_terminal("again", office=world.office)


def test_whoever_froze_is_asked_each_day_until_it_is_lifted(world: World) -> None:
    world.command(OTHER_AGENT, "/freeze only contoso wrong invoices")
    for day in (1, 2):
        world.driver.http.post("/clock", json={"advance_seconds": 86_400 + 60})
        world.until(lambda day=day: len(asked(world)) == day)  # type: ignore[misc]
    world.settled()
    assert [event.days for event in asked(world)] == [1, 2]
    said = [words_of(message) for message in world.driver.messages(ALERTS)]
    assert any("is frozen for 2 days now" in one and "still needed" in one for one in said)
    begun = world.ask(lambda work: work.freezes.on())[0].since
    assert world.now - begun > timedelta(days=2)


def asked(world: World) -> list[StillFrozen]:
    begin = world.now - timedelta(days=30)
    found = world.ask(lambda work: work.events.since(StillFrozen, begin))
    return [one.event for one in found if isinstance(one.event, StillFrozen)]
