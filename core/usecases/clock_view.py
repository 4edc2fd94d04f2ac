"""The data clocks as people see them: with names, on a day, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core import clocks
from core.domain.clocks import SOON, Clock, soonest
from core.domain.customers import Customer, CustomerKey, Subscription
from core.domain.people import Person
from core.ports.office import Office
from core.ports.store import Work


@dataclass(frozen=True, slots=True)
class Ticking:
    """A clock with the names behind its ids, on this day. `ours`: we can lift the suspension."""

    clock: Clock
    today: date
    customer: Customer | None
    subscription: Subscription | None
    owner: Person | None
    ours: bool
    letting_go: bool

    @property
    def name(self) -> str:
        return self.subscription.name if self.subscription else self.clock.subscription_id

    @property
    def customer_name(self) -> str:
        return self.customer.name if self.customer else str(self.clock.customer)


def shown(work: Work, found: Iterable[Clock], *, office: Office) -> tuple[Ticking, ...]:
    """Each with its names, in the given order."""
    today = office.today(office.clock())
    return tuple(_ticking(work, clock, today) for clock in found)


def _ticking(work: Work, clock: Clock, today: date) -> Ticking:
    key, one = clock.customer, clock.subscription_id
    known = {found.subscription_id: found for found in work.customers.subscriptions(key)}
    return Ticking(
        clock=clock,
        today=today,
        customer=work.customers.get(key),
        subscription=known.get(one),
        owner=work.people.get(clock.owner) if clock.owner else None,
        ours=any(s.subscription_id == one for s in work.customers.open_suspensions(key)),
        letting_go=clocks.letting_go(work, clock) is not None,
    )


def of_customer(work: Work, key: CustomerKey, *, office: Office) -> tuple[Ticking, ...]:
    return shown(work, work.clocks.running(key), office=office)


def to_decide(work: Work, *, office: Office) -> tuple[Ticking, ...]:
    """Those that end within two weeks and that nobody let go."""
    today = office.today(office.clock())
    near = [c for c in work.clocks.running() if c.let_go_at is None and c.within(SOON, today)]
    return shown(work, near, office=office)


def at_risk(work: Work, person: Person, *, office: Office) -> tuple[Ticking, ...]:
    """A person's own clocks first, then those of others that end soon or have ended."""
    today = office.today(office.clock())
    running = [c for c in work.clocks.running() if c.let_go_at is None and c.gone_from is not None]
    mine = [clock for clock in running if clock.owner == person.person_id]
    others = [c for c in running if c not in mine and (c.within(SOON, today) or c.is_over(today))]
    return shown(work, [*soonest(mine), *soonest(others)], office=office)
