"""Who looks after a late customer, and until when it is off the digests' list: both said by whoever
has a role, on one row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.arrears import Owner
from core.domain.customers import Customer, CustomerKey
from core.domain.events import Event, Route, RowOwned, RowSnoozed
from core.domain.follow_up_errors import NothingLate, SnoozeUnfit
from core.domain.follow_ups import LONGEST_SNOOZE, FollowUp, Snooze
from core.domain.people import AccountKey, Person
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.finding import find_customer, person_with
from core.usecases.overdue import Row, one_row


@dataclass(frozen=True, slots=True)
class Look:
    """A late customer and what was said of it. `snooze` is there while it holds; `mine`: whoever
    looks is who owns it. `owner` and `snoozed_by` are names; `last` is the latest day to which it
    may be put off."""

    row: Row
    customer: Customer | None
    follow_up: FollowUp
    today: date
    owner: str = ""
    mine: bool = False
    snooze: Snooze | None = None
    snoozed_by: str = ""

    @property
    def first(self) -> date:
        return self.today + timedelta(days=1)

    @property
    def last(self) -> date:
        return self.today + LONGEST_SNOOZE


def named(text: str, account: AccountKey, *, office: Office) -> Owner:
    """The customer that was typed. Raises NoRole and NotEligible before anything is said of a
    customer, and those of find_customer."""
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        return find_customer(work, text).key


def look(owner: Owner, account: AccountKey, *, office: Office) -> Look:
    """Raises NoRole, NotEligible, NothingLate."""
    with office.store.reading() as work:
        person = person_with(work, account, may_ask(work))
        return _look(work, owner, person, office)


def _look(work: Work, owner: Owner, person: Person, office: Office) -> Look:
    today = office.today(office.clock())
    customer = work.customers.get(owner) if isinstance(owner, CustomerKey) else None
    row = one_row(work, owner, today)
    if row is None:
        raise NothingLate(customer=customer.name if customer else _page(owner))
    found = work.follow_ups.get(row.key)
    snooze = found.snooze
    if snooze is not None and not found.hides(today, row.standing, row.exposure.overdue()):
        snooze = None
    people = work.people.each({found.owner, snooze.by if snooze else ""} - {""})
    return Look(
        row=row,
        customer=customer,
        follow_up=found,
        today=today,
        owner=people[found.owner].name if found.owner else "",
        mine=found.owner == person.person_id,
        snooze=snooze,
        snoozed_by=people[snooze.by].name if snooze else "",
    )


def _page(owner: Owner) -> str:
    return str(owner) if isinstance(owner, CustomerKey) else owner[1]


def own(owner: Owner, account: AccountKey, *, office: Office) -> Look:
    """Whoever asks looks after it from now on, in the place of anybody else. Raises NoRole,
    NotEligible, NothingLate."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        seen = _look(work, owner, person, office)
        if not seen.mine:
            taken = replace(seen.follow_up, owner=person.person_id, owned_at=now)
            event = RowOwned(**_whose(seen), owner=person.person_id)
            _say(work, taken, event, person, now, office)
            seen = _look(work, owner, person, office)
        work.commit()
    return seen


def give_back(owner: Owner, account: AccountKey, *, office: Office) -> Look:
    """Nobody looks after it any more. Raises NoRole, NotEligible, NothingLate."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        seen = _look(work, owner, person, office)
        if seen.follow_up.owner:
            left = replace(seen.follow_up, owner="", owned_at=None)
            _say(work, left, RowOwned(**_whose(seen)), person, now, office)
            seen = _look(work, owner, person, office)
        work.commit()
    return seen


def snooze(owner: Owner, until: date, account: AccountKey, *, office: Office) -> Look:
    """Off the list until that day, or until it gets worse. Raises NoRole, NotEligible, NothingLate,
    SnoozeUnfit."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        seen = _look(work, owner, person, office)
        if not seen.first <= until <= seen.last:
            raise SnoozeUnfit(text=until.isoformat(), first=seen.first, last=seen.last)
        row = seen.row
        overdue = tuple(row.exposure.overdue().values())
        off = Snooze(until, person.person_id, now, row.standing, overdue)
        event = RowSnoozed(**_whose(seen), until=until.isoformat())
        _say(work, replace(seen.follow_up, snooze=off), event, person, now, office)
        seen = _look(work, owner, person, office)
        work.commit()
    return seen


def wake(owner: Owner, account: AccountKey, *, office: Office) -> Look:
    """Back on the list. Raises NoRole, NotEligible, NothingLate."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        seen = _look(work, owner, person, office)
        if seen.snooze is not None:
            back = replace(seen.follow_up, snooze=None)
            _say(work, back, RowSnoozed(**_whose(seen)), person, now, office)
            seen = _look(work, owner, person, office)
        work.commit()
    return seen


def _whose(seen: Look) -> dict[str, str]:
    return {"row": seen.row.key, "customer": str(seen.row.customer or "")}


def _say(
    work: Work, said: FollowUp, event: Event, person: Person, now: datetime, office: Office
) -> None:
    work.follow_ups.put(said)
    record(work, event, office.stamp(now, person.person_id, Route.SLACK))
