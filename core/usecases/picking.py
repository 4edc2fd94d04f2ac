"""Which codes an approver picks from, and whether the right one was picked."""

from __future__ import annotations

from core.domain.people import AccountKey
from core.domain.plans import Plan
from core.domain.short_codes import choices, is_confirmed_by_code, places, short_code
from core.domain.step_up_errors import WrongCustomerPicked
from core.ports.office import Office


def offered(plan: Plan, account: AccountKey, *, office: Office) -> tuple[str, ...]:
    """Nothing where the plan takes no service away."""
    if not is_confirmed_by_code(plan):
        return ()
    with office.store.reading() as work:
        others = [work.customers.at(place) for place in places(plan)]
    known = [one for one in others if one is not None]
    return choices(plan, known, f"{account.team_id}/{account.user_id}")


def check(plan: Plan, picked: str) -> None:
    """Raises WrongCustomerPicked."""
    key = plan.content.customer
    if key is not None and is_confirmed_by_code(plan) and picked != short_code(key):
        raise WrongCustomerPicked(customer=plan.content.customer_name)
