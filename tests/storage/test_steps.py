"""The journal: nothing is sent without an intent, and an old attempt changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.errors import LostRace
from core.domain.plans import Action, Plan, PlanState, Step, StepState, Verb
from core.ports.store import Work
from storage.unit_of_work import SqlStore
from tests.builders import EXCHANGE, NOW, a_plan, an_attempt, steps_of


def approved(work: Work) -> tuple[Plan, Step]:
    plan = a_plan(state=PlanState.APPROVED)
    work.plans.add(plan, steps_of(plan))
    return plan, work.plans.steps(plan.plan_id)[0]


def test_an_intent_is_journalled_with_the_state_before(store: SqlStore) -> None:
    with store() as work:
        plan, step = approved(work)
        attempt = an_attempt(step)
        begun = work.plans.begin(attempt)
        assert (begun.state, begun.attempt, begun.unsure) == (StepState.INTENT, 1, False)
        assert work.plans.steps(plan.plan_id)[0] == begun
        assert work.plans.attempt(begun) == replace(attempt, step=begun)


def test_a_step_is_begun_once(store: SqlStore) -> None:
    with store() as work:
        _, step = approved(work)
        work.plans.begin(an_attempt(step))
        with pytest.raises(LostRace):
            work.plans.begin(an_attempt(step))


@pytest.mark.parametrize("state", [PlanState.WITHDRAWN, PlanState.REJECTED, PlanState.EXPIRED])
def test_nothing_is_begun_for_a_plan_that_is_over(store: SqlStore, state: PlanState) -> None:
    with store() as work:
        plan, step = approved(work)
        work.plans.move(plan, state)
        with pytest.raises(LostRace):
            work.plans.begin(an_attempt(step))


def test_nothing_is_begun_for_a_plan_that_nobody_approved(store: SqlStore) -> None:
    with store() as work:
        plan = a_plan()
        work.plans.add(plan, steps_of(plan))
        with pytest.raises(LostRace):
            work.plans.begin(an_attempt(work.plans.steps(plan.plan_id)[0]))


def test_an_attempt_that_was_overtaken_neither_sends_nor_settles(store: SqlStore) -> None:
    with store() as work:
        _, step = approved(work)
        zombie = work.plans.begin(an_attempt(step))
        again = work.plans.settle(zombie, StepState.TODO, "changed since it was read")
        successor = work.plans.begin(an_attempt(again))
        assert successor.attempt == 2
        with pytest.raises(LostRace):
            work.plans.sent(zombie)
        with pytest.raises(LostRace):
            work.plans.settle(zombie, StepState.CONFIRMED)
        work.plans.sent(successor)


def test_a_step_whose_outcome_was_once_unknown_stays_unsure(store: SqlStore) -> None:
    with store() as work:
        plan, step = approved(work)
        begun = work.plans.begin(an_attempt(step))
        work.plans.sent(begun)
        unknown = work.plans.settle(begun, StepState.UNKNOWN, "no answer")
        work.plans.settle(unknown, StepState.TODO, "not applied")
        stored = work.plans.steps(plan.plan_id)[0]
        assert (stored.state, stored.unsure, stored.why) == (StepState.TODO, True, "not applied")
        assert work.plans.attempt(begun).sent


def test_the_same_request_id_may_be_sent_again(store: SqlStore) -> None:
    with store() as work:
        _, step = approved(work)
        first = an_attempt(step)
        again = work.plans.settle(work.plans.begin(first), StepState.TODO, "not applied")
        second = work.plans.begin(an_attempt(again, request_id=first.request_id))
        assert work.plans.attempt(second).request_id == first.request_id


def test_an_illegal_move_is_a_mistake_of_ours(store: SqlStore) -> None:
    with store() as work:
        _, step = approved(work)
        with pytest.raises(ValueError, match="cannot be moved"):
            work.plans.settle(step, StepState.CONFIRMED)
        with pytest.raises(ValueError, match="cannot be moved"):
            work.plans.settle(step, StepState.INTENT)
        with pytest.raises(ValueError, match="does not follow"):
            work.plans.begin(an_attempt(step, number=2))


def test_caps_count_every_intent_also_of_steps_that_were_put_back(store: SqlStore) -> None:
    with store() as work:
        plan, step = approved(work)
        early = work.plans.begin(an_attempt(step, begun_at=NOW - timedelta(hours=25)))
        again = work.plans.settle(early, StepState.TODO, "held back")
        work.plans.settle(work.plans.begin(an_attempt(again)), StepState.TODO, "held back")
        (intent,) = work.plans.intents(NOW - timedelta(days=1), [Verb.SUSPEND])
        assert (intent.at, intent.subscription_id, intent.verb) == (NOW, EXCHANGE, Verb.SUSPEND)
        assert intent.customer == plan.content.customer
        assert work.plans.intents(NOW - timedelta(days=1), [Verb.REACTIVATE]) == []


def test_what_plans_under_way_have_still_to_do_is_counted_by_plan(store: SqlStore) -> None:
    with store() as work:
        plan, step = approved(work)
        actions = (plan.content.action,)
        assert work.plans.still_to_do(*actions) == {}
        work.plans.move(plan, PlanState.EXECUTING)
        count = len(work.plans.steps(plan.plan_id))
        assert work.plans.still_to_do(*actions) == {plan.plan_id: count}
        assert work.plans.still_to_do(Action.REINSTATE) == work.plans.still_to_do() == {}
        work.plans.begin(an_attempt(step))
        assert work.plans.still_to_do(*actions) == ({plan.plan_id: count - 1} if count > 1 else {})
