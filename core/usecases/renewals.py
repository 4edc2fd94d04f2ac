"""Subscriptions that may be ended instead of suspended: what can be chosen, which renewals of late
customers are to be decided on, and the decision to let one come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core.domain.consequences import Price, months_before
from core.domain.customers import Customer, CustomerKey, Subscription
from core.domain.errors import RenewalOver
from core.domain.events import RenewalLet, Route
from core.domain.exposure import Exposure, Owing, owes
from core.domain.money import Money
from core.domain.next_steps import Circumstances, NextStep, next_steps
from core.domain.people import AccountKey
from core.domain.planning import why_not_cancelled
from core.domain.plans import CUTS, DONE_STEPS, Action, Plan, Reason
from core.domain.policy import Policy
from core.domain.renewals import (
    SOON,
    TERMS,
    Renewal,
    Together,
    coming,
    renewal_day,
    renewal_of,
)
from core.gate import Ruling
from core.gathering import cut_of, exposure_of, may_ask
from core.ports.office import Office
from core.ports.store import Work
from core.recording import record
from core.usecases.finding import customer_of, find_customer, person_with
from core.usecases.overdue import Row

ENDING = (Action.STOP_RENEWAL, Action.CANCEL)
A_YEAR = 12
A_DAY = timedelta(days=1)
# More than anybody is shown at once.
FULLY = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """A subscription, the renewal of it that can be stopped, and until when it can be given back;
    what the policy keeps needs a note."""

    subscription: Subscription
    renewal: Renewal | None
    cancel_until: datetime | None
    kept: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What the form offers, at most so many in one plan, with the votes that each action takes and
    whether a cut for money could run now."""

    customer: Customer
    exposure: Exposure
    choices: tuple[Choice, ...]
    owes: bool
    votes: Mapping[Action, int]
    most: int
    hour: Ruling

    def can(self, action: Action) -> bool:
        if action is Action.CANCEL:
            return any(one.cancel_until is not None for one in self.choices)
        return any(one.renewal is not None for one in self.choices)


@dataclass(frozen=True, slots=True)
class Due:
    """A renewal of a late customer that is to be decided on before its day, and what would be the
    cheapest thing to do about that customer."""

    customer: CustomerKey
    name: str
    together: Together
    overdue: Mapping[str, Money]
    days: int
    cheapest: NextStep | None = None


def offer(text: str, account: AccountKey, *, office: Office) -> Offer:
    """What can be ended for a customer. Raises the refusals of finding.py."""
    now = office.clock()
    with office.store.reading() as work:
        person_with(work, account, may_ask(work))
        customer = find_customer(work, text)
        exposure = exposure_of(work, customer.key, office.today(now))
        choices = choices_of(work, customer.key, office=office)
        policy, hour = work.policies.current(), cut_of(work, customer.key, now, office=office)
    return Offer(
        customer=customer,
        exposure=exposure,
        choices=choices,
        owes=owes(exposure, policy.floors),
        votes={action: policy.approvals.quorum_of(action) for action in ENDING},
        most=policy.caps.per_plan,
        hour=hour,
    )


def choices_of(work: Work, key: CustomerKey, *, office: Office) -> tuple[Choice, ...]:
    """Whatever of this customer may be ended, what comes to an end soonest first."""
    now, prices, policy = office.clock(), work.prices.of(key), work.policies.current()
    known = work.customers.subscriptions(key)
    found = [_choice(one, prices.get(one.subscription_id), now, policy) for one in known]
    able = (one for one in found if one.renewal is not None or one.cancel_until is not None)
    return tuple(sorted(able, key=_soonest))


def ways_of(
    work: Work, key: CustomerKey, exposure: Owing, *, office: Office
) -> tuple[NextStep, ...]:
    """What can be done about somebody who is late, the cheapest first; nothing for others."""
    policy = work.policies.current()
    if not owes(exposure, policy.floors):
        return ()
    now = office.clock()
    known = Circumstances(
        subscriptions=tuple(work.customers.subscriptions(key)),
        prices=work.prices.of(key),
        partner=office.partner(key),
        now=now,
        today=office.today(now),
        keeps=policy.keeps,
        settled=settled_of(work, key),
    )
    return next_steps(known)


def ways_instead(plan: Plan, *, office: Office) -> tuple[NextStep, ...]:
    """What could be done instead of what an open plan cuts for money."""
    content = plan.content
    cuts = content.action in CUTS and content.reason is Reason.NON_PAYMENT
    if content.customer is None or not (cuts and plan.is_open()):
        return ()
    with office.store.reading() as work:
        exposure = exposure_of(work, content.customer, office.today(office.clock()))
        return ways_of(work, content.customer, exposure, office=office)


def _choice(one: Subscription, price: Price | None, now: datetime, policy: Policy) -> Choice:
    window = None if why_not_cancelled(one, now) else one.cancel_until
    return Choice(one, renewal_of(one, price), window, policy.keeps(one.name))


def _soonest(one: Choice) -> tuple[date, str]:
    day = one.renewal.day if one.renewal else None
    return (day or date.max, one.subscription.name)


