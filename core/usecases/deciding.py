"""What is to be decided: every open plan with its votes, soonest to lapse first."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.approvals import fault_of, valid_approvals
from core.domain.events import CardPosted
from core.domain.money import Money
from core.domain.people import Person
from core.domain.plans import Plan, PlanState
from core.gate import GateFacts, Ruling, judge
from core.gathering import gather
from core.ports.office import Office
from core.ports.store import Work


@dataclass(frozen=True, slots=True)
class Decision:
    """An open plan that people have to decide, or that waits for something. `overdue` and `days`
    are the customer's as they stand now; `permalink` leads to its card once that is posted."""

    plan: Plan
    votes: int
    quorum: int
    overdue: dict[str, Money]
    days: int
    permalink: str
    ruling: Ruling
    facts: GateFacts

    def asks(self, person: Person) -> bool:
        """Is this person's vote still wanted?"""
        voted = {voter.person.person_id for voter in self.facts.voters}
        undecided = self.plan.state is PlanState.PENDING and person.person_id not in voted
        return undecided and fault_of(self.plan, person, self.facts.ballot) is None


def open_decisions(work: Work, *, office: Office) -> list[Decision]:
    plans = sorted(work.plans.open(), key=lambda plan: plan.content.expires_at)
    return [_decision(work, plan, office) for plan in plans]


def _decision(work: Work, plan: Plan, office: Office) -> Decision:
    facts = gather(work, plan, now=office.clock(), office=office)
    exposure = facts.ledger.exposure if facts.ledger else None
    cards = [recorded.event for recorded in work.events.of_plan(plan.plan_id)]
    return Decision(
        plan=plan,
        votes=len(valid_approvals(plan, facts.voters, facts.ballot)),
        quorum=facts.ballot.quorum,
        overdue=exposure.overdue() if exposure else {},
        days=exposure.days_overdue() if exposure else 0,
        permalink=next((e.permalink for e in cards if isinstance(e, CardPosted)), ""),
        ruling=judge(facts),
        facts=facts,
    )
