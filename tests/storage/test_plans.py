"""Plans, votes and steps: once is once, whoever else is at it."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.domain.approvals import Choice
from core.domain.errors import LostRace
from core.domain.people import AccountKey
from core.domain.plans import Action, Plan, PlanState, Reason, Step, StepState, Verb
from core.ports.store import Work
from storage.database import Database
from storage.repositories.plan_rows import NotOfThisPlan
from storage.sql import NotStored
from storage.unit_of_work import SqlStore
from tests.builders import (
    CONTOSO,
    EXCHANGE,
    FABRIKAM,
    NOW,
    a_line,
    a_plan,
    a_vote,
    eur,
    steps_of,
)

APPROVED = PlanState.APPROVED


def file(store: SqlStore, plan: Plan) -> tuple[Plan, list[Step]]:
    with store() as work:
        work.plans.add(plan, steps_of(plan) if plan.content.customer else [])
        work.commit()
    with store.reading() as work:
        return work.plans.get(plan.plan_id), work.plans.steps(plan.plan_id)


def edit(desk: Database, statement: str, **values: object) -> None:
    with desk.transaction() as connection:
        assert connection.execute(text(statement), values).rowcount == 1
        connection.commit()


def test_a_plan_comes_back_as_it_was_filed(store: SqlStore) -> None:
    plan = a_plan(
        note="caf\u0065\u0301 said so",
        customer_name="Cafe\u0301 M\u00fcller",
        overdue=(eur("8412.6"),),
        roles={"approvers": ("a", "b")},
    )
    found, steps = file(store, plan)
    assert found.hash == plan.hash
    assert found.intact()
    assert found.note == plan.note
    assert found.content.customer_name == "Caf\u00e9 M\u00fcller"
    assert found.content.basis == plan.content.basis
    assert found.content.roles == {"approvers": ("a", "b")}
    assert tuple(step.line for step in steps) == plan.content.lines


@pytest.mark.parametrize(
    "edited",
    [
        "replace(content, '2,\"reason', '1,\"reason')",
        f"replace(content, '{EXCHANGE}', '{FABRIKAM.tenant_id}')",
        "replace(content, '8412.60', '8412.61')",
        "replace(content, '2026-10-14', '2027-10-14')",
    ],
)
def test_content_that_was_edited_in_the_database_is_not_intact(
    store: SqlStore, desk: Database, edited: str
) -> None:
    file(store, a_plan())
    edit(desk, f"UPDATE plans SET content = {edited}")
    with store.reading() as work:
        (plan,) = work.plans.open()
    assert not plan.intact()


def test_a_step_that_was_edited_in_the_database_is_no_line_of_its_plan(
    store: SqlStore, desk: Database
) -> None:
    plan, _ = file(store, a_plan())
    edit(desk, "UPDATE steps SET subscription_id = 'x' WHERE position = 1")
    with store.reading() as work, pytest.raises(NotOfThisPlan):
        work.plans.steps(plan.plan_id)


def test_a_customer_has_one_open_plan(store: SqlStore) -> None:
    file(store, a_plan(action=Action.REINSTATE, lines=(a_line(verb=Verb.REACTIVATE),)))
    with pytest.raises(LostRace):
        file(store, a_plan())
    file(store, a_plan(customer=FABRIKAM))
    with store.reading() as work:
        assert len(work.plans.open()) == 2
        assert work.plans.open_for(CONTOSO) == work.plans.of_customer(CONTOSO, Action.REINSTATE)[0]


def test_reinstating_has_two_steps_on_one_subscription(store: SqlStore) -> None:
    lines = (a_line(verb=Verb.REACTIVATE), a_line(verb=Verb.RESTORE))
    _, steps = file(store, a_plan(action=Action.REINSTATE, lines=lines))
    assert [step.line.verb for step in steps] == [Verb.REACTIVATE, Verb.RESTORE]


def test_a_freeze_has_one_open_plan_to_lift_it(store: SqlStore) -> None:
    for subject in ("freeze", "another"):
        file(store, a_plan(action=Action.LIFT_FREEZE, customer=None, lines=(), subject=subject))
    with pytest.raises(LostRace):
        file(store, a_plan(action=Action.LIFT_FREEZE, customer=None, lines=(), subject="freeze"))


def test_a_move_is_conditional_on_the_state_that_was_seen(store: SqlStore) -> None:
    plan, _ = file(store, a_plan())
    with store() as work:
        moved = work.plans.move(plan, PlanState.APPROVED)
        with pytest.raises(LostRace):
            work.plans.move(plan, PlanState.WITHDRAWN)
        with pytest.raises(ValueError, match="cannot move"):
            work.plans.move(moved, PlanState.PENDING)
        ended = work.plans.move(moved, PlanState.WITHDRAWN, "paid")
        with pytest.raises(ValueError, match="cannot move"):
            work.plans.move(ended, PlanState.FINISHED)
        work.commit()
    with store.reading() as work:
        assert work.plans.get(plan.plan_id) == ended
        assert ended.ended_why == "paid"


def test_a_plan_that_is_over_leaves_its_subscriptions_to_the_next(store: SqlStore) -> None:
    first, _ = file(store, a_plan())
    with store() as work:
        work.plans.move(first, PlanState.SUPERSEDED, "containment")
        work.commit()
    second, steps = file(store, a_plan(reason=Reason.FRAUD))
    with store.reading() as work:
        cancelled = work.plans.steps(first.plan_id)
        assert {step.state for step in cancelled} == {StepState.CANCELLED}
        assert {step.state for step in steps} == {StepState.TODO}
        assert work.plans.open_for(CONTOSO) == second


def test_newest_plans_come_first(store: SqlStore) -> None:
    plans = [a_plan(state=PlanState.REJECTED, filed_at=NOW + timedelta(n)) for n in range(3)]
    for plan in plans:
        with store() as work:
            work.plans.add(plan, [])
            work.commit()
    with store.reading() as work:
        found = work.plans.of_customer(CONTOSO, Action.SUSPEND)
    assert [p.plan_id for p in found] == [p.plan_id for p in reversed(plans)]


def test_notes_are_saved_and_states_are_not(store: SqlStore) -> None:
    plan, _ = file(store, a_plan())
    noted = replace(plan, state=APPROVED, bank_checked_at=NOW, waiting_for="window", turn=3)
    with store() as work:
        work.plans.update(noted)
        work.commit()
    with store() as work:
        assert work.plans.hold(plan.plan_id) == replace(noted, state=PlanState.PENDING)


def test_an_id_that_nobody_gave_out_is_not_stored(store: SqlStore) -> None:
    with store.reading() as work, pytest.raises(NotStored):
        work.plans.get("nothing")


# Votes


def a_voter(work: Work, user_id: str) -> str:
    return work.people.bind(AccountKey("T1", user_id), user_id).person_id


def test_two_simultaneous_second_votes_one_wins_and_the_other_is_told(store: SqlStore) -> None:
    plan, _ = file(store, a_plan())
    with store() as work:
        voters = [a_voter(work, f"U{n}") for n in range(2)]
        work.commit()
    start, outcomes = threading.Barrier(2), []

    def vote(person_id: str) -> None:
        start.wait(timeout=5)
        try:
            with store() as work:
                work.plans.hold(plan.plan_id)
                work.plans.add_vote(a_vote(plan, person_id))
                work.plans.move(plan, PlanState.APPROVED)
                work.commit()
            outcomes.append("won")
        except LostRace:
            outcomes.append("told")

    threads = [threading.Thread(target=vote, args=(voter,)) for voter in voters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=5)
    assert sorted(outcomes) == ["told", "won"]
    with store.reading() as work:
        assert len(work.plans.votes(plan.plan_id)) == 1


def test_a_person_votes_once_and_may_turn_an_approval_into_a_reject(store: SqlStore) -> None:
    plan, _ = file(store, a_plan())
    with store() as work:
        voter = a_voter(work, "U1")
        reject = a_vote(plan, voter, choice=Choice.REJECT, reason="paid by cheque")
        work.plans.add_vote(a_vote(plan, voter))
        with pytest.raises(LostRace):
            work.plans.add_vote(a_vote(plan, voter))
        work.plans.add_vote(reject)
        for late in (reject, a_vote(plan, voter)):
            with pytest.raises(LostRace):
                work.plans.add_vote(late)
        assert work.plans.votes(plan.plan_id) == [reject]
