"""An indirect reseller cannot suspend: its provider is asked, and its answer written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from clients.customers_csv import read_customers
from core.domain.customers import CustomerKey
from core.domain.errors import NotAReseller
from core.domain.plans import By, Plan, PlanState, Reason, StepState
from core.usecases import by_hand, customer_lists, plan_view, suspension
from handlers.messages.hand_lines import provider_request
from handlers.messages.text import Words
from tests.clients.test_customers_csv import SUBS, TENANT, row, write
from tests.world import AGENT, FIRST, SECOND, World

KEY = CustomerKey("resold", TENANT)


def listed(world: World, folder: Path, *rows: dict[str, str]) -> None:
    found = read_customers(write(folder, *rows), "resold")
    customer_lists.take_in("resold", found, office=world.office)


def approved(world: World) -> Plan:
    wish = suspension.Wish(KEY, (SUBS[0],), Reason.FRAUD, "Card was stolen")
    plan = suspension.ask(wish, world.account(AGENT), office=world.office)
    world.vote(plan, FIRST)
    world.vote(plan, SECOND)
    world.settled()
    return world.again(plan)


def test_the_provider_is_asked_and_its_answer_is_believed(world: World, tmp_path: Path) -> None:
    listed(world, tmp_path, row(), row(subscription_id=SUBS[1]))
    plan = approved(world)

    assert plan.state is PlanState.EXECUTING
    assert [(s.line.by, s.state) for s in world.steps(plan)] == [(By.WORD, StepState.INTENT)]
    view = plan_view.view_plan(plan.plan_id, office=world.office)
    request = str(provider_request(view, Words("en-US", "Europe/Berlin")).blocks)
    assert SUBS[0] in request and TENANT in request and SUBS[1] not in request

    by_hand.tell(plan.plan_id, "Ticket 4711", world.account(AGENT), office=world.office)
    world.settled()

    assert world.again(plan).state is PlanState.FINISHED
    assert "Note: Ticket 4711" in world.thread(plan)
    ours = world.ask(lambda work: work.customers.open_suspensions(KEY))
    assert [s.subscription_id for s in ours] == [SUBS[0]]
    known = world.ask(lambda work: work.customers.subscriptions(KEY))
    assert {s.subscription_id: s.status for s in known}[SUBS[0]] == "suspended"
    assert world.sends() == []


def test_who_is_not_on_the_next_list_has_lost_the_relationship(
    world: World, tmp_path: Path
) -> None:
    listed(world, tmp_path, row())
    other = "0ce90000-0000-4000-8000-000000000009"
    listed(world, tmp_path, row(tenant_id=other, customer_name="New", subscription_id=SUBS[3]))

    gone = world.ask(lambda work: work.customers.get(KEY))
    assert gone is not None and gone.relationship == "none"


def test_a_list_is_for_resellers_only(world: World) -> None:
    for account in ("main", "nobody"):
        with pytest.raises(NotAReseller):
            customer_lists.take_in(account, {}, office=world.office)
