"""Lift suspensions of ours: by hand, or proposed when the money has come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.customers import Customer, CustomerKey, Generation, Subscription, Suspension
from core.domain.errors import NothingSelected, NothingToReinstate
from core.domain.events import Route
from core.domain.partners import Partner
from core.domain.people import AccountKey
from core.domain.planning import reinstating
from core.domain.plans import Action, Line, Plan, Reason
from core.gathering import exposure_of, may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.filing import Request, file_plan
from core.usecases.finding import customer_of, find_customer, person_with


@dataclass(frozen=True, slots=True)
class Release:
    """What /reinstate can offer: suspensions of ours, named as last read."""

    customer: Customer
    suspended: tuple[Subscription, ...]
    quorum: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person put into the form."""

    customer: CustomerKey
    subscription_ids: tuple[str, ...]
    note: str


def offer(text: str, account: AccountKey, *, office: Office) -> Release:
    """What /reinstate <customer> can offer. Raises NothingToReinstate and those of finding.py."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        customer = find_customer(work, text)
        ours = work.customers.open_suspensions(customer.key)
        known = {s.subscription_id: s for s in work.customers.subscriptions(customer.key)}
        quorum = work.policies.current().approvals.quorum_of(Action.REINSTATE)
    if not ours:
        raise NothingToReinstate(customer=customer.name)
    found = tuple(known[s.subscription_id] for s in ours if s.subscription_id in known)
    return Release(customer, found, quorum)


def ask(wish: Wish, account: AccountKey, *, office: Office) -> Plan:
    """File the plan. Raises NothingSelected, NothingToReinstate and those of file_plan."""
    if not wish.subscription_ids:
        raise NothingSelected()
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        customer = customer_of(work, wish.customer)
        ours = [
            s
            for s in work.customers.open_suspensions(customer.key)
            if s.subscription_id in wish.subscription_ids
        ]
        request = release_of(
            work, customer, ours, requester=person.person_id, filed_by=person.person_id,
            route=Route.SLACK, note=wish.note, office=office,
        )  # fmt: skip
        plan = file_plan(work, request, now=now, office=office)
        work.commit()
    return plan


def release_of(
    work: Work,
    customer: Customer,
    ours: Sequence[Suspension],
    *,
    requester: str,
    filed_by: str,
    route: Route,
    note: str,
    office: Office,
) -> Request:
    """The request that lifts these suspensions, base subscriptions first, each put back as it was
    before the next. Raises NothingToReinstate."""
    if not ours:
        raise NothingToReinstate(customer=customer.name)
    return Request(
        action=Action.REINSTATE,
        requester=requester,
        filed_by=filed_by,
        route=route,
        customer=customer,
        reason=Reason(ours[0].reason),
        note=note.strip(),
        lines=_lines(work, customer.key, ours, office.partner(customer.key)),
        exposure=exposure_of(work, customer.key, office.today(office.clock())),
    )


def _lines(
    work: Work, key: CustomerKey, ours: Sequence[Suspension], partner: Partner
) -> tuple[Line, ...]:
    known = {s.subscription_id: s for s in work.customers.subscriptions(key)}
    return reinstating((known.get(s.subscription_id) or _as_it_was(s) for s in ours), partner)


def _as_it_was(suspension: Suspension) -> Subscription:
    """One that is on no list any more; Partner Center will say what became of it."""
    return Subscription(
        customer=suspension.customer,
        subscription_id=suspension.subscription_id,
        name=suspension.subscription_id,
        offer_name="",
        status="suspended",
        quantity=0,
        generation=Generation.UNKNOWN,
    )
