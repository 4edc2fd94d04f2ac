"""Ask for a suspension, or for a subscription to end: what may be asked, and the plan of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from core.accounts import documents_of, holds_of, promises_of
from core.domain.agreement_errors import HeldBack, Hindrance, VoterAsks
from core.domain.calendar import Place, knows
from core.domain.customers import Customer, CustomerKey, Subscription
from core.domain.errors import (
    BadInput,
    BooksUnfit,
    CalendarUnknown,
    KeptByPolicy,
    MappingUnconfirmed,
    NothingOwed,
    NothingSelected,
    NotSuspendable,
    ReasonMissing,
)
from core.domain.events import Route
from core.domain.exposure import Exposure, owes
from core.domain.holds import named_voters
from core.domain.people import AccountKey, Person
from core.domain.planning import (
    cancelling,
    ending_renewal,
    suspending,
    why_not,
    why_not_cancelled,
    why_not_stopped,
)
from core.domain.plans import CUTS, Action, Basis, Line, Plan, Reason
from core.domain.policy import Policy
from core.domain.release import Ledger
from core.gate import Ruling, held_back
from core.gathering import cut_of, exposure_of, ledger_of, may_ask
from core.places import place_of
from core.ports.office import Office
from core.ports.store import Work
from core.usecases.filing import Request, file_plan
from core.usecases.finding import customer_of, find_customer, person_with
from core.usecases.talks import NOTHING_SAID, Talk, talk_of


@dataclass(frozen=True, slots=True)
class Offer:
    """What the form offers: `choices` freely, `kept` only with a note, `shut_out` never, `most` of
    them in one plan; how many votes it takes, whether a cut for money could run now, and what was
    said between us before."""

    customer: Customer
    exposure: Exposure
    choices: tuple[Subscription, ...]
    kept: tuple[Subscription, ...]
    shut_out: tuple[Subscription, ...]
    owes: bool
    most: int
    quorum: int
    hour: Ruling
    talk: Talk = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person put into a form: to suspend, to stop a renewal, or to cancel."""

    customer: CustomerKey
    subscription_ids: tuple[str, ...]
    reason: Reason
    note: str
    action: Action = Action.SUSPEND


def offer(text: str, account: AccountKey, *, office: Office) -> Offer:
    """What /suspend <customer> can offer. Raises the refusals of finding.py."""
    now = office.clock()
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        customer = find_customer(work, text)
        known = work.customers.subscriptions(customer.key)
        exposure = exposure_of(work, customer.key, office.today(now))
        policy = work.policies.current()
        talk = talk_of(work, customer.key, now, office=office)
        hour = cut_of(work, customer.key, now, office=office)
    partner = office.partner(customer.key)
    able = [s for s in known if why_not(s, partner) == ""]
    return Offer(
        customer=customer,
        exposure=exposure,
        choices=tuple(s for s in able if not policy.keeps(s.name)),
        kept=tuple(s for s in able if policy.keeps(s.name)),
        shut_out=tuple(s for s in known if why_not(s, partner) not in {"", "deleted", "addon"}),
        owes=owes(exposure, policy.floors),
        most=policy.caps.per_plan,
        quorum=policy.approvals.quorum_of(Action.SUSPEND),
        hour=hour,
        talk=talk,
    )


def ask(wish: Wish, account: AccountKey, *, office: Office) -> Plan:
    """File the plan. Raises NothingSelected, NotSuspendable, KeptByPolicy, ReasonMissing, the
    money's refusals for non-payment (MappingUnconfirmed, BooksUnfit, NothingOwed, HeldBack,
    VoterAsks, CalendarUnknown), and those of file_plan."""
    if not wish.subscription_ids:
        raise NothingSelected()
    if wish.reason is not Reason.NON_PAYMENT and not wish.note.strip():
        raise ReasonMissing()
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        customer = customer_of(work, wish.customer)
        request = request_of(work, wish, customer, person, office=office)
        if wish.reason is Reason.NON_PAYMENT:
            check_unpaid(work, request, office=office)
        plan = file_plan(work, request, now=now, office=office)
        work.commit()
    return plan


def request_of(
    work: Work, wish: Wish, customer: Customer, person: Person, *, office: Office
) -> Request:
    """What is asked for, in steps. Raises NotSuspendable, KeptByPolicy."""
    known = {s.subscription_id: s for s in work.customers.subscriptions(customer.key)}
    lines = _lines(wish, known, work.policies.current(), office)
    named = {line.subscription_id for line in lines}
    exposure = exposure_of(work, customer.key, office.today(office.clock()))
    return Request(
        action=wish.action,
        requester=person.person_id,
        filed_by=person.person_id,
        route=Route.SLACK,
        customer=customer,
        reason=wish.reason,
        note=wish.note.strip(),
        lines=lines,
        left_out=_left_out(known.values(), named) if wish.action in CUTS else (),
        exposure=exposure,
        basis=basis_of(work, customer, exposure) if wish.reason is Reason.NON_PAYMENT else (),
        latest=_latest(wish, [known[one] for one in named], office.clock()),
    )


