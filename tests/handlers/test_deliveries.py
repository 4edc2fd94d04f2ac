"""The same signed request twice changes something once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain.plans import PlanState
from sandbox.stories.driver import wait
from tests.handlers.a_delivery import last_delivery, replayed
from tests.world import AGENT, FIRST, SECOND, THIRD, World

pytestmark = pytest.mark.both_doors
AGAIN = "recorded already"


def test_a_form_that_comes_again_files_no_second_plan(world: World) -> None:
    world.suspend("contoso", "Exchange")
    form = last_delivery(world, "view_submission")
    world.reject(FIRST)
    assert AGAIN in str(replayed(world, form))
    assert [plan.state for plan in world.plans()] == [PlanState.REJECTED]


def test_a_vote_that_comes_again_is_no_second_vote(world: World) -> None:
    world.suspend("contoso", "Exchange")
    world.approve(FIRST)
    vote = last_delivery(world, "view_submission")
    assert AGAIN in str(replayed(world, vote))
    assert world.plan().state is PlanState.PENDING


def test_a_look_at_the_bank_does_not_come_again_hours_later(world: World) -> None:
    world.suspend("contoso", "Exchange")
    world.approve(FIRST, bank=False)
    world.approve(SECOND, bank=False)
    world.settled()
    with world.engine_paused():
        world.click(THIRD, "plan_bank_checked")
        looked = last_delivery(world, "block_actions")
        checked = world.plan().bank_checked_at
        world.driver.http.post("/clock", json={"advance_seconds": 60})
        replayed(world, looked)
        assert world.plan().bank_checked_at == checked


def test_a_refused_form_may_be_sent_again(world: World) -> None:
    world.driver.command(AGENT, "/suspend contoso")
    exchange = next(s["id"] for s in world.subscriptions("contoso") if "Exch" in s["offerName"])
    values = {"subscriptions": [exchange], "reason": "fraud", "note": ""}
    world.driver.submit(AGENT, values)
    assert world.driver.view(AGENT)["errors"]
    world.driver.submit(AGENT, values | {"note": "Seen at night"})
    world.driver.close(AGENT)
    assert world.plan().state is PlanState.PENDING


def test_a_freeze_that_comes_again_after_it_was_lifted_freezes_nothing(world: World) -> None:
    world.command(AGENT, "/freeze wrong invoices")
    freeze = last_delivery(world, "command")
    freeze_id = world.ask(lambda work: work.freezes.current())
    assert freeze_id is not None
    with world.office.store() as work:
        work.freezes.lift(freeze_id.freeze_id, world.now)
        work.commit()
    assert AGAIN in replayed(world, freeze)["text"]
    assert world.ask(lambda work: work.freezes.current()) is None


def test_an_old_change_of_a_user_does_not_undo_a_newer_one(world: World) -> None:
    def restricted() -> bool | None:
        member = world.ask(lambda work: work.people.member(world.account(THIRD)))
        return member.is_restricted if member else None

    world.change_person(THIRD, title="Finance")
    old = last_delivery(world, "event")
    world.change_person(THIRD, is_restricted=True)
    wait(lambda: restricted() is True, "a guest", restricted)
    replayed(world, old)
    assert restricted() is True


def test_what_was_delivered_is_forgotten_after_a_week(world: World) -> None:
    world.command(AGENT, "/freeze wrong invoices")
    key = f"typed:{last_delivery(world, 'command')['payload']['trigger_id']}"
    with world.office.store() as work:
        assert not work.inbox.first(key, world.now)
        assert work.inbox.first(key, world.now + timedelta(days=8))
