"""Who has a vote and an interest: refused when voting, and not counted when the bytes leave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.domain.approvals import (
    CONFLICTS,
    Ballot,
    Choice,
    Conflict,
    Voter,
    count_vote,
    fault_of,
    standing_votes,
    valid_approvals,
)
from core.domain.errors import AlreadyVoted, NoRole, SelfApproval
from core.domain.people import Ineligibility, Role
from core.domain.plans import Action, PlanState
from core.domain.step_up_errors import CodeMissing
from tests.core.a_gate import POLICY, a_person, a_plan, a_vote

PENDING = a_plan(PlanState.PENDING)
BRAUN, PARK, WEBER, KANG = (a_person(name) for name in ("braun", "park", "weber", "kang"))
RULES = POLICY.ballot(Action.SUSPEND, quorum=2, may_vote=5, home_team="T1")


def against(conflict: Conflict, whose: str = "braun") -> Ballot:
    return replace(RULES, barred={whose: conflict})


@pytest.mark.parametrize("conflict", Conflict)
@pytest.mark.parametrize("choice", Choice)
def test_each_conflict_is_refused_under_its_own_name(conflict: Conflict, choice: Choice) -> None:
    vote = a_vote(PENDING, BRAUN, choice)
    with pytest.raises(CONFLICTS[conflict]):
        count_vote(PENDING, vote, BRAUN, [], against(conflict))
    assert count_vote(PENDING, a_vote(PENDING, PARK), PARK, [], against(conflict))


@pytest.mark.parametrize("conflict", Conflict)
def test_a_vote_of_before_does_not_count_once_there_is_a_conflict(conflict: Conflict) -> None:
    voters = [Voter(a_vote(PENDING, one), one, recorded=True) for one in (BRAUN, PARK)]
    assert valid_approvals(PENDING, voters, RULES) == {"braun", "park"}
    assert valid_approvals(PENDING, voters, against(conflict)) == {"park"}
    assert fault_of(PENDING, BRAUN, against(conflict)) is Ineligibility.CONFLICT
    standing = standing_votes(PENDING, voters, against(conflict))
    assert [vote.person_id for vote in standing] == ["park"]


def test_what_no_conflict_changes_is_said_first() -> None:
    agent = a_person("braun", Role.AGENT)
    with pytest.raises(NoRole):
        count_vote(PENDING, a_vote(PENDING, agent), agent, [], against(Conflict.STANDS_IN))
    with pytest.raises(SelfApproval):
        vote = a_vote(PENDING, KANG)
        count_vote(PENDING, vote, KANG, [], against(Conflict.OWNS_ACCOUNT, "kang"))


# Codes

CODED = replace(RULES, takes_code=True)


def test_an_approval_that_takes_a_code_counts_with_one() -> None:
    vote = a_vote(PENDING, BRAUN)
    with pytest.raises(CodeMissing):
        count_vote(PENDING, vote, BRAUN, [], CODED)
    assert count_vote(PENDING, vote, BRAUN, [], CODED, proven=True) is PlanState.PENDING
    earlier = [a_vote(PENDING, PARK)]
    assert count_vote(PENDING, vote, BRAUN, earlier, CODED, proven=True) is PlanState.APPROVED


def test_a_reject_takes_none() -> None:
    no = a_vote(PENDING, BRAUN, Choice.REJECT)
    assert count_vote(PENDING, no, BRAUN, [], CODED) is PlanState.REJECTED


@pytest.mark.parametrize(
    ("proven", "counts"),
    [
        pytest.param((True, True), {"braun", "park"}, id="both"),
        pytest.param((True, False), {"braun"}, id="one"),
        pytest.param((False, False), set(), id="none"),
    ],
)
def test_only_proven_approvals_count(proven: tuple[bool, bool], counts: set[str]) -> None:
    voters = [
        Voter(a_vote(PENDING, one), one, proven=is_proven, recorded=True)
        for one, is_proven in zip((BRAUN, PARK), proven, strict=True)
    ]
    assert valid_approvals(PENDING, voters, CODED) == counts
    assert CODED.carried(valid_approvals(PENDING, voters, CODED)) is (len(counts) == 2)
    assert valid_approvals(PENDING, voters, RULES) == {"braun", "park"}


def test_who_approved_without_a_code_may_approve_again_with_one() -> None:
    again = a_vote(PENDING, BRAUN)
    voters = [Voter(a_vote(PENDING, BRAUN), BRAUN, recorded=True)]
    standing = standing_votes(PENDING, voters, CODED)
    assert count_vote(PENDING, again, BRAUN, standing, CODED, proven=True) is PlanState.PENDING
    coded = [Voter(a_vote(PENDING, BRAUN), BRAUN, proven=True, recorded=True)]
    proven = standing_votes(PENDING, coded, CODED)
    with pytest.raises(AlreadyVoted):
        count_vote(PENDING, again, BRAUN, proven, CODED, proven=True)


def test_administrators_alone_confirm_a_factor_and_one_of_them_is_enough() -> None:
    rules = POLICY.ballot(Action.CONFIRM_STEP_UP, quorum=1, may_vote=2, home_team="T1")
    plan = a_plan(PlanState.PENDING, action=Action.CONFIRM_STEP_UP, quorum=1)
    novak = a_person("novak", Role.ADMINISTRATOR)
    assert count_vote(plan, a_vote(plan, novak), novak, [], rules) is PlanState.APPROVED
    with pytest.raises(NoRole):
        count_vote(plan, a_vote(plan, WEBER), WEBER, [], rules)
    kang = a_person("kang", Role.ADMINISTRATOR)
    with pytest.raises(SelfApproval):
        count_vote(plan, a_vote(plan, kang), kang, [], rules)
