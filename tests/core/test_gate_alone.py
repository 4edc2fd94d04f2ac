"""Without votes goes what one person does alone, and its roll-back; no condition is spare."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.alone import MOST_ALONE, Alone, BreakGlass
from core.domain.people import Role
from core.domain.plans import AUTOMATIC, Action, Line, Plan, PlanState, Reason, Verb, plan_hash
from core.domain.policy import Policy
from core.domain.policy_file import read_policy
from core.domain.sole import NOBODY, Sole, about
from core.gate import GateFacts, Verdict, Why, judge
from core.load import Load
from core.ports.records import Freeze
from tests.core.a_gate import KEY, NOW, POLICY, a_person, a_plan, facts_of

ENABLED = read_policy(POLICY.text.replace("enabled = false", "enabled = true", 1))
HOUR = timedelta(hours=1)
ALONE = Alone("alert", "", "proof", NOW + 20 * HOUR, NOW + 24 * HOUR)
KANG = a_person("kang", Role.APPROVER)
FROZEN = Freeze("f", "person", "wrong invoices", "weber", NOW)
SOLE = Sole(requester=KANG, proved=True)


def lines(count: int) -> tuple[Line, ...]:
    return tuple(Line(f"s{n}", Verb.SUSPEND, f"Exchange {n}", n + 1) for n in range(count))


def emergency(**changes: object) -> Plan:
    usual: dict[str, object] = {
        "reason": Reason.FRAUD,
        "note_digest": "why",
        "basis": (),
        "overdue": (),
        "alone": ALONE,
    }
    return a_plan(PlanState.APPROVED, **usual | changes)


def facts(plan: Plan | None = None, **changes: object) -> GateFacts:
    found = facts_of(plan or emergency(), sole=SOLE, policy=ENABLED)
    return replace(found, voters=(), **changes)  # type: ignore[arg-type]


def terms(**changes: object) -> Policy:
    said = replace(BreakGlass(enabled=True), **changes)  # type: ignore[arg-type]
    return replace(ENABLED, break_glass=said)


def test_it_goes_with_the_requesters_own_act() -> None:
    assert judge(facts()).verdict is Verdict.GO
    assert judge(facts(emergency(reason=Reason.MISUSE))).verdict is Verdict.GO


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(facts(policy=POLICY), id="the policy does not say so"),
        pytest.param(facts(policy=ENABLED.stricter(POLICY)), id="then it did not say so"),
        pytest.param(facts(policy=POLICY.stricter(ENABLED)), id="now it says so no more"),
        pytest.param(facts(policy=terms(roles=frozenset({Role.ADMINISTRATOR}))), id="role"),
        pytest.param(facts(policy=terms(roles=frozenset())), id="no role at all"),
        pytest.param(facts(policy=terms(most=1), plan=emergency(lines=lines(2))), id="two"),
        pytest.param(facts(emergency(lines=lines(4))), id="four"),
        pytest.param(facts(policy=terms(most=9), plan=emergency(lines=lines(4))),
                     id="four, whatever the policy says"),
        pytest.param(facts(emergency(lines=())), id="none"),
        pytest.param(facts(emergency(alone=None)), id="not filed as such"),
        pytest.param(facts(emergency(alone=replace(ALONE, alert=""))), id="no alert"),
        pytest.param(facts(emergency(note_digest="")), id="no reason typed"),
        pytest.param(facts(emergency(filed_by=AUTOMATIC)), id="an automation"),
        pytest.param(facts(emergency(filed_by="lee")), id="filed by another"),
        pytest.param(facts(emergency(action=Action.CANCEL)), id="for good"),
        pytest.param(facts(now=NOW + 24 * HOUR, plan=emergency(expires_at=NOW + 99 * HOUR)),
                     id="after the second deadline"),
        pytest.param(facts(sole=NOBODY), id="nothing known"),
        pytest.param(facts(sole=replace(SOLE, proved=False)), id="no proof"),
        pytest.param(facts(sole=Sole(requester=KANG)), id="no word of a proof"),
        pytest.param(facts(sole=replace(SOLE, another=True)), id="another one not ratified"),
        pytest.param(facts(sole=replace(SOLE, requester=a_person("lee"))), id="somebody else's"),
        pytest.param(facts(sole=replace(SOLE, requester=a_person("kang", deleted=True))),
                     id="deactivated"),
        pytest.param(facts(sole=replace(SOLE, requester=a_person("kang", is_restricted=True))),
                     id="guest"),
        pytest.param(facts(sole=replace(SOLE, requester=replace(KANG, member=None))),
                     id="not in the directory"),
        pytest.param(facts(sole=replace(SOLE, requester=a_person("kang", Role.AGENT))),
                     id="an agent"),
    ],
)  # fmt: skip
def test_one_condition_less_and_it_does_not_go(changed: GateFacts) -> None:
    ruling = judge(changed)
    assert (ruling.verdict, ruling.why) == (Verdict.WAIT, Why.VOTES)


def test_nobody_acts_alone_for_money() -> None:
    plan = emergency(reason=Reason.NON_PAYMENT)
    assert judge(facts(plan)).verdict is not Verdict.GO


def test_neither_freeze_nor_caps_are_lifted_for_it() -> None:
    assert judge(facts(freeze=FROZEN)).why is Why.FROZEN
    small = replace(ENABLED, caps=replace(ENABLED.caps, per_day=1))
    load = Load((), 2, 0, 0, 500)
    assert judge(facts(emergency(lines=lines(2)), policy=small, load=load)).why is Why.CAP
    assert judge(facts(others_ending=True)).why is Why.OTHER_CHANGE


def test_a_plan_that_was_edited_is_stopped() -> None:
    plan = emergency()
    longer = replace(plan.content, alone=replace(ALONE, decide_by=NOW + 999 * HOUR))
    assert judge(facts(replace(plan, content=longer))).why is Why.TAMPERED
    assert plan_hash(longer) != plan.hash


@given(
    count=st.integers(0, 12),
    most=st.integers(1, 9),
    enabled=st.booleans(),
    proved=st.booleans(),
    another=st.booleans(),
    reason=st.sampled_from(Reason),
    role=st.sampled_from(Role),
)
def test_never_more_than_three_never_without_proof_never_a_second_one(
    count: int, most: int, enabled: bool, proved: bool, another: bool, reason: Reason, role: Role
) -> None:
    policy = replace(ENABLED, break_glass=BreakGlass(enabled=enabled, most=most))
    sole = Sole(requester=a_person("kang", role), proved=proved, another=another)
    plan = emergency(lines=lines(count), reason=reason)
    goes = judge(facts(plan, policy=policy, sole=sole)).verdict is Verdict.GO
    may = role in {Role.APPROVER, Role.ADMINISTRATOR} and reason is not Reason.NON_PAYMENT
    few = 0 < count <= min(most, MOST_ALONE)
    assert goes == (enabled and proved and not another and may and few)


# Its roll-back


def lifting(**changes: object) -> Plan:
    usual: dict[str, object] = {
        "action": Action.REINSTATE,
        "reason": Reason.FRAUD,
        "filed_by": AUTOMATIC,
        "subject": "alone-plan",
        "lines": (Line("s0", Verb.REACTIVATE, "Exchange", 1), Line("s0", Verb.RESTORE, "E", 1)),
        "basis": (),
        "overdue": (),
    }
    return a_plan(PlanState.APPROVED, **usual | changes)


UNDOES = Sole(undoes=frozenset({"s0"}))


def test_what_nobody_ratified_is_lifted_without_votes() -> None:
    assert judge(facts(lifting(), sole=UNDOES)).verdict is Verdict.GO


@pytest.mark.parametrize(
    ("plan", "sole"),
    [
        pytest.param(lifting(), NOBODY, id="not to be rolled back"),
        pytest.param(lifting(), Sole(undoes=frozenset({"s1"})), id="another subscription"),
        pytest.param(
            lifting(lines=(*lifting().content.lines, Line("s1", Verb.REACTIVATE, "T", 1))),
            UNDOES, id="one that the plan did not change",
        ),
        pytest.param(lifting(filed_by="kang"), UNDOES, id="filed by a person"),
        pytest.param(lifting(subject=""), UNDOES, id="about no plan"),
        pytest.param(lifting(lines=()), Sole(), id="nothing"),
        pytest.param(
            lifting(action=Action.SUSPEND, lines=(Line("s0", Verb.SUSPEND, "E", 1),)), UNDOES,
            id="a cut",
        ),
        pytest.param(
            lifting(action=Action.CANCEL, lines=(Line("s0", Verb.CANCEL, "E", 1),)), UNDOES,
            id="for good",
        ),
        pytest.param(
            lifting(lines=(Line("s0", Verb.CANCEL, "E", 1),)), UNDOES, id="for good, by its step",
        ),
        pytest.param(
            lifting(action=Action.ADOPT, lines=(Line("s0", Verb.ADOPT, "E", 1),)), UNDOES,
            id="something else",
        ),
    ],
)  # fmt: skip
def test_nothing_else_is_lifted_without_votes(plan: Plan, sole: Sole) -> None:
    ruling = judge(facts(plan, sole=sole))
    assert (ruling.verdict, ruling.why) == (Verdict.WAIT, Why.VOTES)


# What a code is for


def test_a_code_is_good_for_exactly_one_wish() -> None:
    wish: dict[str, object] = {
        "customer": KEY,
        "requester": "kang",
        "reason": Reason.FRAUD,
        "note_digest": "why",
        "lines": lines(2),
        "alert": "alert",
        "link": "",
    }
    others: dict[str, object] = {
        "customer": replace(KEY, account="china"),
        "requester": "lee",
        "reason": Reason.MISUSE,
        "note_digest": "other",
        "lines": lines(3),
        "alert": "other",
        "link": "https://example.com",
    }
    assert others.keys() == wish.keys()
    wishes = [wish, *({**wish, name: other} for name, other in others.items())]
    found = {about(**one) for one in wishes}  # type: ignore[arg-type]
    assert len(found) == len(wishes)
    assert about(**wish) in found  # type: ignore[arg-type]


def test_a_plan_that_is_over_goes_nowhere() -> None:
    assert judge(facts(replace(emergency(), state=PlanState.FINISHED))).why is Why.OVER
