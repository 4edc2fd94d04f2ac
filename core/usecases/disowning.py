"""That was not me: an approval that somebody else gave in one's name stops everything."""

from __future__ import annotations

from core.domain.approvals import Choice, Vote
from core.domain.errors import NotYourVote
from core.domain.events import Route
from core.domain.people import AccountKey, Person, Role
from core.domain.plans import Plan, PlanState
from core.ports.office import Office
from core.ports.store import Work
from core.recording import end_plan, freeze_now, record
from core.usecases.finding import person_with
from core.usecases.voting import cast_event

REASON = "An approval in my name was not mine: somebody may have my Slack"
UNDECIDED = frozenset({PlanState.PENDING, PlanState.APPROVED})


def disown(plan_id: str, account: AccountKey, *, office: Office) -> Plan:
    """Freeze everything; the approval becomes a no, which ends a plan of which nothing was sent.
    Raises NotYourVote, NoRole, NotEligible."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, frozenset(Role))
        plan = work.plans.hold(plan_id)
        if not _approved(work, plan, person):
            raise NotYourVote()
        stamp = office.stamp(now, person.person_id, Route.SLACK)
        if work.freezes.current() is None:
            freeze_now(work, "person", REASON, stamp)
        if plan.state in UNDECIDED:
            used = f"{account.team_id}/{account.user_id}"
            cast = Vote(
                plan_id, person.person_id, Choice.REJECT, plan.hash, now, used, reason=REASON
            )  # fmt: skip
            work.plans.add_vote(cast)
            record(work, cast_event(work, plan, cast), stamp)
            plan = end_plan(work, plan, PlanState.REJECTED, "rejected", stamp)
        work.commit()
    return plan


def _approved(work: Work, plan: Plan, person: Person) -> bool:
    """As this person, or as who was taken for another one."""
    yes = (one for one in work.plans.votes(plan.plan_id) if one.choice is Choice.APPROVE)
    return person.person_id in {work.people.who(one.person_id) for one in yes}