def _latest(wish: Wish, found: Iterable[Subscription], now: datetime) -> datetime | None:
    """A renewal is stopped before it comes: later it would be the next one."""
    if wish.action is not Action.STOP_RENEWAL:
        return None
    ends = [one.commitment_ends for one in found if one.commitment_ends is not None]
    return min((end for end in ends if end > now), default=None)


def _lines(
    wish: Wish, known: dict[str, Subscription], policy: Policy, office: Office
) -> tuple[Line, ...]:
    """What the policy keeps takes a reason in words, whatever is asked for."""
    lines = _steps(wish, _selected(wish, known, office), list(known.values()), office)
    kept = [line.name for line in lines if policy.keeps(line.name)]
    if kept and not wish.note.strip():
        raise KeptByPolicy(subscriptions=kept)
    return lines


def _steps(
    wish: Wish, selected: list[Subscription], known: list[Subscription], office: Office
) -> tuple[Line, ...]:
    partner = office.partner(wish.customer)
    match wish.action:
        case Action.SUSPEND:
            return suspending(selected, known, wish.reason, partner)
        case Action.STOP_RENEWAL:
            return ending_renewal(selected, partner)
        case Action.CANCEL:
            return cancelling(selected, partner)
    raise BadInput(problem="nobody asks to {action} that way", action=wish.action)


def _selected(wish: Wish, known: dict[str, Subscription], office: Office) -> list[Subscription]:
    chosen = []
    for subscription_id in dict.fromkeys(wish.subscription_ids):
        subscription = known.get(subscription_id)
        if subscription is None:
            raise NotSuspendable(subscription=subscription_id, why="unknown")
        if why := _why_not(wish.action, subscription, office):
            raise NotSuspendable(subscription=subscription.name, why=why)
        chosen.append(subscription)
    return chosen


def _why_not(action: Action, subscription: Subscription, office: Office) -> str:
    match action:
        case Action.STOP_RENEWAL:
            return why_not_stopped(subscription)
        case Action.CANCEL:
            return why_not_cancelled(subscription, office.clock())
    return why_not(subscription, office.partner(subscription.customer))


def _left_out(known: Iterable[Subscription], selected: set[str]) -> tuple[str, ...]:
    return tuple(
        s.subscription_id
        for s in known
        if s.subscription_id not in selected and s.status == "active" and not s.is_addon()
    )


def basis_of(work: Work, customer: Customer, exposure: Exposure) -> tuple[Basis, ...]:
    """The late documents that the plan rests on, as they stand now."""
    late = {(debt.source, debt.document_id) for debt in exposure.late()}
    return tuple(
        Basis(doc.source, doc.document_id, doc.number, doc.due, doc.open, doc.disputed)
        for doc in documents_of(work, customer.key, exposure.on)
        if doc.due is not None and (doc.source, doc.document_id) in late
    )


def check_unpaid(work: Work, request: Request, *, office: Office) -> None:
    """May this be asked for at all because of what is owed? Raises MappingUnconfirmed, BooksUnfit,
    NothingOwed, HeldBack, VoterAsks, CalendarUnknown."""
    customer, now, policy = request.customer, office.clock(), work.policies.current()
    assert customer is not None
    ledger = ledger_of(work, customer.key, request.basis, policy, now=now, office=office)
    _check_money(customer, ledger, policy)
    _check_held(work, request, customer.key, office.today(now))
    if request.action in CUTS:
        _check_calendar(place_of(work, customer.key), office.today(now).year, office=office)


def _check_money(customer: Customer, ledger: Ledger, policy: Policy) -> None:
    if not ledger.confirmed:
        raise MappingUnconfirmed(customer=customer.name)
    if ledger.refused or ledger.unreadable or ledger.as_of is None:
        raise BooksUnfit(why="refused" if ledger.refused else "unreadable")
    if not owes(ledger.exposure, policy.floors):
        raise NothingOwed(customer=customer.name)


def _check_held(work: Work, request: Request, key: CustomerKey, on: date) -> None:
    """What the gate would withdraw at once is not filed at all. Raises HeldBack, VoterAsks."""
    holds = holds_of(work, key, on)
    why = held_back(request.action, holds, promises_of(work, key, on), on)
    if why is not None:
        raise HeldBack(why=Hindrance[why.name])
    if request.action in CUTS and request.requester in named_voters(holds, on):
        raise VoterAsks()


def _check_calendar(there: Place, year: int, *, office: Office) -> None:
    """Only a cut waits for an hour, so only a cut needs to know one."""
    if not (knows(there.calendar, year) and knows(office.own.calendar, year)):
        raise CalendarUnknown(country=there.country or office.own.country)
