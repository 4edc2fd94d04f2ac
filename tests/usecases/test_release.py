"""Reinstating: what comes back is what was, what is not ours stays, and paying proposes it once."""

from __future__ import annotations

import pytest

from core.domain.approvals import Choice
from core.domain.errors import NoRole
from core.domain.plans import AUTOMATIC, Action, PlanState, Reason
from core.usecases import reinstatement
from sandbox.data.receivables import Change, Row
from sandbox.stories.driver import Json
from tests.world import ADMINISTRATOR, AGENT, FIRST, SECOND, World

NOT_COMPARED = {"attributes", "etag"}


def stored(world: World, customer: str) -> dict[str, Json]:
    """Every field that Microsoft keeps, without what marks a version."""
    return {
        s["id"]: {name: value for name, value in s.items() if name not in NOT_COMPARED}
        for s in world.subscriptions(customer)
    }


@pytest.mark.parametrize(
    ("customer", "name"),
    [
        ("contoso", "Business Premium"),
        ("nordwind", "Business Standard"),
    ],
    ids=["renewal", "planned seats"],
)
def test_reinstating_puts_every_field_back_as_it_was(
    world: World, customer: str, name: str
) -> None:
    before = stored(world, customer)
    world.suspended(customer, name, reason=Reason.MISUSE)
    assert stored(world, customer) != before
    assert "needs 1 vote" in world.reinstate(customer)
    plan = world.plan(customer)
    world.vote(plan, FIRST)
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED
    assert stored(world, customer) == before
    assert f"{name} has its renewal settings back" in world.thread(plan)
    assert "No suspension of ours" in world.command(AGENT, f"/reinstate {customer}")


def test_an_add_on_that_fell_with_its_base_comes_back_with_it(world: World) -> None:
    before = stored(world, "nordwind")
    world.suspended("nordwind", "Office 365 E3", reason=Reason.MISUSE)
    world.reinstate("nordwind")
    world.vote(world.plan("nordwind"), FIRST)
    world.settled()
    assert stored(world, "nordwind") == before


def test_a_suspension_that_we_did_not_place_is_never_lifted(world: World) -> None:
    assert "No suspension of ours" in world.command(AGENT, "/reinstate ostsee")
    world.suspended("ostsee", "E5", reason=Reason.MISUSE)
    assert set(world.statuses("ostsee").values()) == {"suspended"}
    world.reinstate("ostsee")
    world.vote(world.plan("ostsee"), FIRST)
    world.settled()
    after = world.statuses("ostsee")
    assert sorted(after.values()) == ["active", "suspended"]
    assert after["Defender for Business"] == "suspended"


def test_what_microsoft_holds_is_left_to_a_person(world: World) -> None:
    world.suspended("contoso", "Exchange", reason=Reason.MISUSE)
    world.in_portal("contoso", "Exchange", suspensionReasons=["Fraud"])
    sent = len(world.sends())
    world.reinstate("contoso")
    plan = world.vote(world.plan(), FIRST)
    world.settled()
    assert world.again(plan).state is PlanState.NEEDS_HUMAN
    assert len(world.sends()) == sent
    assert "held by Microsoft" in world.card_text(plan)


def test_paying_proposes_reinstatement_once_in_the_name_of_the_first_administrator(
    world: World,
) -> None:
    world.suspended("contoso", "Exchange")
    world.pays("contoso")
    plan, suspension = world.plans()
    first = world.ask(lambda work: work.people.by_account(world.account(ADMINISTRATOR)))
    assert first is not None
    assert (plan.content.action, plan.content.filed_by) == (Action.REINSTATE, AUTOMATIC)
    assert plan.content.requester == first.person_id
    with pytest.raises(NoRole):
        world.vote(plan, ADMINISTRATOR)
    world.take_in()
    world.settled()
    assert world.plans() == [world.again(plan), suspension]
    world.vote(plan, FIRST)
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED
    assert set(world.statuses("contoso").values()) == {"active"}
    world.take_in()
    world.settled()
    assert len(world.plans()) == 2


def test_a_rejected_proposal_comes_back_when_the_approver_said(world: World) -> None:
    world.suspended("contoso", "Exchange")
    world.pays("contoso")
    assert "is rejected" in world.reject(FIRST, "The cheque may bounce", "1")
    world.take_in()
    world.settled()
    assert len(world.plans()) == 2
    world.move_clock("2026-10-13T08:00:00Z")
    world.take_in()
    world.settled()
    newest = world.plan()
    assert (newest.content.action, newest.state) == (Action.REINSTATE, PlanState.PENDING)


def test_a_direct_debit_releases_nothing_before_it_can_no_longer_come_back(world: World) -> None:
    world.suspended("contoso", "Exchange")
    world.take_in(Change("contoso", lambda row, day: row | {"payment_method": "direct_debit"}))
    world.pays("contoso")
    assert [plan.content.action for plan in world.plans()] == [Action.SUSPEND]
    world.move_clock("2026-10-18T08:00:00Z")
    world.settled()
    assert len(world.plans()) == 1
    world.move_clock("2026-10-19T08:00:00Z")
    world.settled()
    assert world.plan().content.action is Action.REINSTATE


def under_way(row: Row, day: str) -> Row:
    return row | {"status": "pending"}


def test_while_a_payment_is_under_way_a_plan_waits(world: World) -> None:
    plan = world.file("contoso", "Exchange")
    world.take_in(Change("contoso", under_way))
    world.settled()
    for user in (FIRST, SECOND):
        world.vote(plan, user)
    world.settled()
    assert world.again(plan).waiting_for == "document_unknown"
    assert world.statuses("contoso")["Exchange Online (Plan 1)"] == "active"


def test_a_payment_that_is_under_way_releases_nothing_until_it_is_settled(world: World) -> None:
    world.suspended("contoso", "Exchange")
    world.take_in(Change("contoso", under_way))
    world.settled()
    assert [plan.content.action for plan in world.plans()] == [Action.SUSPEND]
    world.happened.clear()
    world.pays("contoso")
    world.settled()
    assert world.plan().content.action is Action.REINSTATE


def test_fraud_is_not_released_by_paying(world: World) -> None:
    world.suspended("contoso", "Exchange", reason=Reason.FRAUD)
    world.pays("contoso")
    assert [plan.content.action for plan in world.plans()] == [Action.SUSPEND]
    customer = world.customer("contoso").key
    ids = tuple(s["id"] for s in world.subscriptions("contoso") if s["status"] == "suspended")
    wish = reinstatement.Wish(customer, ids, "Cleared")
    plan = reinstatement.ask(wish, world.account(AGENT), office=world.office)
    assert world.vote(plan, FIRST, Choice.REJECT).state is PlanState.REJECTED


def test_what_was_reinstated_in_the_portal_can_be_suspended_again(world: World) -> None:
    world.suspended("contoso", "Exchange", reason=Reason.MISUSE)
    world.in_portal("contoso", "Exchange", status="active")
    world.installation.desk.read_customers()
    world.suspended("contoso", "Exchange", reason=Reason.FRAUD)
    assert world.statuses("contoso")["Exchange Online (Plan 1)"] == "suspended"
    key = world.customer("contoso").key
    (ours,) = world.ask(lambda work: work.customers.open_suspensions(key))
    assert ours.reason == Reason.FRAUD
