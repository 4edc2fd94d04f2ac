"""Money that moves while a plan is open: who has paid is not cut off, only paying releases."""

from __future__ import annotations

import pytest

from core.domain.errors import BooksUnfit, ImportRefused, MappingUnconfirmed
from core.domain.plans import Action, Plan, PlanState, Reason
from sandbox.data.receivables import (
    Change,
    disputed,
    paid,
    partly_paid,
    redated,
    vanished,
    written_off,
)
from tests.world import FIRST, SECOND, World

EVENING, MORNING = "2026-10-12T16:00:00Z", "2026-10-13T08:00:00Z"
OVERDUE = ("INV-20418", "INV-20466", "INV-20507")
OSTSEE = ("INV-20154", "INV-20155")


def next_morning(world: World, plan: Plan, *changes: Change) -> None:
    """Tuesday in the cut window, with books of the day and a look at the bank."""
    world.move_clock(MORNING)
    world.take_in(*changes)
    world.settled()
    if world.again(plan).is_open():
        world.check_bank(plan)
        world.settled()


def test_a_vote_on_the_plan_of_a_customer_who_has_paid_withdraws_it(world: World) -> None:
    world.suspend("contoso", "Exchange")
    world.approve(FIRST)
    with world.engine_paused():
        world.take_in(paid("contoso"))
        said = world.approve(SECOND)
    world.settled()
    assert "the reason is gone and the plan ended" in said
    assert (world.plan().state, world.plan().ended_why) == (PlanState.WITHDRAWN, "paid")
    assert "The debt is paid" in world.card_text()
    assert "The debt is paid" in world.thread()
    assert world.sends() == []


def test_who_pays_while_the_approved_plan_waits_for_the_window_is_not_cut_off(world: World) -> None:
    world.move_clock(EVENING)
    plan = world.approved("contoso", "Exchange")
    world.settled()
    with world.engine_paused():
        world.move_clock(MORNING)
        world.take_in(paid("contoso"))
    world.settled()
    assert (world.again(plan).state, world.again(plan).ended_why) == (PlanState.WITHDRAWN, "paid")
    assert world.sends() == []


def test_who_pays_between_the_read_and_the_send_is_not_cut_off(world: World) -> None:
    world.faults.partner_center("slow", "GET", seconds=1.5, skip=0)
    plan = world.approved("contoso", "Exchange")
    world.until(lambda: world.faults.fired() == 1)
    world.take_in(paid("contoso"))
    world.settled()
    assert world.again(plan).ended_why == "paid"
    assert world.sends() == []


def test_a_smaller_debt_above_the_floor_leaves_the_plan_and_the_card_shows_then_and_now(
    world: World,
) -> None:
    world.suspend("contoso", "Exchange")
    world.take_in(partly_paid("INV-20418", "2000.00"))
    world.settled()
    assert "is approved" not in world.approve(FIRST)
    world.settled()
    assert "8,412.60 overdue when this was filed, " in world.card_text()
    assert "6,412.60 now" in world.card_text()
    assert "is approved" in world.approve(SECOND)
    world.settled()
    assert world.plan().state is PlanState.FINISHED


NO_PAYMENT: dict[str, tuple[tuple[Change, ...], str]] = {
    "disputed": (tuple(map(disputed, (*OVERDUE, *OSTSEE))), "The debt is disputed"),
    "written_off": ((written_off("contoso"), written_off("ostsee")), "which is no payment"),
    "redated": (
        tuple(redated(number, "2026-12-01") for number in (*OVERDUE, *OSTSEE)),
        "due later now",
    ),
    "vanished": ((vanished("contoso"), vanished("ostsee")), "gone from the books"),
}


@pytest.mark.parametrize("why", NO_PAYMENT)
def test_what_is_no_payment_ends_a_plan_under_its_own_name_and_never_reinstates(
    world: World, why: str
) -> None:
    changes, sentence = NO_PAYMENT[why]
    world.suspended("contoso", "Exchange")
    open_plan = world.file("ostsee", "E5")
    world.take_in(*changes)
    world.settled()
    if why == "vanished":
        assert world.again(open_plan).is_open(), "missing once is unknown"
        world.take_in()
        world.settled()
    ended = world.again(open_plan)
    assert (ended.state, ended.ended_why) == (PlanState.WITHDRAWN, why)
    assert sentence in world.card_text(open_plan)
    assert [plan.content.action for plan in world.plans("contoso")] == [Action.SUSPEND]
    assert world.statuses("contoso")["Exchange Online (Plan 1)"] == "suspended"


@pytest.mark.parametrize("reason", [Reason.FRAUD, Reason.MISUSE])
def test_fraud_and_misuse_ignore_payment_and_the_hour(world: World, reason: Reason) -> None:
    world.move_clock(EVENING)
    plan = world.file("contoso", "Exchange", reason=reason)
    world.take_in(paid("contoso"))
    world.vote(plan, FIRST)
    world.vote(plan, SECOND)
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED
    assert world.statuses("contoso")["Exchange Online (Plan 1)"] == "suspended"


def test_a_refused_file_stops_filing_and_sending_for_money_until_good_books_are_in(
    world: World,
) -> None:
    world.move_clock(EVENING)
    plan = world.approved("contoso", "Exchange")
    world.move_clock(MORNING)
    world.take_in()
    with pytest.raises(ImportRefused):
        world.take_in_rows(world.rows()[:10])
    world.check_bank(plan)
    world.settled()
    assert world.again(plan).waiting_for == "books_refused"
    assert "the newest file was refused" in world.card_text(plan)
    with pytest.raises(BooksUnfit):
        world.file("ostsee", "E5")
    assert world.suspended("ostsee", "E5", reason=Reason.FRAUD).state is PlanState.FINISHED
    world.take_in()
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED


def test_a_missing_document_makes_the_plan_wait_until_a_second_file_lacks_it(world: World) -> None:
    world.move_clock(EVENING)
    plan = world.approved("contoso", "Exchange")
    next_morning(world, plan, vanished("INV-20466"))
    assert world.again(plan).waiting_for == "document_unknown"
    assert "an invoice is missing" in world.card_text(plan)
    assert world.sends() == []
    world.take_in()
    world.settled()
    assert world.again(plan).state is PlanState.FINISHED


def test_a_name_that_nobody_confirmed_is_never_suspended_for_money(world: World) -> None:
    with pytest.raises(MappingUnconfirmed):
        world.file("sonnenkorn", "Power BI")
    assert "Nobody has confirmed yet" in world.suspend("sonnenkorn", "Power BI")


def renamed(world: World) -> None:
    """Contoso's number in the books now carries the tenant id of somebody else."""
    other = world.customer("tessa").key.tenant_id
    rows = [
        row | {"tenant_id": other} if row["customer_ref"] == "D10001" else row
        for row in world.rows()
    ]
    world.take_in_rows(rows)


def test_a_name_that_became_another_tenant_is_not_suspended_until_confirmed(world: World) -> None:
    world.move_clock(EVENING)
    plan = world.approved("contoso", "Exchange")
    world.move_clock(MORNING)
    renamed(world)
    world.settled()
    assert world.sends() == []
    with pytest.raises(MappingUnconfirmed):
        world.file("contoso", "Exchange")
    assert world.again(plan).ended_why in {"", "vanished"}


def test_a_plan_whose_name_became_another_tenant_waits_for_a_person(world: World) -> None:
    world.move_clock(EVENING)
    plan = world.approved("contoso", "Exchange")
    renamed(world)
    world.settled()
    assert world.again(plan).waiting_for == "unmapped"