def due(work: Work, rows: Iterable[Row], *, office: Office) -> list[Due]:
    """Those of late customers within thirty days about which nothing is decided, soonest first.
    Only of the first FULLY is said what they cost and what would be cheapest."""
    now = office.clock()
    let, floors = _let(work, now), work.policies.current().floors
    late = {row.customer: row for row in rows if row.customer and owes(row.exposure, floors)}
    ending = _ending(work, set(late), office.today(now))
    maybe = _perhaps_settled(work) & ending.keys()
    found = [
        one
        for key, known in ending.items()
        for one in (
            _due_of(work, late[key], let, office)
            if key in maybe
            else _unpriced(late[key], known, let, office.today(now))
        )
    ]
    found.sort(key=lambda one: (one.together.day, -one.days, one.name))
    first = dict.fromkeys(one.customer for one in found[:FULLY])
    full = [one for key in first for one in _due_of(work, late[key], let, office)]
    told = {(one.customer, one.together.ids): one for one in full}
    return [told.get((one.customer, one.together.ids), one) for one in found]


def _ending(
    work: Work, keys: set[CustomerKey], today: date
) -> dict[CustomerKey, list[Subscription]]:
    """The subscriptions of these whose term ends soon; the days of a zone are not those of UTC."""
    begin = datetime.combine(today - A_DAY, time(), UTC)
    found: dict[CustomerKey, list[Subscription]] = {}
    for one in work.customers.ending(begin, begin + SOON + 3 * A_DAY, keys):
        found.setdefault(one.customer, []).append(one)
    return found


def _perhaps_settled(work: Work) -> set[CustomerKey]:
    """Those of whom settled_of may have something to say."""
    open_ = {plan.content.customer for plan in work.plans.open_of(*ENDING)}
    return {key for key in open_ if key} | work.plans.asked_about(Action.STOP_RENEWAL)


def _unpriced(
    row: Row, known: Iterable[Subscription], let: set[tuple[str, date]], today: date
) -> list[Due]:
    assert row.customer is not None
    renewals = (
        renewal
        for one in known
        if (renewal := renewal_of(one, None)) and (one.subscription_id, renewal.day) not in let
    )
    owed, days = row.exposure.overdue(), row.exposure.days_overdue()
    return [Due(row.customer, row.name, one, owed, days) for one in coming(renewals, today)]


def _due_of(work: Work, row: Row, let: set[tuple[str, date]], office: Office) -> list[Due]:
    undecided = _undecided(work, row.customer, let, office) if row.customer else []
    if row.customer is None or not undecided:
        return []
    ways = ways_of(work, row.customer, row.exposure, office=office)
    cheapest = next(iter(ways), None)
    owed, days = row.exposure.overdue(), row.exposure.days_overdue()
    return [Due(row.customer, row.name, one, owed, days, cheapest) for one in undecided]


def _undecided(
    work: Work, key: CustomerKey, let: set[tuple[str, date]], office: Office
) -> list[Together]:
    prices, settled = work.prices.of(key), settled_of(work, key)
    renewals = [
        renewal
        for one in work.customers.subscriptions(key)
        if one.subscription_id not in settled
        and (renewal := renewal_of(one, prices.get(one.subscription_id))) is not None
        and (one.subscription_id, renewal.day) not in let
    ]
    return coming(renewals, office.today(office.clock()))


def _let(work: Work, now: datetime) -> set[tuple[str, date]]:
    """Whatever somebody let come is known by its day: the next term is a new question."""
    events = (recorded.event for recorded in work.events.since(RenewalLet, now - 2 * SOON))
    return {
        (subscription_id, date.fromisoformat(event.day))
        for event in events
        if isinstance(event, RenewalLet)
        for subscription_id in event.subscription_ids
    }


def settled_of(work: Work, key: CustomerKey) -> frozenset[str]:
    """Subscriptions that are about to end by an open plan, and those whose renewal was stopped for
    this term: what a person did in the portal no reading shows."""
    plan = work.plans.open_for(key)
    lines = plan.content.lines if plan and plan.content.action in ENDING else ()
    asked = work.plans.of_customer(key, Action.STOP_RENEWAL)
    theirs = work.customers.subscriptions(key) if asked else ()
    known = {one.subscription_id: one for one in theirs}
    stopped = {
        subscription_id
        for old in asked
        for subscription_id in _done(work, old)
        if subscription_id in known and _this_term(old, known[subscription_id])
    }
    return frozenset(stopped | {line.subscription_id for line in lines})


def _done(work: Work, plan: Plan) -> list[str]:
    steps = work.plans.steps(plan.plan_id)
    return [step.line.subscription_id for step in steps if step.state in DONE_STEPS]


def _this_term(plan: Plan, subscription: Subscription) -> bool:
    ends = subscription.commitment_ends
    months = TERMS.get(subscription.term, A_YEAR)
    return ends is None or plan.content.filed_at.date() >= months_before(ends.date(), months)


def let(
    key: CustomerKey, ids: Sequence[str], day: date, account: AccountKey, *, office: Office
) -> None:
    """A person decides that these renew on that day; it is not asked again for this term. Raises
    NoRole, NotEligible, and RenewalOver where it is decided already or the day has passed."""
    now = office.clock()
    with office.store() as work:
        person = person_with(work, account, may_ask(work))
        customer = customer_of(work, key)
        open_yet = {
            one.subscription_id
            for one in work.customers.subscriptions(key)
            if renewal_of(one, None) is not None and renewal_day(one) == day
        }
        decided = settled_of(work, key) | {known for known, when in _let(work, now) if when == day}
        if day < office.today(now) or not set(ids) <= open_yet - decided:
            raise RenewalOver(customer=customer.name)
        cases = work.cases.open_for(key, Reason.NON_PAYMENT)
        event = RenewalLet(
            case_id=cases[0].case_id if cases else "",
            customer=str(key),
            subscription_ids=tuple(ids),
            day=day.isoformat(),
        )
        record(work, event, office.stamp(now, person.person_id, Route.SLACK))
        work.commit()
