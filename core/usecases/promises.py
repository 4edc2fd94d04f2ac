"""Promises to pay: take one, let an approver take what goes further, and see what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from core.accounts import documents_of, promises_of, running_of
from core.agreements import accept
from core.domain.agreement_errors import PromiseOpen, PromiseOver, PromiseUnfit, Unfit
from core.domain.agreements import episode
from core.domain.cases import Case
from core.domain.customers import Customer, CustomerKey
from core.domain.events import Route
from core.domain.exposure import Exposure, expose
from core.domain.money import by_currency
from core.domain.notices import Meaning
from core.domain.people import AccountKey, Person
from core.domain.plans import Action, Plan
from core.domain.promises import (
    Beyond,
    Instalment,
    Promise,
    PromiseState,
    Running,
    beyond,
    terms_hash,
    unapplied,
)
from core.gathering import may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.agreeing import case_for, check_alone
from core.usecases.filing import Request, file_plan
from core.usecases.finding import customer_of, find_customer, person_with
from core.usecases.letter_replies import read_by_doing
from core.usecases.promise_course import end
from core.usecases.suspension import basis_of


@dataclass(frozen=True, slots=True)
class Offer:
    """What the form starts from: what is overdue, and how many promises this debt has seen."""

    customer: Customer
    exposure: Exposure
    earlier: int
    running: tuple[Running, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Wish:
    """`reply_id` is the reply that says so, if one does."""

    customer: CustomerKey
    instalments: tuple[Instalment, ...]
    note: str = ""
    reply_id: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of it: agreed on, or before an approver by this plan, and why."""

    promises: tuple[Promise, ...]
    plan: Plan | None = None
    why: tuple[Beyond, ...] = ()


def offer(text: str, account: AccountKey, *, office: Office) -> Offer:
    """Whom a promise would be of. Raises NoRole, NotEligible and those of find_customer."""
    today = office.today(office.clock())
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        customer = find_customer(work, text)
        documents = documents_of(work, customer.key, today)
        return Offer(
            customer=customer,
            exposure=expose(documents, today),
            earlier=_earlier(work, customer.key, today),
            running=tuple(promises_of(work, customer.key, today)),
            today=today,
        )


def take(wish: Wish, account: AccountKey, *, office: Office) -> Taken:
    """Write a promise down, or ask an approver for it. Raises PromiseUnfit, PromiseOpen,
    PlanAlreadyOpen, NoRole, NotEligible, UnknownCustomer."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        customer = customer_of(work, wish.customer)
        today = office.today(now)
        exposure = expose(documents_of(work, customer.key, today), today)
        _check(work, wish, exposure)
        overdue = exposure.overdue()[wish.instalments[0].amount.currency]
        why = beyond(wish.instalments, overdue, _earlier(work, customer.key, today), today)
        promises = _made(work, wish, customer, person, exposure, asked=bool(why))
        case = case_for(work, customer.key, person, office=office)
        work.promises.add(promises)
        plan = _ask(work, promises, case, customer, person, office=office) if why else None
        if plan is None:
            stamp = office.stamp(now, person.person_id, Route.SLACK)
            accept(work, promises, case.case_id, stamp)
        if wish.reply_id:
            read_by_doing(work, wish.reply_id, Meaning.PROMISE, person, office=office)
        work.commit()
    return Taken(promises, plan, why)


def _check(work: Work, wish: Wish, exposure: Exposure) -> None:
    total = next(iter(by_currency(one.amount for one in wish.instalments).values()))
    open_sums = by_currency(debt.left for debt in exposure.debts)
    if total.currency not in exposure.overdue():
        raise PromiseUnfit(why=Unfit.NOTHING_LATE)
    if open_sums[total.currency] < total:
        raise PromiseUnfit(why=Unfit.TOO_MUCH)
    for one in promises_of(work, wish.customer, exposure.on):
        if one.left.currency == total.currency:
            raise PromiseOpen(amount=one.left, day=one.promise.by)


def _earlier(work: Work, key: CustomerKey, today: date) -> int:
    """How many payment plans were agreed on in the present episode."""
    since = episode(documents_of(work, key, today), today)
    if since is None:
        return 0
    made = [one for one in work.promises.of(key) if one.made_on >= since]
    return len({one.series for one in made if one.state is not PromiseState.CANCELLED})


def _made(
    work: Work,
    wish: Wish,
    customer: Customer,
    person: Person,
    exposure: Exposure,
    *,
    asked: bool,
) -> tuple[Promise, ...]:
    currency = wish.instalments[0].amount.currency
    basis = basis_of(work, customer, exposure)
    series = str(uuid4())
    return tuple(
        Promise(
            promise_id=str(uuid4()),
            series=series,
            number=number,
            customer=customer.key,
            amount=one.amount,
            by=one.by,
            state=PromiseState.ASKED if asked else PromiseState.OPEN,
            made_by=person.person_id,
            made_on=exposure.on,
            basis=tuple(b for b in basis if b.open.currency == currency),
            credited=unapplied(documents_of(work, customer.key, exposure.on), currency),
            note=wish.note.strip(),
        )
        for number, one in enumerate(wish.instalments, start=1)
    )


def _ask(
    work: Work,
    promises: Sequence[Promise],
    case: Case,
    customer: Customer,
    person: Person,
    *,
    office: Office,
) -> Plan:
    check_alone(work, Action.PROMISE, case, person)
    request = Request(
        action=Action.PROMISE,
        requester=person.person_id,
        filed_by=person.person_id,
        route=Route.SLACK,
        note=promises[0].note,
        basis=promises[0].basis,
        subject=terms_hash(promises),
        about=customer.name,
        case=case,
    )
    return file_plan(work, request, now=office.clock(), office=office)


def cancel(promise_id: str, account: AccountKey, *, office: Office) -> Promise:
    """Take a whole payment plan back, as where it was written down by mistake. Raises PromiseOver,
    NoRole, NotEligible."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        promise = work.promises.get(promise_id)
        if promise.state is not PromiseState.OPEN:
            raise PromiseOver(state=promise.state)
        today, stamp = office.today(now), office.stamp(now, person.person_id, Route.SLACK)
        series = work.promises.series(promise.series)
        for one in running_of(work, series, today):
            end(work, one, PromiseState.CANCELLED, "", today, stamp, told=one.promise == promise)
        work.commit()
    return promise
