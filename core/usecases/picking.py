"""Which codes somebody picks from before service is taken away, and whether the right one was."""

from __future__ import annotations

from core.domain.customers import CustomerKey
from core.domain.people import AccountKey
from core.domain.plans import Plan
from core.domain.short_codes import choices, is_confirmed_by_code, places, short_code
from core.domain.step_up_errors import WrongCustomerPicked
from core.ports.office import Office


def offered(plan: Plan, account: AccountKey, *, office: Office) -> tuple[str, ...]:
    """Nothing where the plan takes no service away."""
    key = plan.content.customer
    if key is None or not is_confirmed_by_code(plan):
        return ()
    return offered_for(key, plan.hash, account, office=office)


def offered_for(
    key: CustomerKey, seed: str, account: AccountKey, *, office: Office
) -> tuple[str, ...]:
    """Always the same for one seed and account."""
    with office.store.reading() as work:
        others = [work.customers.at(place) for place in places(seed)]
    known = [one for one in others if one is not None]
    viewer = f"{account.team_id}/{account.user_id}"
    return choices(key, known, seed=seed, viewer=viewer)


def check(plan: Plan, picked: str) -> None:
    """Raises WrongCustomerPicked."""
    key = plan.content.customer
    if key is not None and is_confirmed_by_code(plan):
        check_for(key, plan.content.customer_name, picked)


def check_for(key: CustomerKey, name: str, picked: str) -> None:
    """Raises WrongCustomerPicked."""
    if picked != short_code(key):
        raise WrongCustomerPicked(customer=name)
