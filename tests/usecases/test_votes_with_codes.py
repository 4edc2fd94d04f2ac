"""Votes that take codes: counted with a proof, and with nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.approvals import Choice, valid_approvals
from core.domain.errors import AlreadyVoted
from core.domain.events import Route, VoteCast
from core.domain.people import AccountKey
from core.domain.plans import Plan, PlanState, Reason
from core.domain.secret import Secret
from core.domain.step_up import Proof, Purpose
from core.domain.step_up_errors import (
    CodeMissing,
    NotEnrolled,
)
from core.gate import Why, judge
from core.gathering import gather
from core.usecases import eligibility, factors
from core.usecases.voting import Ballot, vote
from tests.a_step_up import (
    VAULT,
    a_plan,
    agree,
    code_at,
    counting,
    give_factor,
    look,
    offer,
    person,
    take_codes,
    with_second_administrator,
)
from tests.office import ADMIN, APPROVER, MONDAY, TEAM, Desk

SECOND_ADMIN = AccountKey(TEAM, "U0LEE")
OTHER, THIRD = AccountKey(TEAM, "U0PARK"), AccountKey(TEAM, "U0WEBER")


@pytest.fixture(autouse=True)
def two_administrators(desk: Desk) -> None:
    with_second_administrator(desk.store, SECOND_ADMIN)


def proven(desk: Desk, plan: Plan, account: AccountKey, secret: Secret) -> Plan:
    proof = look(desk, offer(desk, code_at(secret, desk.now), plan.hash, account=account))
    assert proof is not None
    ballot = Ballot(plan.plan_id, plan.hash, Choice.APPROVE, proof=proof.proof_id)
    return vote(ballot, account, office=desk.office)


def test_a_plan_that_takes_codes_counts_no_vote_without_one(desk: Desk) -> None:
    take_codes(desk)
    plan = a_plan(desk)
    with pytest.raises(CodeMissing):
        agree(desk, plan, APPROVER)
    secrets = {one: counting(one.user_id, desk.office) for one in (APPROVER, OTHER)}
    assert proven(desk, plan, APPROVER, secrets[APPROVER]).state is PlanState.PENDING
    assert proven(desk, plan, OTHER, secrets[OTHER]).state is PlanState.APPROVED
    with desk.store.reading() as work:
        cast = [r.event for r in work.events.since(VoteCast, MONDAY)]
    assert all(isinstance(one, VoteCast) and one.proof_id for one in cast) and len(cast) == 2


def test_a_reject_takes_no_code_and_other_plans_neither(desk: Desk) -> None:
    take_codes(desk)
    plan = a_plan(desk, Reason.MISUSE)
    assert agree(desk, plan, APPROVER).state is PlanState.PENDING
    no = Ballot(plan.plan_id, plan.hash, Choice.REJECT, reason="No")
    assert vote(no, OTHER, office=desk.office).state is PlanState.REJECTED


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param(lambda plan, mine: ("e" * 64, mine), id="another plan"),
        pytest.param(lambda plan, mine: (plan.hash, "another"), id="another person"),
    ],
)
def test_a_proof_of_something_else_proves_no_vote(
    desk: Desk, elsewhere: Callable[[Plan, str], tuple[str, str]]
) -> None:
    take_codes(desk)
    plan, mine = a_plan(desk), person(desk, APPROVER)
    about, whose = elsewhere(plan, mine)
    kept = whose if whose == mine else person(desk, OTHER)
    proof = VAULT.attest(Proof("proof", Purpose.VOTE, kept, about, desk.now))
    with desk.store() as work:
        give_factor(work, kept, desk.now)
        work.step_ups.add_proof(proof)
        work.commit()
    ballot = Ballot(plan.plan_id, plan.hash, Choice.APPROVE, proof="proof")
    with pytest.raises(CodeMissing):
        vote(ballot, APPROVER, office=desk.office)


def test_a_proof_that_nobody_with_the_master_key_wrote_sends_nothing(desk: Desk) -> None:
    take_codes(desk)
    plan = a_plan(desk)
    for account in (APPROVER, OTHER):
        made_up = Proof(f"made-up-{account.user_id}", Purpose.VOTE, person(desk, account),
                        plan.hash, desk.now)  # fmt: skip
        with desk.store() as work:
            give_factor(work, made_up.person_id, desk.now)
            work.step_ups.add_proof(made_up)
            work.commit()
        ballot = Ballot(plan.plan_id, plan.hash, Choice.APPROVE, proof=made_up.proof_id)
        plan = vote(ballot, account, office=desk.office)
    assert plan.state is PlanState.APPROVED, "whoever has no key sees only that it is there"
    strict = replace(desk.office, proves=VAULT.attests)
    with desk.store.reading() as work:
        ruling = judge(gather(work, plan, now=desk.now, office=strict))
        believing = judge(gather(work, plan, now=desk.now, office=desk.office))
    assert ruling.why is Why.VOTES
    assert believing.why is not Why.VOTES


def test_a_vote_with_the_code_of_a_revoked_factor_counts_no_more(desk: Desk) -> None:
    """Whoever had the telephone may have had Slack as well; a new one mends nothing behind it."""
    take_codes(desk)
    plan = a_plan(desk)
    for account in (APPROVER, OTHER):
        plan = proven(desk, plan, account, counting(account.user_id, desk.office))
    strict = replace(desk.office, proves=VAULT.attests)

    def carried() -> bool:
        with desk.store.reading() as work:
            facts = gather(work, plan, now=desk.now, office=strict)
        return facts.ballot.carried(valid_approvals(plan, facts.voters, facts.ballot))

    assert plan.state is PlanState.APPROVED and carried()
    factors.revoke(OTHER.user_id, by=ADMIN.user_id, office=desk.office, route=Route.CLI)
    assert not carried()
    desk.now += timedelta(minutes=1)
    counting(OTHER.user_id, desk.office)
    assert not carried()


def test_who_voted_without_a_code_votes_again_where_it_takes_one_now(desk: Desk) -> None:
    plan = a_plan(desk)
    assert agree(desk, plan, APPROVER).state is PlanState.PENDING
    with pytest.raises(AlreadyVoted):
        agree(desk, plan, APPROVER)
    take_codes(desk)
    secret = counting(APPROVER.user_id, desk.office)
    eligibility.may_vote(plan.plan_id, Choice.APPROVE, APPROVER, office=desk.office)
    assert proven(desk, plan, APPROVER, secret).state is PlanState.PENDING
    with desk.store.reading() as work:
        (cast,) = work.plans.votes(plan.plan_id)
    assert cast.proof
    with pytest.raises(AlreadyVoted):
        eligibility.may_vote(plan.plan_id, Choice.APPROVE, APPROVER, office=desk.office)


def test_whoever_is_not_enrolled_hears_so_before_a_form_opens(desk: Desk) -> None:
    take_codes(desk)
    plan = a_plan(desk)
    with pytest.raises(NotEnrolled):
        eligibility.may_vote(plan.plan_id, Choice.APPROVE, APPROVER, office=desk.office)
    eligibility.may_vote(plan.plan_id, Choice.REJECT, APPROVER, office=desk.office)
