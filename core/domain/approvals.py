"""Who may vote, how many are needed, and whether a plan's votes still carry it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from core.domain.errors import AlreadyVoted, NoRole, NotEligible, PlanOver, Refusal, SelfApproval
from core.domain.people import Ineligibility, Person, Role, ineligibility
from core.domain.plans import Action, Plan, PlanState
from core.domain.step_up_errors import (
    AskedAsAnother,
    CodeMissing,
    OwnAccount,
    OwnFactor,
    OwnsAccount,
    StandsIn,
)


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


class Conflict(StrEnum):
    """Why somebody who has a vote may not give it on this plan."""

    OWNS_ACCOUNT = "owns_account"
    STANDS_IN = "stands_in"
    OWN_FACTOR = "own_factor"
    OWN_ACCOUNT = "own_account"
    ASKED = "asked"


CONFLICTS: Mapping[Conflict, type[Refusal]] = {
    Conflict.OWNS_ACCOUNT: OwnsAccount,
    Conflict.STANDS_IN: StandsIn,
    Conflict.OWN_FACTOR: OwnFactor,
    Conflict.OWN_ACCOUNT: OwnAccount,
    Conflict.ASKED: AskedAsAnother,
}


@dataclass(frozen=True, slots=True)
class Ballot:
    """The rules of one vote: who may, how many, whether the requester's click is one, whose votes
    (person ids) must be among them, who may not and why, and whether each approval takes a
    code."""

    roles: frozenset[Role]
    quorum: int
    requester_counts: bool
    home_team: str
    named: frozenset[str] = frozenset()
    barred: Mapping[str, Conflict] = field(default_factory=dict)
    takes_code: bool = False

    def carried(self, yes: frozenset[str]) -> bool:
        """Are these approvals enough?"""
        return len(yes) >= self.quorum and self.named <= yes


def check_voter(plan: Plan, person: Person, ballot: Ballot) -> None:
    """Raises NoRole, NotEligible, SelfApproval or one of CONFLICTS when this person may not vote on
    this plan."""
    if not person.has(*ballot.roles):
        raise NoRole(needed=sorted(ballot.roles))
    why = ineligibility(person.member, ballot.home_team)
    if why is not None:
        raise NotEligible(why=why)
    if person.person_id == plan.content.requester and not _requester_may(plan, ballot):
        raise SelfApproval()
    if (conflict := ballot.barred.get(person.person_id)) is not None:
        raise CONFLICTS[conflict]()


def _requester_may(plan: Plan, ballot: Ballot) -> bool:
    """Whoever froze may help to lift it; else only where the policy says that requesters count,
    and never for an automation, which consents to nothing."""
    if plan.content.action is Action.LIFT_FREEZE:
        return True
    return ballot.requester_counts and plan.content.filed_by == plan.content.requester


def count_vote(
    plan: Plan,
    vote: Vote,
    person: Person,
    votes: Iterable[Vote],
    ballot: Ballot,
    *,
    proven: bool = False,
) -> PlanState:
    """The state after this vote. One valid reject closes the plan. Raises the refusals of
    check_voter, PlanOver when nothing is to be decided any more, AlreadyVoted for a second vote,
    CodeMissing for an approval that takes a code and is not `proven` by one."""
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
    if ballot.takes_code and not proven:
        raise CodeMissing()
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
    """A vote, the person as the directory knows them now, whether a code proves the vote, and
    whether the audit trail tells of it."""

    vote: Vote
    person: Person
    proven: bool = False
    recorded: bool = False


def valid_approvals(plan: Plan, voters: Iterable[Voter], ballot: Ballot) -> frozenset[str]:
    """The distinct people whose approval of this exact revision still counts."""
    return frozenset(
        voter.person.person_id
        for voter in voters
        if voter.vote.choice is Choice.APPROVE
        and voter.vote.hash == plan.hash
        and voter.vote.at < plan.content.expires_at
        and _stands(plan, voter, ballot)
    )


def standing_votes(plan: Plan, voters: Iterable[Voter], ballot: Ballot) -> list[Vote]:
    """Without the approvals of those who could not give them any more, or not like this: they may
    vote again. Each is of whoever its person is by now."""
    return [
        replace(voter.vote, person_id=voter.person.person_id)
        for voter in voters
        if voter.vote.choice is Choice.REJECT or _stands(plan, voter, ballot)
    ]


def _stands(plan: Plan, voter: Voter, ballot: Ballot) -> bool:
    """A vote that came with a code stands as long as that does, whatever the policy asks."""
    if not voter.recorded:
        return False
    proven = voter.proven or not (ballot.takes_code or voter.vote.proof)
    return proven and fault_of(plan, voter.person, ballot) is None


def fault_of(plan: Plan, person: Person, ballot: Ballot) -> Ineligibility | None:
    """Why this person's approval would not count now, or None."""
    try:
        check_voter(plan, person, ballot)
    except NotEligible as refusal:
        return Ineligibility(str(refusal.facts["why"]))
    except (NoRole, SelfApproval):
        return Ineligibility.NO_ROLE
    except tuple(CONFLICTS.values()):
        return Ineligibility.CONFLICT
    return None
