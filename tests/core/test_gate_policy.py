"""What a policy that came into force meanwhile means for a plan that is approved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.domain.plans import Action, Line, PlanState, Reason, Verb
from core.gate import Ruling, Verdict, Why, judge
from tests.core.a_gate import POLICY, a_plan, facts_of

KEEPS = replace(POLICY, rules=replace(POLICY.rules, keep=("exchange",)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, Ruling(Verdict.END, Why.KEPT), id="no reason given"),
        pytest.param({"note_digest": "ab"}, Ruling(Verdict.GO), id="a reason given"),
        pytest.param({"reason": Reason.FRAUD}, Ruling(Verdict.GO), id="fraud"),
        pytest.param(
            {"lines": (Line("1", Verb.SUSPEND, "Visio", 1),)}, Ruling(Verdict.GO), id="another"
        ),
        pytest.param(
            {"action": Action.STOP_RENEWAL}, Ruling(Verdict.END, Why.KEPT), id="the renewal"
        ),
    ],
)
def test_a_service_that_is_kept_now_is_not_cut_without_a_reason(
    changes: dict[str, object], expected: Ruling
) -> None:
    assert judge(facts_of(a_plan(PlanState.APPROVED, **changes), policy=KEEPS)) == expected


def test_a_plan_of_a_policy_that_cannot_be_read_any_more_ends() -> None:
    gone = judge(facts_of(a_plan(), policy_gone=True))
    assert gone == Ruling(Verdict.END, Why.POLICY_GONE)


@pytest.mark.parametrize(
    ("state", "action", "lapsed"),
    [
        (PlanState.PENDING, Action.CHANGE_POLICY, True),
        (PlanState.APPROVED, Action.CHANGE_POLICY, False),
        (PlanState.APPROVED, Action.SUSPEND, True),
        (PlanState.EXECUTING, Action.SUSPEND, False),
    ],
)
def test_only_what_is_under_way_outlives_its_time(
    state: PlanState, action: Action, lapsed: bool
) -> None:
    plan = a_plan(state, action=action)
    assert plan.lapsed(plan.content.expires_at) is lapsed
