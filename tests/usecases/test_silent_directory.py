"""What a vote rests on while the directory is silent: a code, and what was said within a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from core.directory import refresh_voters
from core.domain.approvals import Choice, valid_approvals
from core.domain.events import Route
from core.domain.people import AccountKey, Member
from core.domain.plans import Plan, PlanState, Reason
from core.domain.step_up_errors import CodeMissing
from core.gathering import gather
from core.ports.engine import Later
from core.ports.outside import Unreachable
from core.usecases import factors
from core.usecases.voting import Ballot, vote
from tests.a_step_up import (
    a_plan,
    agree,
    code_at,
    counting,
    look,
    offer,
    with_second_administrator,
)
from tests.office import ADMIN, APPROVER, TEAM, Desk

OTHER = AccountKey(TEAM, "U0PARK")


@dataclass(frozen=True)
class Silent:
    """A directory that does not answer."""

    def look_up(self, key: AccountKey) -> Member | None:
        raise Unreachable("Slack is down")


@pytest.fixture
def plan(desk: Desk) -> Plan:
    """Which takes no code where Slack is asked."""
    with_second_administrator(desk.store, AccountKey(TEAM, "U0LEE"))
    return a_plan(desk, Reason.MISUSE)


def with_code(desk: Desk, plan: Plan, account: AccountKey) -> Plan:
    secret = counting(account.user_id, desk.office)
    proof = look(desk, offer(desk, code_at(secret, desk.now), plan.hash, account=account))
    assert proof is not None
    ballot = Ballot(plan.plan_id, plan.hash, Choice.APPROVE, proof=proof.proof_id)
    return vote(ballot, account, office=desk.office, route=Route.CLI)


def age(desk: Desk, hours: int) -> None:
    """What is known of both voters was said so long ago."""
    with desk.store() as work:
        for account in (APPROVER, OTHER):
            member = work.people.member(account)
            assert member is not None
            read = desk.now - timedelta(hours=hours)
            work.people.save_member(replace(member, read_at=read))
        work.commit()


@pytest.mark.parametrize(
    ("second", "hours", "goes_on"),
    [
        pytest.param(with_code, 23, True, id="two codes, known for a day"),
        pytest.param(with_code, 25, False, id="two codes, known for longer"),
        pytest.param(agree, 1, False, id="one vote without a code"),
    ],
)
def test_votes_that_codes_prove_stand_for_a_day(
    desk: Desk, plan: Plan, second: Callable[[Desk, Plan, AccountKey], Plan], hours: int,
    goes_on: bool,
) -> None:  # fmt: skip
    with_code(desk, plan, APPROVER)
    approved = second(desk, plan, OTHER)
    assert approved.state is PlanState.APPROVED
    age(desk, hours)
    if goes_on:
        refresh_voters(approved, directory=Silent(), office=desk.office)
        return
    with pytest.raises(Later):
        refresh_voters(approved, directory=Silent(), office=desk.office)


def test_at_the_terminal_no_vote_goes_without_a_code(desk: Desk, plan: Plan) -> None:
    for choice in Choice:
        ballot = Ballot(plan.plan_id, plan.hash, choice, reason="No")
        with pytest.raises(CodeMissing):
            vote(ballot, APPROVER, office=desk.office, route=Route.CLI)


def test_a_vote_that_came_with_a_code_falls_with_it(desk: Desk, plan: Plan) -> None:
    with_code(desk, plan, APPROVER)
    assert standing(desk, plan) == 1
    factors.revoke(APPROVER.user_id, by=ADMIN.user_id, office=desk.office, route=Route.CLI)
    assert standing(desk, plan) == 0


def standing(desk: Desk, plan: Plan) -> int:
    with desk.store.reading() as work:
        facts = gather(work, plan, now=desk.now, office=desk.office)
    return len(valid_approvals(plan, facts.voters, facts.ballot))


@dataclass(frozen=True)
class Telling:
    """A directory that knows everybody as they are, and who was asked for."""

    desk: Desk
    asked: list[AccountKey] = field(default_factory=list)

    def look_up(self, key: AccountKey) -> Member | None:
        self.asked.append(key)
        with self.desk.store.reading() as work:
            member = work.people.member(key)
        return replace(member, read_at=self.desk.now) if member else None


@pytest.mark.parametrize(
    ("state", "after_the_vote", "ago", "is_asked"),
    [
        pytest.param(PlanState.APPROVED, 0, 0, True, id="known since the vote itself"),
        pytest.param(PlanState.APPROVED, 1, 10, False, id="asked for another plan right now"),
        pytest.param(PlanState.APPROVED, 1, 11, True, id="asked for another plan a while ago"),
        pytest.param(PlanState.EXECUTING, 0, 900, False, id="under way, a quarter of an hour"),
        pytest.param(PlanState.EXECUTING, 0, 901, True, id="under way, longer ago"),
    ],
)
def test_whoever_voted_is_asked_for_anew(
    desk: Desk, plan: Plan, state: PlanState, after_the_vote: int, ago: int, is_asked: bool
) -> None:
    agree(desk, plan, APPROVER)
    approved = replace(agree(desk, plan, OTHER), state=state)
    read = desk.now + timedelta(seconds=after_the_vote)
    with desk.store() as work:
        for account in (APPROVER, OTHER):
            member = work.people.member(account)
            assert member is not None
            work.people.save_member(replace(member, read_at=read))
        work.commit()
    desk.now = read + timedelta(seconds=ago)
    directory = Telling(desk)
    refresh_voters(approved, directory=directory, office=desk.office)
    assert set(directory.asked) == ({APPROVER, OTHER} if is_asked else set())
