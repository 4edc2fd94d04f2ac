"""What a policy that came into force meanwhile means for a plan that is approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.ladder import Quiet, Timing
from core.domain.plans import Action, Line, PlanState, Reason, Verb
from core.gate import Ruling, Verdict, Why, judge
from tests.core.a_gate import NOW, POLICY, a_plan, facts_of

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


MONDAY, TUESDAY = date(2026, 10, 12), date(2026, 10, 13)
NEXT_WEEK = datetime(2026, 10, 19, 7, tzinfo=UTC)  # Monday, 09:00 in Berlin


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        pytest.param(
            Timing(quiet=(Quiet("DE", MONDAY, date(2026, 10, 16)),)),
            Ruling(Verdict.WAIT, Why.CUT_WINDOW, NEXT_WEEK),
            id="quiet until Friday",
        ),
        pytest.param(Timing(quiet=(Quiet("KR", MONDAY, MONDAY),)), Ruling(Verdict.GO), id="abroad"),
        pytest.param(
            Timing(quiet=(Quiet("", MONDAY, date(2027, 10, 12)),)),
            Ruling(Verdict.WAIT, Why.CUT_WINDOW),
            id="quiet as far as anybody looks",
        ),
        pytest.param(
            Timing(decreed={("DE", TUESDAY): False}),
            Ruling(Verdict.WAIT, Why.CUT_WINDOW, datetime(2026, 10, 14, 7, tzinfo=UTC)),
            id="the eve of a day off by decree",
        ),
    ],
)
def test_the_policy_keeps_days_free_of_cuts(timing: Timing, expected: Ruling) -> None:
    policy = replace(POLICY, rules=replace(POLICY.rules, timing=timing))
    plan = a_plan(expires_at=NOW + timedelta(days=9))
    assert judge(facts_of(plan, policy=policy)) == expected


def test_a_day_of_work_by_decree_is_one_for_a_cut() -> None:
    saturday = datetime(2026, 10, 10, 8, tzinfo=UTC)
    working = {("DE", date(2026, 10, day)): True for day in (10, 11)}
    policy = replace(POLICY, rules=replace(POLICY.rules, timing=Timing(decreed=working)))
    plan = replace(a_plan(), bank_checked_at=saturday)
    assert judge(facts_of(plan, policy=policy, now=saturday)).verdict is Verdict.GO
