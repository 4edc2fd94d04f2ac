"""Votes as they count now: each beside the person, the account that cast it, and the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from core.domain.approvals import Vote, Voter
from core.domain.events import Recorded, VoteCast
from core.domain.people import AccountKey, Person, ineligibility
from core.domain.plans import Plan
from core.domain.step_up import Purpose
from core.ports.office import Office
from core.ports.store import Work
from core.proofs import holds

Cast: TypeAlias = tuple[object, ...]


def voters_of(work: Work, plan: Plan, *, office: Office) -> tuple[Voter, ...]:
    """Everybody who voted on this plan."""
    votes = work.plans.votes(plan.plan_id)
    told = work.events.of_plan(plan.plan_id, VoteCast) if votes else []
    record = {_as_told(one) for one in told}
    return tuple(
        Voter(
            vote,
            _as_voted(work, vote),
            is_proven(work, vote, office=office),
            _as_kept(vote) in record,
        )
        for vote in votes
    )


def accounts_behind(work: Work, plan: Plan) -> list[AccountKey]:
    """What the directory is asked about before anything is sent: the first account of whoever
    voted or acts alone, and the one with which they did."""
    votes = work.plans.votes(plan.plan_id)
    asked = {vote.person_id for vote in votes}
    asked |= {plan.content.requester} if plan.content.alone else set()
    people = work.people.each(asked).values()
    firsts = {account for person in people for account in person.accounts[:1]}
    return sorted(firsts | {account_of(vote) for vote in votes if vote.account})


def decided_at(work: Work, plan: Plan) -> datetime:
    """When the last of them voted, or the one who acts alone asked."""
    votes = work.plans.votes(plan.plan_id)
    return max((vote.at for vote in votes), default=plan.content.filed_at)


def accounts_with_codes(work: Work, plan: Plan, *, office: Office) -> frozenset[AccountKey]:
    """Those of people whose vote on this plan a code proves: the first one, and the one with which
    they voted."""
    votes = work.plans.votes(plan.plan_id)
    proven = [vote for vote in votes if is_proven(work, vote, office=office)]
    people = work.people.each(vote.person_id for vote in proven).values()
    firsts = {account for person in people for account in person.accounts[:1]}
    return frozenset(firsts | {account_of(vote) for vote in proven})


def is_proven(work: Work, vote: Vote, *, office: Office) -> bool:
    """Was a code typed for exactly this vote, and does what came of it still hold?"""
    proof = work.step_ups.proof(vote.proof) if vote.proof else None
    if proof is None or not proof.is_for(Purpose.VOTE, vote.person_id, vote.hash):
        return False
    return holds(work, proof, office=office)


def _as_voted(work: Work, vote: Vote) -> Person:
    """The person as the directory knows them by the account they voted with, where that is worse
    than their first one, or theirs no more."""
    person = work.people.get(vote.person_id)
    used = account_of(vote)
    member = work.people.member(used) if used in person.accounts else None
    fit = ineligibility(member, work.desk.get("home_team")) is None
    return person if fit else replace(person, member=member)


def account_of(vote: Vote) -> AccountKey:
    team, _, user = vote.account.partition("/")
    return AccountKey(team, user)


def _as_kept(vote: Vote) -> Cast:
    return (vote.person_id, vote.choice.value, vote.hash, vote.account, vote.proof, vote.at)


def _as_told(one: Recorded) -> Cast:
    event, stamp = one.event, one.stamp
    assert isinstance(event, VoteCast)
    return (stamp.person_id, event.choice, event.hash, event.account, event.proof_id, stamp.at)
