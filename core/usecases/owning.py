"""Who owns the account of a customer: noted by an administrator, heard by whoever counts votes."""

from __future__ import annotations

from core.domain.account_owners import Ownership
from core.domain.customers import Customer, CustomerKey
from core.domain.events import OwnerNamed, OwnerTakenOff, Route
from core.domain.people import Person
from core.domain.quorums import Quorum, quorums
from core.domain.step_up_errors import OwnerUnchanged, OwnOwnership
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record, repaint
from core.usecases.finding import account_of, administrator, find_customer, met
from core.usecases.roles import able, enrolled, too_few

USAGE = "customers owner contoso U024BE7LH --by U012AB3CD"


def owners_of(work: Work, key: CustomerKey) -> tuple[Person, ...]:
    return tuple(work.people.get(one.person_id) for one in work.account_owners.of(key))


def look_up(text: str, *, office: Office) -> tuple[Customer, tuple[Person, ...]]:
    """Raises those of find_customer."""
    with office.store.reading() as work:
        customer = find_customer(work, text)
        return customer, owners_of(work, customer.key)


def name(text: str, user: str, *, by: str, office: Office, route: Route) -> Customer:
    """From now on this person decides on no plan about the customer. Raises BadInput, NoRole,
    NotEligible, OwnerUnchanged, TooFewVoters, TooFewEnrolled and those of find_customer."""
    now = office.clock()
    with office.store() as work:
        asker, customer = administrator(work, by, USAGE), find_customer(work, text)
        stamp = office.stamp(now, asker.person_id, route)
        person = met(work, account_of(work, user, USAGE), stamp)
        before = _quorums(work, customer.key)
        new = Ownership(customer.key, person.person_id, asker.person_id, now)
        if not work.account_owners.add(new):
            raise OwnerUnchanged(user=user, customer=customer.name)
        _check(before, _quorums(work, customer.key))
        event = OwnerNamed(customer=str(customer.key), person=person.person_id)
        seq = record(work, event, stamp)
        _draw(work, customer.key, seq)
        work.commit()
    return customer


def take_off(text: str, user: str, *, by: str, office: Office, route: Route) -> Customer:
    """Raises BadInput, NoRole, NotEligible, OwnerUnchanged, OwnOwnership and those of
    find_customer."""
    now = office.clock()
    with office.store() as work:
        asker, customer = administrator(work, by, USAGE), find_customer(work, text)
        person = work.people.by_account(account_of(work, user, USAGE))
        if person is not None and person.person_id == asker.person_id:
            raise OwnOwnership()
        if person is None or not work.account_owners.remove(customer.key, person.person_id):
            raise OwnerUnchanged(user=user, customer=customer.name)
        event = OwnerTakenOff(customer=str(customer.key), person=person.person_id)
        seq = record(work, event, office.stamp(now, asker.person_id, route))
        _draw(work, customer.key, seq)
        work.commit()
    return customer


def _quorums(work: Work, key: CustomerKey) -> list[Quorum]:
    """Of plans about this customer."""
    barred = frozenset(one.person_id for one in work.account_owners.of(key))
    policy = work.policies.current()
    return quorums(policy, able(work), enrolled=enrolled(work), barred=barred)


def _check(before: list[Quorum], after: list[Quorum]) -> None:
    """Whatever could be decided on still can."""
    were = {quorum.kind: quorum for quorum in before}
    for quorum in after:
        if not quorum.feasible() and were[quorum.kind].feasible():
            raise too_few(quorum)


def _draw(work: Work, key: CustomerKey, seq: int) -> None:
    """Whom the card of an open plan asks."""
    plan = work.plans.open_for(key)
    if plan is not None:
        repaint(work, plan.plan_id, f"owner:{seq}")
