"""How one customer stands: what is owed, what is suspended, what is open, and whether we know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.accounts import pages_of
from core.domain.cases import Case
from core.domain.customers import (
    Customer,
    CustomerKey,
    Debtor,
    MappingState,
    Subscription,
    Suspension,
)
from core.domain.exposure import Exposure, Standing, expose, standing_of
from core.domain.next_steps import NextStep
from core.domain.payment_behaviour import Behaviour
from core.domain.people import AccountKey, Person
from core.domain.plans import Plan, Reason
from core.domain.spending import Spending
from core.domain.tickets import Ticket
from core.freezes import Narrow, current_freeze, narrow
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.records import Account, Freeze
from core.ports.store import Work
from core.usecases.adopting import not_ours
from core.usecases.agreement_view import NOTHING, Agreed, agreed_with
from core.usecases.clock_view import Ticking, of_customer
from core.usecases.containment_view import Contained, open_of
from core.usecases.credit_view import Line, lines_of
from core.usecases.explanations import Place, Unjudged, place_of
from core.usecases.finding import find_customer, person_with
from core.usecases.owning import owners_of
from core.usecases.payers import Payer, payers_of
from core.usecases.paying import paying
from core.usecases.places import Whereabouts, whereabouts
from core.usecases.renewals import choices_of, ways_of


@dataclass(frozen=True, slots=True)
class View:
    """The facts of the standing card. `books_as_of` is None where nothing is confirmed; `can_end`
    says that a renewal can be stopped or a subscription given back; `place` is where it stands
    on the ladder, `where` by which calendar and zone it counts."""

    customer: Customer
    standing: Standing
    exposure: Exposure
    subscriptions: tuple[Subscription, ...]
    suspensions: tuple[Suspension, ...]
    cases: tuple[Case, ...]
    open_plan: Plan | None
    unconfirmed: tuple[Debtor, ...]
    unreadable: bool
    books_as_of: datetime | None
    freeze: Freeze | None
    spending: Spending | None = None
    not_ours: tuple[Subscription, ...] = ()
    can_end: bool = False
    next_steps: tuple[NextStep, ...] = ()
    clocks: tuple[Ticking, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    credit: tuple[Line, ...] = ()
    agreed: Agreed = NOTHING
    place: Place | Unjudged | None = None
    where: Whereabouts | None = None
    owners: tuple[Person, ...] = ()
    contained: tuple[Contained, ...] = ()
    narrow: tuple[Narrow, ...] = ()
    payers: tuple[Payer, ...] = ()
    pays: Behaviour | None = None


def look_up(text: str, account: AccountKey, *, office: Office) -> View:
    """One customer by name, domain, tenant id or invoice number. Raises NoRole, NotEligible and
    those of find_customer."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return view(work, find_customer(work, text), office=office)


def view(work: Work, customer: Customer, *, office: Office) -> View:
    """The facts of one customer as they stand now."""
    now, key, floors = office.clock(), customer.key, work.policies.current().floors
    pages, exposure = _books(work, key, office.today(now))
    suspensions, cases = work.customers.open_suspensions(key), work.cases.open_for(key)
    credit, books_as_of = lines_of(work, key, office=office), _as_of(work, pages)
    severe = _severe(suspensions, cases, credit)
    return View(
        *(customer, standing_of(exposure, floors, **severe, known=bool(books_as_of)), exposure),
        *(tuple(work.customers.subscriptions(key)), tuple(suspensions), tuple(cases)),
        *(work.plans.open_for(key), _unconfirmed(work, key)),
        unreadable=any(page.unreadable for page in pages),
        books_as_of=books_as_of,
        freeze=current_freeze(work, now=now, office=office),
        narrow=tuple(one for one in narrow(work) if one.freeze.concerns(key)),
        spending=work.bills.spending(key),
        not_ours=tuple(not_ours(work, key)),
        can_end=bool(choices_of(work, key, office=office)),
        next_steps=ways_of(work, key, exposure, office=office),
        clocks=of_customer(work, key, office=office),
        tickets=tuple(work.tickets.open_for(key)),
        credit=credit,
        agreed=agreed_with(work, key, exposure.on),
        place=place_of(work, customer, office=office) if pages else None,
        where=whereabouts(work, customer),
        owners=owners_of(work, key),
        contained=open_of(work, key, office=office),
        payers=payers_of(work, key, exposure.on),
        pays=paying(work, key, exposure.on) if pages else None,
    )


def _unconfirmed(work: Work, key: CustomerKey) -> tuple[Debtor, ...]:
    claims = work.books.claims(key)
    return tuple(one for one in claims if one.mapping is not MappingState.CONFIRMED)


def _books(work: Work, key: CustomerKey, on: date) -> tuple[Sequence[Account], Exposure]:
    pages = pages_of(work, key, on)
    return pages, expose((d for page in pages for d in page.documents), on)


def _severe(
    suspensions: Sequence[Suspension], cases: Sequence[Case], credit: Sequence[Line]
) -> dict[str, int]:
    """What makes a standing worse than what is late."""
    return {
        "suspended": len(suspensions),
        "fraud_cases": sum(1 for case in cases if case.kind is not Reason.NON_PAYMENT),
        "over_limits": sum(line.over() for line in credit),
    }


def _as_of(work: Work, pages: Sequence[Account]) -> datetime | None:
    """The age of the oldest books that know the customer."""
    sources = {page.debtor.source for page in pages}
    stands = [s.as_of for s in work.books.currents() if s.source in sources and s.as_of]
    return min(stands, default=None)
