"""Who may vote, how many are needed, and whether a plan's votes still carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.errors import AlreadyVoted, NoRole, NotEligible, PlanOver, SelfApproval
from core.domain.people import Ineligibility, Person, Role, ineligibility
from core.domain.plans import Action, Plan, PlanState


class Choice(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's vote on one exact revision; `hash` is what that person saw, `proof` what came of
    the code that was typed with it."""

    plan_id: str
    person_id: str
    choice: Choice
    hash: str
    at: datetime
    account: str = ""
    reason: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """The rules of one vote: who may, how many, whether the requester's click is one, and whose
    votes (person ids) must be among them."""

    roles: frozenset[Role]
    quorum: int
    requester_counts: bool
    home_team: str
    named: frozenset[str] = frozenset()

    def carried(self, yes: frozenset[str]) -> bool:
        """Are these approvals enough?"""
        return len(yes) >= self.quorum and self.named <= yes


def check_voter(plan: Plan, person: Person, ballot: Ballot) -> None:
    """Raises NoRole, NotEligible or SelfApproval when this person may not vote on this plan."""
    if not person.has(*ballot.roles):
        raise NoRole(needed=sorted(ballot.roles))
    why = ineligibility(person.member, ballot.home_team)
    if why is not None:
        raise NotEligible(why=why)
    if person.person_id == plan.content.requester and not _requester_may(plan, ballot):
        raise SelfApproval()


def _requester_may(plan: Plan, ballot: Ballot) -> bool:
    """Whoever froze may help to lift it; else only where the policy says that requesters count,
    and never for an automation, which consents to nothing."""
    if plan.content.action is Action.LIFT_FREEZE:
        return True
    return ballot.requester_counts and plan.content.filed_by == plan.content.requester


def count_vote(
    plan: Plan, vote: Vote, person: Person, votes: Iterable[Vote], ballot: Ballot
) -> PlanState:
    """The state after this vote. One valid reject closes the plan. Raises the refusals of
    check_voter, PlanOver when nothing is to be decided any more, AlreadyVoted for a second vote."""
    decidable = {PlanState.PENDING, PlanState.APPROVED}
    if plan.state not in decidable or plan.lapsed(vote.at):
        raise PlanOver(state=plan.state)
    check_voter(plan, person, ballot)
    earlier = list(votes)
    check_first(person, vote.choice, earlier)
    if vote.choice is Choice.REJECT:
        return PlanState.REJECTED
    if plan.state is PlanState.APPROVED:
        raise PlanOver(state=plan.state)
    yes = {v.person_id for v in earlier if v.choice is Choice.APPROVE and v.hash == plan.hash}
    enough = ballot.carried(frozenset(yes | {person.person_id}))
    return PlanState.APPROVED if enough else plan.state


def check_first(person: Person, choice: Choice, votes: Iterable[Vote]) -> None:
    """Raises AlreadyVoted for a second vote; only the own yes may still become a no."""
    mine = next((v for v in votes if v.person_id == person.person_id), None)
    if mine is not None and (mine.choice is choice or choice is Choice.APPROVE):
        raise AlreadyVoted(choice=mine.choice)


@dataclass(frozen=True, slots=True)
class Voter:
    """A vote and the person as the directory knows them now."""

    vote: Vote
    person: Person


def valid_approvals(plan: Plan, voters: Iterable[Voter], ballot: Ballot) -> frozenset[str]:
    """The distinct people whose approval of this exact revision still counts."""
    return frozenset(
        voter.person.person_id
        for voter in voters
        if voter.vote.choice is Choice.APPROVE
        and voter.vote.hash == plan.hash
        and voter.vote.at < plan.content.expires_at
        and fault_of(plan, voter.person, ballot) is None
    )


def fault_of(plan: Plan, person: Person, ballot: Ballot) -> Ineligibility | None:
    """Why this person's approval would not count now, or None."""
    try:
        check_voter(plan, person, ballot)
    except NotEligible as refusal:
        return Ineligibility(str(refusal.facts["why"]))
    except (NoRole, SelfApproval):
        return Ineligibility.NO_ROLE
    return None
