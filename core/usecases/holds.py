"""Holds: place one for a customer or for many, release it, and look after it when its day comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from core.accounts import documents_of
from core.agreements import ending, look_again, release
from core.domain.agreement_errors import HoldOver, HoldUnfit, NobodyTouched, SaidPaidBefore, Unfit
from core.domain.agreements import episode
from core.domain.calendar import add_business_days
from core.domain.customers import Customer, CustomerKey
from core.domain.errors import ReasonMissing
from core.domain.events import HoldPlaced, Route, Stamp
from core.domain.holds import (
    LONGEST_DAYS,
    REVIEWED,
    SAYS_PAID_BUSINESS_DAYS,
    TAKES_TWO,
    Ending,
    Hold,
    HoldKind,
)
from core.domain.people import AccountKey, Person
from core.domain.plans import Action, Plan, digest
from core.gathering import may_ask
from core.places import place_of
from core.ports.office import Office
from core.ports.store import Work
from core.recording import note, record
from core.usecases.agreeing import case_for, check_alone
from core.usecases.filing import Request, file_plan
from core.usecases.finding import customer_of, find_customer, person_with
from core.usecases.hold_care import closed

USUAL_REVIEW = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Wish:
    """`until` is the last day, or for kinds that run until they are released the day on which they
    are looked at again; `voter` has the named vote (`vip`)."""

    kind: HoldKind
    reason: str
    until: date | None = None
    voter: AccountKey | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Whom a hold would be for, and those that run."""

    customer: Customer
    running: tuple[Hold, ...]
    today: date


def offer(text: str, account: AccountKey, *, office: Office) -> Offer:
    """Raises NoRole, NotEligible and those of find_customer."""
    today = office.today(office.clock())
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        customer = find_customer(work, text)
        running = tuple(one for one in work.holds.of(customer.key) if one.runs(today))
    return Offer(customer, running, today)


def place(wish: Wish, key: CustomerKey, account: AccountKey, *, office: Office) -> Hold:
    """Place a hold for one customer, in the place of one of its kind that runs. Raises
    ReasonMissing, HoldUnfit, SaidPaidBefore, NoRole, NotEligible, UnknownCustomer."""
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        hold = place_in(work, wish, key, person, office=office)
        work.commit()
    return hold


def place_in(work: Work, wish: Wish, key: CustomerKey, person: Person, *, office: Office) -> Hold:
    """The same in the caller's transaction, for somebody who may. Raises what `place` does."""
    customer = customer_of(work, key)
    case = case_for(work, key, person, office=office)
    (hold,) = _place(work, wish, [customer], person, "", case.case_id, office)
    return hold


def place_for_many(
    wish: Wish, keys: Sequence[CustomerKey], scope: str, account: AccountKey, *, office: Office
) -> list[Hold]:
    """The same for many at once, told once. Raises NobodyTouched as well."""
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        customers = [customer_of(work, key) for key in keys]
        if not customers:
            raise NobodyTouched(scope=scope)
        holds = _place(work, wish, customers, person, scope, "", office)
        work.commit()
    return holds


def _place(
    work: Work,
    wish: Wish,
    customers: Sequence[Customer],
    person: Person,
    scope: str,
    case_id: str,
    office: Office,
) -> list[Hold]:
    now = office.clock()
    today = office.today(now)
    voter = checked(work, wish, today)
    batch, stamp = str(uuid4()), office.stamp(now, person.person_id, Route.SLACK)
    holds = [_hold(work, wish, one, person, batch, scope, voter, today) for one in customers]
    for hold in holds:
        _replace(work, hold, today, stamp)
    work.holds.add(holds)
    event = _placed(holds, case_id)
    record(work, event, stamp)
    look_again(work, batch)
    return holds


def _placed(holds: Sequence[Hold], case_id: str) -> HoldPlaced:
    first = holds[0]
    return HoldPlaced(
        case_id=case_id,
        customer="" if first.scope else str(first.customer),
        batch=first.batch,
        kind=first.kind.value,
        scope=first.scope,
        customers=len(holds),
        owner=first.owner,
        until=str(first.until or ""),
        review_on=str(first.review_on or ""),
        reason_digest=digest(first.reason),
    )


