"""Ask to take over suspensions that others placed, so that the desk may lift them again."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.changes import OFF
from core.domain.customers import Customer, CustomerKey, Subscription
from core.domain.errors import NothingSelected, NotSuspendable, ReasonMissing
from core.domain.events import Route
from core.domain.people import AccountKey
from core.domain.planning import adopting
from core.domain.plans import Action, Plan, Reason
from core.gathering import exposure_of, may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.filing import Request, file_plan
from core.usecases.finding import customer_of, find_customer, person_with
from core.usecases.suspension import basis_of


@dataclass(frozen=True, slots=True)
class Offer:
    """The suspensions of a customer that are not ours, and not Microsoft's."""

    customer: Customer
    choices: tuple[Subscription, ...]
    quorum: int


@dataclass(frozen=True, slots=True)
class Wish:
    customer: CustomerKey
    subscription_ids: tuple[str, ...]
    reason: Reason
    note: str


def offer(text: str, account: AccountKey, *, office: Office) -> Offer:
    """What can be taken over. Raises those of finding.py."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        customer = find_customer(work, text)
        choices = tuple(not_ours(work, customer.key))
        quorum = work.policies.current().approvals.quorum_of(Action.ADOPT)
    return Offer(customer, choices, quorum)


def not_ours(work: Work, key: CustomerKey) -> list[Subscription]:
    """Suspended by others, for no reason of Microsoft's."""
    ours = {one.subscription_id for one in work.customers.open_suspensions(key)}
    return [
        one
        for one in work.customers.subscriptions(key)
        if one.status in OFF and not one.suspension_reasons and one.subscription_id not in ours
    ]


def ask(wish: Wish, account: AccountKey, *, office: Office) -> Plan:
    """File the plan. Raises NothingSelected, ReasonMissing, NotSuspendable for what is not to be
    taken over, and those of file_plan."""
    if not wish.subscription_ids:
        raise NothingSelected()
    if not wish.note.strip():
        raise ReasonMissing()
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        customer = customer_of(work, wish.customer)
        exposure = exposure_of(work, customer.key, office.today(now))
        for_money = wish.reason is Reason.NON_PAYMENT
        request = Request(
            action=Action.ADOPT,
            requester=person.person_id,
            filed_by=person.person_id,
            route=Route.SLACK,
            customer=customer,
            reason=wish.reason,
            note=wish.note.strip(),
            lines=adopting(_chosen(work, wish), office.partner(customer.key)),
            exposure=exposure,
            basis=basis_of(work, customer, exposure) if for_money else (),
        )
        plan = file_plan(work, request, now=now, office=office)
        work.commit()
    return plan


def _chosen(work: Work, wish: Wish) -> list[Subscription]:
    able = {one.subscription_id: one for one in not_ours(work, wish.customer)}
    for one in wish.subscription_ids:
        if one not in able:
            raise NotSuspendable(subscription=one, why="not suspended by others")
    return [able[one] for one in dict.fromkeys(wish.subscription_ids)]
