"""Everything that we have suspended, the oldest first: who, since when, why, and what is owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.domain.customers import Customer
from core.domain.money import Money
from core.domain.people import AccountKey
from core.gathering import exposure_of, may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.finding import person_with

MOST = 20


@dataclass(frozen=True, slots=True)
class Off:
    """One customer: how many subscriptions, since when the first of them, and for which reasons.
    `asked`: a plan of this customer is open."""

    customer: Customer
    subscriptions: int
    since: datetime
    reasons: tuple[str, ...]
    overdue: Mapping[str, Money]
    days: int
    asked: bool


@dataclass(frozen=True, slots=True)
class Suspended:
    """Those that off longest are `shown`, of `customers` in all."""

    shown: tuple[Off, ...]
    customers: int


def suspended(account: AccountKey, *, office: Office) -> Suspended:
    """Raises NoRole, NotEligible."""
    today = office.today(office.clock())
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        found = sorted(work.customers.open_everywhere(), key=lambda one: one.since)
        keys = list(dict.fromkeys(one.customer for one in found))
        customers = [one for key in keys[:MOST] if (one := work.customers.get(key)) is not None]
        return Suspended(tuple(_off(work, one, today) for one in customers), len(keys))


def _off(work: Work, customer: Customer, today: date) -> Off:
    ours = work.customers.open_suspensions(customer.key)
    exposure = exposure_of(work, customer.key, today)
    return Off(
        customer=customer,
        subscriptions=len(ours),
        since=min(one.since for one in ours),
        reasons=tuple(sorted({one.reason for one in ours})),
        overdue=exposure.overdue(),
        days=exposure.days_overdue(),
        asked=work.plans.open_for(customer.key) is not None,
    )