def checked(work: Work, wish: Wish, today: date) -> str:
    """The person id of the named voter, if the kind has one. Raises ReasonMissing, HoldUnfit."""
    if not wish.reason.strip():
        raise ReasonMissing()
    if wish.kind is not HoldKind.SAYS_PAID:
        _check_day(wish, today)
    if wish.kind is not HoldKind.VIP:
        return ""
    person = work.people.by_account(wish.voter) if wish.voter else None
    if person is None:
        raise HoldUnfit(why=Unfit.VOTER_MISSING)
    if not person.has(*work.policies.current().approvals.vote):
        raise HoldUnfit(why=Unfit.VOTER_WITHOUT_VOTE)
    return person.person_id


def _check_day(wish: Wish, today: date) -> None:
    if wish.until is None:
        if wish.kind not in REVIEWED:
            raise HoldUnfit(why=Unfit.DAY_MISSING)
        return
    if wish.until < today:
        raise HoldUnfit(why=Unfit.PAST)
    if wish.until > today + timedelta(days=LONGEST_DAYS):
        raise HoldUnfit(why=Unfit.TOO_FAR)


def _hold(
    work: Work,
    wish: Wish,
    customer: Customer,
    person: Person,
    batch: str,
    scope: str,
    voter: str,
    today: date,
) -> Hold:
    until, review_on = wish.until, None
    if wish.kind in REVIEWED:
        until, review_on = None, wish.until or today + USUAL_REVIEW
    if wish.kind is HoldKind.SAYS_PAID:
        until = _said_paid_until(work, customer, today)
    return Hold(
        hold_id=str(uuid4()),
        batch=batch,
        customer=customer.key,
        kind=wish.kind,
        owner=person.person_id,
        reason=wish.reason.strip(),
        placed_by=person.person_id,
        since=today,
        until=until,
        review_on=review_on,
        voter=voter,
        scope=scope,
    )


def _said_paid_until(work: Work, customer: Customer, today: date) -> date:
    """Raises SaidPaidBefore."""
    _check_first(work, customer, today)
    calendar = place_of(work, customer.key).calendar
    return add_business_days(today, SAYS_PAID_BUSINESS_DAYS, calendar)


def _check_first(work: Work, customer: Customer, today: date) -> None:
    since = episode(documents_of(work, customer.key, today), today)
    earlier = [one for one in work.holds.of(customer.key) if one.kind is HoldKind.SAYS_PAID]
    if any(since is None or one.since >= since for one in earlier):
        raise SaidPaidBefore(customer=customer.name)


def _replace(work: Work, hold: Hold, today: date, stamp: Stamp) -> None:
    """One of its kind that nobody ended makes room: it ran out, or goes on as this one, of which
    people hear. The named vote is taken from nobody that way."""
    for other in work.holds.of(hold.customer):
        if other.kind is hold.kind and other.ended_on is None:
            if other.voter != hold.voter:
                raise HoldUnfit(why=Unfit.VOTER_NAMED)
            ended = closed(other, stamp.person_id, today)
            work.holds.update(ended)
            note(work, ending(work, [ended], Ending(ended.ended_why)), stamp)


# Its end


def let_go(hold_id: str, reason: str, account: AccountKey, *, office: Office) -> Hold | Plan:
    """Release a hold before its time: at once, or by a plan where it takes others. Raises
    ReasonMissing, HoldOver, PlanAlreadyOpen, NoRole, NotEligible."""
    if not reason.strip():
        raise ReasonMissing()
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        hold, today = work.holds.get(hold_id), office.today(now)
        if not hold.runs(today):
            raise HoldOver()
        done: Hold | Plan
        if hold.kind in TAKES_TWO:
            done = _ask(work, hold, reason.strip(), person, office=office)
        else:
            done = release(work, hold, office.stamp(now, person.person_id, Route.SLACK), today)
        work.commit()
    return done


def _ask(work: Work, hold: Hold, reason: str, person: Person, *, office: Office) -> Plan:
    case = case_for(work, hold.customer, person, office=office)
    check_alone(work, Action.RELEASE_HOLD, case, person, hold.hold_id)
    request = Request(
        action=Action.RELEASE_HOLD,
        requester=person.person_id,
        filed_by=person.person_id,
        route=Route.SLACK,
        note=reason,
        subject=hold.hold_id,
        about=customer_of(work, hold.customer).name,
        case=case,
    )
    return file_plan(work, request, now=office.clock(), office=office)
