"""The policy in force and those proposed, for whoever may ask for plans."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.people import AccountKey
from core.domain.plans import Action
from core.domain.policy import Policy
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.policies import Publication
from core.usecases.finding import person_with
from core.usecases.plan_view import PlanView, view_in


@dataclass(frozen=True, slots=True)
class InForce:
    """The policy, how it came into force, by whom (a name; empty where nobody did), and how many
    others are proposed."""

    policy: Policy
    publication: Publication
    by: str
    proposed: int


def in_force(account: AccountKey, *, office: Office) -> InForce:
    """Raises NoRole, NotEligible."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        found = work.policies.in_force()
        by = work.people.get(found.person_id).name if found.person_id else ""
        proposed = len(work.plans.open_of(Action.CHANGE_POLICY))
        return InForce(work.policies.current(), found, by, proposed)


def proposed(account: AccountKey, *, office: Office) -> list[PlanView]:
    """Every policy that is to be decided on, or decided and not yet in force. Raises NoRole,
    NotEligible."""
    now = office.clock()
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        plans = work.plans.open_of(Action.CHANGE_POLICY)
        return [view_in(work, plan.plan_id, now=now, office=office) for plan in plans]
