"""A renewal that is stopped, and a subscription that is given back, all the way through."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.domain.events import HandAsked, SubscriptionDrifted
from core.domain.next_steps import Way
from core.domain.plans import Action, By, Plan, PlanState, Reason, StepState
from core.usecases import freezing, renewals, suspension
from core.usecases.overdue import read_overview
from tests.world import AGENT, FIRST, SECOND, THIRD, World

ALPEN, TESSA, RONGCHENG = "alpen", "tessa", "rongcheng-catering.example"
WINDOW_OPEN = "2026-10-14T09:12:44Z"


def asked(
    world: World, action: Action, customer: str, *names: str, reason: Reason = Reason.NON_PAYMENT
) -> Plan:
    chosen = tuple(s["id"] for n in names for s in world.named(customer, n))
    key = world.customer(customer).key
    wish = suspension.Wish(key, chosen, reason, "No answer since May", action)
    return suspension.ask(wish, world.account(AGENT), office=world.office)


def with_window(world: World, customer: str, name: str, until: str = WINDOW_OPEN) -> None:
    """Microsoft would take it back until then, and we know."""
    world.in_portal(customer, name, cancellationAllowedUntilDate=until)
    world.installation.desk.read_customers()


@pytest.mark.parametrize(
    ("customer", "name", "reason"),
    [(TESSA, "Office 365 E3", Reason.NON_PAYMENT), (RONGCHENG, "Exchange", Reason.MISUSE)],
    ids=["legacy", "21vianet"],
)
def test_one_vote_stops_the_renewal_of_what_the_desk_may_switch_off(
    world: World, customer: str, name: str, reason: Reason
) -> None:
    before = world.named(customer, name)[0]
    plan = asked(world, Action.STOP_RENEWAL, customer, name, reason=reason)
    assert plan.content.quorum == 1 and plan.content.left_out == ()
    world.vote(plan, FIRST)
    world.settled()

    assert world.again(plan).state is PlanState.FINISHED
    after = world.named(customer, name)[0]
    assert after["autoRenewEnabled"] is False and len(world.sends()) == 1
    assert {n for n in after if after[n] != before[n]} <= {"autoRenewEnabled", "attributes"}


def test_a_renewal_of_somebody_late_comes_with_the_cheapest_thing_to_do(world: World) -> None:
    with world.office.store.reading() as work:
        rows = read_overview(work, office=world.office).rows
        decisions = renewals.due(work, rows, office=world.office)
    (alpen,) = (one for one in decisions if ALPEN in one.name.casefold())
    assert alpen.cheapest is not None and alpen.cheapest.way is Way.STOP_RENEWAL
    assert alpen.cheapest.saved and alpen.cheapest.seats == 0


def test_a_new_commerce_renewal_is_asked_of_a_person_who_is_believed(world: World) -> None:
    plan = asked(world, Action.STOP_RENEWAL, ALPEN, "Business Premium")
    assert [line.by for line in plan.content.lines] == [By.WORD]
    world.vote(plan, FIRST)
    world.settled()
    assert [r for r in world.events(plan) if isinstance(r.event, HandAsked)]
    assert "Cancel at the end of the term" in world.card_text(plan)

    world.driver.click(AGENT, world.card(plan), "plan_done")
    assert "your word is written down" in world.submit(AGENT, {"note": "Set by me at 10:12"})
    world.settled()

    assert world.again(plan).state is PlanState.FINISHED
    assert world.sends() == []
    with world.office.store.reading() as work:
        rows = read_overview(work, office=world.office).rows
        decisions = renewals.due(work, rows, office=world.office)
    assert ALPEN not in str([one.name for one in decisions]).casefold()


def test_a_plan_lapses_before_the_renewal_that_it_stops(world: World) -> None:
    """Later it would stop the next one, about which nobody was asked."""
    world.move_clock("2026-10-14T09:00:00Z")
    plan = asked(world, Action.STOP_RENEWAL, ALPEN, "Business Premium")
    assert plan.content.expires_at == datetime(2026, 10, 14, 23, 59, 59, tzinfo=UTC)
    world.move_clock("2026-10-15T07:00:00Z")
    world.settled()
    assert world.again(plan).state is PlanState.EXPIRED


def test_two_votes_give_back_what_is_inside_its_window(world: World) -> None:
    with_window(world, "contoso", "Exchange")
    plan = asked(world, Action.CANCEL, "contoso", "Exchange")
    assert plan.content.quorum == 2
    world.vote(plan, FIRST)
    world.settled()
    assert world.sends() == []
    world.vote(plan, SECOND)
    world.settled()

    assert world.again(plan).state is PlanState.FINISHED
    assert world.named("contoso", "Exchange")[0]["status"] == "deleted"
    assert world.statuses("contoso")["Microsoft 365 Business Premium"] == "active"


def test_a_window_that_closes_before_the_sending_refuses_the_step(world: World) -> None:
    with_window(world, "contoso", "Exchange", "2026-10-12T08:20:00Z")
    with world.engine_paused():
        plan = asked(world, Action.CANCEL, "contoso", "Exchange")
        world.vote(plan, FIRST)
        world.vote(plan, SECOND)
        world.move_clock("2026-10-12T08:30:00Z")
    world.settled()

    assert [(s.state, s.why) for s in world.steps(plan)] == [
        (StepState.REFUSED, "the cancellation window is over")
    ]
    assert world.again(plan).state in {PlanState.PARTIAL, PlanState.NEEDS_HUMAN}
    assert world.sends() == []


@pytest.mark.parametrize("action", renewals.ENDING)
def test_who_pays_in_between_loses_nothing(world: World, action: Action) -> None:
    with_window(world, "contoso", "Exchange")
    plan = asked(world, action, "contoso", "Exchange")
    world.pays("contoso")
    assert world.again(plan).state is PlanState.WITHDRAWN
    assert world.again(plan).ended_why == "paid"
    assert world.sends() == []


@pytest.mark.parametrize("action", renewals.ENDING)
def test_a_freeze_holds_it(world: World, action: Action) -> None:
    customer, name = (TESSA, "Office 365 E3")
    if action is Action.CANCEL:
        customer, name = "contoso", "Exchange"
        with_window(world, customer, name)
    freezing.freeze("wrong invoices", world.account(AGENT), office=world.office)
    plan = asked(world, action, customer, name)
    world.vote(plan, FIRST)
    if action is Action.CANCEL:
        world.vote(plan, SECOND)
    world.settled()
    assert world.again(plan).waiting_for == "frozen"
    assert world.sends() == []
    world.lift_freeze(FIRST, THIRD)
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED


def test_containing_fraud_comes_before_stopping_a_renewal_for_fraud(world: World) -> None:
    plan = asked(world, Action.STOP_RENEWAL, ALPEN, "Business Premium", reason=Reason.FRAUD)
    contained = world.suspended(ALPEN, "Business Premium", reason=Reason.FRAUD)
    assert contained.state is PlanState.FINISHED
    assert world.again(plan).state is PlanState.SUPERSEDED


def test_the_add_ons_of_what_was_cancelled_went_with_it_and_are_no_news(world: World) -> None:
    with_window(world, "sonnenkorn", "Microsoft 365 E3")
    plan = asked(world, Action.CANCEL, "sonnenkorn", "Microsoft 365 E3", reason=Reason.FRAUD)
    for user in (FIRST, SECOND):
        world.vote(plan, user)
    world.settled()

    assert world.again(plan).state is PlanState.FINISHED
    key = world.customer("sonnenkorn").key
    known = world.ask(lambda work: work.customers.subscriptions(key))
    addon = next(one for one in known if one.is_addon())
    assert addon.status == "deleted"
    world.installation.desk.read_customers()
    began = datetime(2000, 1, 1, tzinfo=UTC)
    drifted = world.ask(lambda work: work.events.since(SubscriptionDrifted, began))
    assert not [r.event for r in drifted if addon.subscription_id in str(r.event)]


def test_cancelling_for_fraud_takes_the_place_of_a_lesser_plan(world: World) -> None:
    with_window(world, "contoso", "Exchange")
    lesser = world.file("contoso", "Business Premium")
    plan = asked(world, Action.CANCEL, "contoso", "Exchange", reason=Reason.FRAUD)
    assert world.again(lesser).state is PlanState.SUPERSEDED
    assert world.again(plan).is_open()
