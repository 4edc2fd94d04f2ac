"""What every agreement with a customer begins with: its case, and no other plan about the same."""

from __future__ import annotations

from core.domain.cases import Case
from core.domain.customers import CustomerKey
from core.domain.errors import PlanAlreadyOpen
from core.domain.event import Route
from core.domain.people import Person
from core.domain.plans import Action, Reason
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.filing import open_case


def case_for(work: Work, key: CustomerKey, person: Person, *, office: Office) -> Case:
    """The open non-payment case of a customer, opened by this person if there is none."""
    return open_case(
        work, key, Reason.NON_PAYMENT, opener=person.person_id, now=office.clock(), office=office,
        route=Route.SLACK,
    )  # fmt: skip


def check_alone(
    work: Work, action: Action, case: Case, person: Person, subject: str | None = None
) -> None:
    """Raises PlanAlreadyOpen where such a plan of this case, about this subject, is open."""
    for other in work.plans.open_of(action):
        content = other.content
        if content.case_id == case.case_id and subject in (None, content.subject):
            mine = content.requester == person.person_id
            raise PlanAlreadyOpen(plan_id=other.plan_id, action=action, mine=mine)
