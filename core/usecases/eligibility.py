"""Who may vote on a plan, said before a form is filled in."""

from __future__ import annotations

from core.domain.approvals import Ballot, Choice, check_first, check_voter, standing_votes
from core.domain.errors import NotAmongVoters, NotEligible, SelfApproval
from core.domain.people import AccountKey, Person, ineligibility
from core.domain.plans import Plan
from core.domain.step_up import Purpose
from core.gathering import gather, may_ask, takes_code
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.finding import person_with
from core.usecases.step_up import check_enrolled


def may_see(account: AccountKey, *, office: Office) -> None:
    """Whoever may ask for a plan sees what customers owe. Raises NoRole or NotEligible."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))


def may_vote(plan_id: str, choice: Choice, account: AccountKey, *, office: Office) -> None:
    """What is known to be in the way of somebody's vote, from the database alone; the vote itself
    asks again. Raises NotEligible, SelfApproval, NotAmongVoters, AlreadyVoted, one of
    CONFLICTS, or what check_enrolled raises where it takes a code."""
    with office.store.reading() as work:
        plan = work.plans.get(plan_id)
        facts = gather(work, plan, now=office.clock(), office=office)
        person = _voter(work, plan, account, facts.ballot)
        check_voter(plan, person, facts.ballot)
        check_first(person, choice, standing_votes(plan, facts.voters, facts.ballot))
        if choice is Choice.APPROVE and facts.ballot.takes_code:
            check_enrolled(work, person.person_id, Purpose.VOTE, office)


def decided_by_code(plan_id: str, *, office: Office) -> tuple[Plan, bool]:
    """A plan as it stands, and whether it is still open and a vote for it takes a code."""
    with office.store.reading() as work:
        plan = work.plans.get(plan_id)
        return plan, plan.is_open() and takes_code(work, plan.content)


def _voter(work: Work, plan: Plan, account: AccountKey, rules: Ballot) -> Person:
    """The reason that no role could mend comes first."""
    member = work.people.member(account)
    if member and (why := ineligibility(member, rules.home_team)):
        raise NotEligible(why=why)
    person = work.people.by_account(account)
    if person is not None and person.has(*rules.roles):
        return person
    if person is not None and person.person_id == plan.content.requester:
        raise SelfApproval()
    voters = [
        other.name
        for other in work.people.with_role(*rules.roles)
        if other.person_id not in rules.barred
    ]
    raise NotAmongVoters(needed=sorted(rules.roles), voters=voters)
