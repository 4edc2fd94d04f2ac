"""Votes: two people, never the requester, each once, on exactly what they saw."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.approvals import (
    CONFLICTS,
    Ballot,
    Choice,
    Conflict,
    Vote,
    Voter,
    check_first,
    count_vote,
    standing_votes,
    valid_approvals,
)
from core.domain.errors import AlreadyVoted, NoRole, NotEligible, PlanOver, SelfApproval
from core.domain.people import AccountKey, Person, Role
from core.domain.plans import AUTOMATIC, Action, Plan, PlanState
from core.domain.step_up_errors import CodeMissing
from tests.core.a_gate import NOW, POLICY, a_person, a_plan, a_vote, facts_of

PENDING = a_plan(PlanState.PENDING)
BRAUN, PARK, KANG = a_person("braun"), a_person("park"), a_person("kang")


def ballot(plan: Plan = PENDING, may_vote: int = 5, **changes: object) -> Ballot:
    rules = POLICY.ballot(
        plan.content.action, quorum=plan.content.quorum, may_vote=may_vote, home_team="T1"
    )
    return replace(rules, **changes)  # type: ignore[arg-type]


def cast(
    person: Person,
    *earlier: Vote,
    plan: Plan = PENDING,
    choice: Choice = Choice.APPROVE,
    rules: Ballot | None = None,
) -> PlanState:
    return count_vote(plan, a_vote(plan, person, choice), person, earlier, rules or ballot(plan))


def test_the_first_vote_leaves_it_open_and_the_second_completes_it() -> None:
    assert cast(BRAUN) is PlanState.PENDING
    assert cast(PARK, a_vote(PENDING, BRAUN)) is PlanState.APPROVED


def test_one_reject_closes_the_plan() -> None:
    assert cast(PARK, a_vote(PENDING, BRAUN), choice=Choice.REJECT) is PlanState.REJECTED


def test_who_approved_may_still_reject_but_not_approve_twice() -> None:
    assert cast(BRAUN, a_vote(PENDING, BRAUN), choice=Choice.REJECT) is PlanState.REJECTED
    with pytest.raises(AlreadyVoted):
        cast(BRAUN, a_vote(PENDING, BRAUN))


def test_the_requester_cannot_vote() -> None:
    with pytest.raises(SelfApproval):
        cast(KANG)


def test_the_requester_counts_only_where_the_policy_says_so_and_few_may_vote() -> None:
    generous = replace(POLICY, approvals=replace(POLICY.approvals, requester_counts=True))
    few = generous.ballot(Action.SUSPEND, quorum=2, may_vote=3, home_team="T1")
    many = generous.ballot(Action.SUSPEND, quorum=2, may_vote=4, home_team="T1")
    assert cast(KANG, rules=few) is PlanState.PENDING
    with pytest.raises(SelfApproval):
        cast(KANG, rules=many)
    automatic = a_plan(PlanState.PENDING, filed_by=AUTOMATIC)
    with pytest.raises(SelfApproval):
        cast(KANG, plan=automatic, rules=few)


def test_whoever_froze_may_help_to_lift_it() -> None:
    lifting = a_plan(PlanState.PENDING, action=Action.LIFT_FREEZE)
    assert cast(KANG, a_vote(lifting, BRAUN), plan=lifting) is PlanState.APPROVED


@pytest.mark.parametrize("action", [Action.CHANGE_ROLES, Action.CHANGE_POLICY, Action.RATIFY])
def test_approvers_and_administrators_decide_on_the_desk_but_never_who_asked(
    action: Action,
) -> None:
    change = a_plan(PlanState.PENDING, action=action)
    generous = replace(POLICY, approvals=replace(POLICY.approvals, requester_counts=True))
    rules = generous.ballot(action, quorum=2, may_vote=2, home_team="T1")
    with pytest.raises(NoRole):
        cast(a_person("lee", Role.AGENT), plan=change)
    with pytest.raises(SelfApproval):
        cast(KANG, plan=change, rules=rules)
    novak = a_person("novak", Role.ADMINISTRATOR)
    assert cast(novak, a_vote(change, BRAUN), plan=change, rules=rules) is PlanState.APPROVED


@pytest.mark.parametrize(
    "flags",
    [
        {"deleted": True},
        {"is_bot": True},
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"is_stranger": None},
        {"key": AccountKey("T2", "U0BRAUN")},
    ],
)
def test_an_account_that_may_not_decide_is_refused(flags: dict[str, object]) -> None:
    with pytest.raises(NotEligible):
        cast(a_person("braun", **flags))


def test_an_unknown_account_and_an_unknown_workspace_are_refused() -> None:
    with pytest.raises(NotEligible):
        cast(replace(BRAUN, member=None))
    for team in ("T1", ""):
        nowhere = a_person("braun", key=AccountKey(team, "U0BRAUN"))
        with pytest.raises(NotEligible):
            cast(nowhere, rules=ballot(home_team=""))


def test_a_list_that_names_no_role_lets_nobody_vote() -> None:
    for person in (BRAUN, a_person("novak", Role.ADMINISTRATOR)):
        with pytest.raises(NoRole):
            cast(person, rules=ballot(roles=frozenset()))


@pytest.mark.parametrize("state", [s for s in PlanState if s not in {"pending", "approved"}])
def test_a_plan_that_is_over_takes_no_vote(state: PlanState) -> None:
    for choice in Choice:
        with pytest.raises(PlanOver):
            cast(BRAUN, plan=a_plan(state), choice=choice)


def test_a_vote_after_the_end_is_refused() -> None:
    late = replace(a_vote(PENDING, BRAUN), at=NOW + timedelta(days=2))
    with pytest.raises(PlanOver):
        count_vote(PENDING, late, BRAUN, [], ballot())


def test_the_stricter_quorum_of_then_and_now_wins() -> None:
    stricter = replace(
        POLICY, approvals=replace(POLICY.approvals, quorum={Action.SUSPEND.value: 3})
    )
    rules = stricter.ballot(Action.SUSPEND, quorum=2, may_vote=5, home_team="T1")
    assert cast(PARK, a_vote(PENDING, BRAUN), rules=rules) is PlanState.PENDING
    once_three = ballot(a_plan(PlanState.PENDING, quorum=3))
    assert once_three.quorum == 3


def test_distinct_people_are_counted_not_votes() -> None:
    facts = facts_of(PENDING, BRAUN, BRAUN, PARK)
    assert valid_approvals(PENDING, facts.voters, ballot()) == {"braun", "park"}


@pytest.mark.parametrize("conflict", Conflict)
def test_whoever_has_an_interest_of_their_own_is_refused_by_its_name(conflict: Conflict) -> None:
    with pytest.raises(CONFLICTS[conflict]):
        cast(BRAUN, rules=ballot(barred={"braun": conflict}))
    assert cast(PARK, rules=ballot(barred={"braun": conflict})) is PlanState.PENDING


def test_whoever_is_named_has_to_be_among_those_who_agree() -> None:
    rules = ballot(named=frozenset({"park"}))
    assert cast(a_person("weber"), a_vote(PENDING, BRAUN), rules=rules) is PlanState.PENDING
    assert cast(PARK, a_vote(PENDING, BRAUN), rules=rules) is PlanState.APPROVED
    alone = replace(rules, quorum=1)
    assert cast(PARK, rules=alone) is PlanState.APPROVED


def test_what_is_approved_takes_a_no_and_no_further_yes() -> None:
    approved = a_plan(PlanState.APPROVED)
    with pytest.raises(PlanOver):
        cast(BRAUN, plan=approved)
    assert cast(BRAUN, plan=approved, choice=Choice.REJECT) is PlanState.REJECTED


def test_an_approval_that_takes_a_code_counts_with_one_and_a_no_needs_none() -> None:
    rules, yes = ballot(takes_code=True), a_vote(PENDING, BRAUN)
    with pytest.raises(CodeMissing):
        count_vote(PENDING, yes, BRAUN, [], rules)
    assert count_vote(PENDING, yes, BRAUN, [], rules, proven=True) is PlanState.PENDING
    assert cast(BRAUN, rules=rules, choice=Choice.REJECT) is PlanState.REJECTED


@pytest.mark.parametrize(
    "earlier",
    [
        pytest.param(replace(a_vote(PENDING, BRAUN), hash="0" * 64), id="of another revision"),
        pytest.param(a_vote(PENDING, BRAUN, Choice.REJECT), id="a no"),
    ],
)
def test_only_a_yes_to_this_revision_is_added_up(earlier: Vote) -> None:
    assert cast(PARK, earlier) is PlanState.PENDING


def test_nobody_says_no_twice_or_takes_a_no_back() -> None:
    for choice in Choice:
        with pytest.raises(AlreadyVoted):
            check_first(BRAUN, choice, [a_vote(PENDING, BRAUN, Choice.REJECT)])
    check_first(PARK, Choice.APPROVE, [a_vote(PENDING, BRAUN, Choice.REJECT)])


YES = a_vote(PENDING, BRAUN)
CODED = replace(YES, proof="proof")
STRICT = ballot(takes_code=True)


@pytest.mark.parametrize(
    ("voter", "rules", "stands"),
    [
        pytest.param(Voter(YES, BRAUN, recorded=True), ballot(), True, id="as usual"),
        pytest.param(Voter(YES, BRAUN), ballot(), False, id="a row that no record tells of"),
        pytest.param(Voter(YES, BRAUN, recorded=True), STRICT, False, id="without a code"),
        pytest.param(Voter(YES, BRAUN, True, True), STRICT, True, id="with one"),
        pytest.param(Voter(CODED, BRAUN, recorded=True), ballot(), False, id="void, not asked for"),
        pytest.param(Voter(YES, a_person("braun", deleted=True), recorded=True), ballot(), False,
                     id="deactivated"),
    ],
)  # fmt: skip
def test_what_stands_counts_and_nothing_else(voter: Voter, rules: Ballot, stands: bool) -> None:
    assert valid_approvals(PENDING, [voter], rules) == ({"braun"} if stands else set())
    assert standing_votes(PENDING, [voter], rules) == ([voter.vote] if stands else [])


def test_a_no_stands_whoever_gave_it_may_be_gone_and_is_of_whom_they_are_now() -> None:
    gone = a_person("park", deleted=True)
    no = a_vote(PENDING, BRAUN, Choice.REJECT)
    assert standing_votes(PENDING, [Voter(no, gone)], ballot()) == [replace(no, person_id="park")]
    assert valid_approvals(PENDING, [Voter(no, BRAUN, recorded=True)], ballot()) == set()
