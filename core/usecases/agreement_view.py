"""What is agreed on with a customer as it stands, and what a digest says of agreements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core.accounts import holds_of, promises_of
from core.domain.customers import Customer, CustomerKey
from core.domain.disputes import Dispute
from core.domain.events import PromiseEnded
from core.domain.holds import Hold
from core.domain.people import AccountKey
from core.domain.promises import Promise, PromiseState, Running
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.finding import find_customer, person_with

SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What runs: open promises, undecided disputes, holds; and the names of the people in them."""

    promises: tuple[Running, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    holds: tuple[Hold, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.promises or self.disputes or self.holds)


NOTHING = Agreed()


def agreed_with(work: Work, key: CustomerKey, on: date) -> Agreed:
    promises = tuple(promises_of(work, key, on))
    disputes = tuple(one for one in work.disputes.of(key) if one.runs(on))
    holds = tuple(holds_of(work, key, on))
    named = {one.promise.made_by for one in promises} | {one.opened_by for one in disputes}
    named |= {person for one in holds for person in (one.owner, one.voter) if person}
    people = {one: person.name for one, person in work.people.each(named).items()}
    return Agreed(promises, disputes, holds, people)


def show(text: str, account: AccountKey, *, office: Office) -> tuple[Customer, Agreed]:
    """What is agreed on with a customer. Raises NoRole, NotEligible and those of find_customer."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        customer = find_customer(work, text)
        return customer, agreed_with(work, customer.key, office.today(office.clock()))


# For a digest


@dataclass(frozen=True, slots=True)
class Named:
    """A promise or a hold with its customer's name; `count` holds of one batch are one."""

    customer: str
    promise: Promise | None = None
    hold: Hold | None = None
    owner: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class News:
    """Promises broken since the last digest, those that are due by tomorrow, and holds that wait
    for their owner."""

    broken: tuple[Named, ...] = ()
    due: tuple[Named, ...] = ()
    under_review: tuple[Named, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.broken or self.due or self.under_review)


NO_NEWS = News()


def news(work: Work, since: datetime, *, office: Office) -> News:
    today = office.today(office.clock())
    ended = [r.event for r in work.events.since(PromiseEnded, since)]
    broken = [
        work.promises.get(event.promise_id)
        for event in ended
        if isinstance(event, PromiseEnded) and event.state == PromiseState.BROKEN
    ]
    due = [one for one in work.promises.open() if one.by <= today + SOON]
    return News(
        broken=tuple(_named(work, one) for one in broken),
        due=tuple(_named(work, one) for one in sorted(due, key=lambda one: one.by)),
        under_review=tuple(_under_review(work, work.holds.standing(), today)),
    )


def _named(work: Work, promise: Promise) -> Named:
    return Named(_name(work, promise.customer), promise=promise)


def _under_review(work: Work, holds: Iterable[Hold], today: date) -> Iterable[Named]:
    batches: dict[str, list[Hold]] = {}
    for hold in holds:
        if hold.due(today):
            batches.setdefault(hold.batch, []).append(hold)
    for found in batches.values():
        first = found[0]
        owner = work.people.get(first.owner).name
        yield Named(_name(work, first.customer), hold=first, owner=owner, count=len(found))


def _name(work: Work, key: CustomerKey) -> str:
    customer = work.customers.get(key)
    return customer.name if customer else str(key)
