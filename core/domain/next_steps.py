"""What can be done about a customer who is late, what saves us most for the least harm first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from core.domain.consequences import BILLING, MONTHS, Billing, Price, months_before
from core.domain.customers import Generation, Subscription
from core.domain.money import Money, by_currency, minor_digits
from core.domain.partners import Partner
from core.domain.planning import why_not, why_not_cancelled
from core.domain.renewals import SOON, Renewal, coming, renewal_of
from core.domain.retention import kind_of


class Way(StrEnum):
    """In their order where money does not tell: what gives it back, what costs no more, less, what
    only takes service away, and what does nothing."""

    CANCEL = "cancel"
    STOP_RENEWAL = "stop_renewal"
    FEWER_SEATS = "fewer_seats"
    SUSPEND = "suspend"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One way, for these subscriptions. `saved` is what we are not billed by it, for suspending in
    a month, one amount for each currency, and `incomplete` where a part of it is not known; `seats`
    lose service at once; after `until` it is too late."""

    way: Way
    subscriptions: tuple[Subscription, ...]
    saved: tuple[Money, ...] = ()
    incomplete: bool = False
    seats: int = 0
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a late customer. What the policy `keeps` is never proposed for a cut; the
    renewals of `settled` are decided already."""

    subscriptions: Sequence[Subscription]
    prices: Mapping[str, Price]
    partner: Partner
    now: datetime
    today: date
    keeps: Callable[[str], bool] = field(default=lambda name: False)
    settled: frozenset[str] = frozenset()


def next_steps(about: Circumstances) -> tuple[NextStep, ...]:
    """The ways that are open, what saves most soon first; waiting always is, and comes last."""
    ways = (_cancel(about), _stop_renewal(about), _fewer_seats(about), _suspend(about))
    found = [step for step in ways if step.subscriptions]
    if len({money.currency for step in found for money in step.saved}) == 1:
        found.sort(key=lambda step: _worth(step, about.today), reverse=True)
    return (*found, NextStep(Way.WAIT, (), until=_earliest(step.until for step in found)))


def _worth(step: NextStep, today: date) -> Decimal:
    """What is decided now or never, in the one currency there is; all else can be done later."""
    in_time = step.until is not None and _as_day(step.until) <= today + SOON
    amounts = [money.amount for money in step.saved if in_time]
    return sum(amounts, Decimal(0))


def _cancel(about: Circumstances) -> NextStep:
    """What is given back inside its window is paid back day by day."""
    able = [one for one in _cuttable(about) if not why_not_cancelled(one, about.now)]
    left = [_left_of_term(one, about.prices.get(one.subscription_id), about.today) for one in able]
    saved, incomplete = _sums(left)
    until = _earliest(one.cancel_until for one in able)
    return NextStep(Way.CANCEL, tuple(able), saved, incomplete, _seats(able), until)


def _left_of_term(one: Subscription, price: Price | None, today: date) -> Money | None:
    """The billing cycles that are still to begin, and the days that are left of this one."""
    cycle = MONTHS.get(price.cycle) if price else None
    if price is None or cycle is None or one.commitment_ends is None:
        return None
    ends, ahead = one.commitment_ends.date(), 0
    while months_before(ends, cycle * (ahead + 1)) > today:
        ahead += 1
    begun, over = months_before(ends, cycle * (ahead + 1)), months_before(ends, cycle * ahead)
    share = Decimal(max((over - today).days, 0)) / Decimal((over - begun).days)
    each = price.of(one.quantity)
    exact = each.amount * (ahead + share)
    return Money(exact.quantize(Decimal(1).scaleb(-minor_digits(each.currency))), each.currency)


def _stop_renewal(about: Circumstances) -> NextStep:
    """The renewals of the next thirty days; where none comes by then, the next one."""
    on = [one for one in _renewals(about) if one.day is not None]
    soon = [one for group in coming(on, about.today) for one in group.renewals]
    first = min((one.day for one in on if one.day and one.day >= about.today), default=None)
    chosen = soon or [one for one in on if one.day == first]
    saved, incomplete = _sums([one.cost for one in chosen])
    subscriptions = tuple(one.subscription for one in chosen)
    return NextStep(Way.STOP_RENEWAL, subscriptions, saved, incomplete, until=first)


def _renewals(about: Circumstances) -> list[Renewal]:
    found = (renewal_of(one, about.prices.get(one.subscription_id)) for one in about.subscriptions)
    return [
        renewal
        for renewal in found
        if renewal is not None and renewal.subscription.subscription_id not in about.settled
    ]


def _fewer_seats(about: Circumstances) -> NextStep:
    """With legacy at any time, with new commerce inside the window or from the next term on. What
    it saves depends on how many there are too many, which only the customer knows."""
    more_than_one = [one for one in about.subscriptions if one.quantity > 1]
    legacy = [
        one
        for one in more_than_one
        if one.generation is Generation.LEGACY and not _why_not_cut(one, about)
    ]
    windows = [one for one in more_than_one if not why_not_cancelled(one, about.now)]
    renewing = [one.subscription for one in _renewals(about) if one.subscription.quantity > 1]
    able = {one.subscription_id: one for one in (*legacy, *windows, *renewing)}
    days = [one.day for one in _renewals(about) if one.subscription.subscription_id in able]
    until = None if legacy else _earliest([*(one.cancel_until for one in windows), *days])
    return NextStep(Way.FEWER_SEATS, tuple(able.values()), incomplete=True, until=until)


def _suspend(about: Circumstances) -> NextStep:
    """Only what Microsoft stops billing meanwhile is saved; new commerce is billed on."""
    able = [one for one in _cuttable(about) if not _why_not_cut(one, about)]
    cloud = about.partner.cloud
    billing = {one.subscription_id: BILLING.get(kind_of(one, cloud)) for one in able}
    stopping = [one for one in able if billing[one.subscription_id] is Billing.STOPS]
    saved, incomplete = _sums([_monthly(about.prices.get(s.subscription_id), s) for s in stopping])
    unknown = incomplete or any(found is None for found in billing.values())
    return NextStep(Way.SUSPEND, tuple(able), saved, unknown, _seats(able))


def _monthly(price: Price | None, one: Subscription) -> Money | None:
    return price.of(one.quantity) if price and price.cycle == "monthly" else None


def _why_not_cut(one: Subscription, about: Circumstances) -> str:
    return why_not(one, about.partner)


def _cuttable(about: Circumstances) -> list[Subscription]:
    return [one for one in about.subscriptions if not about.keeps(one.name)]


def _seats(found: Iterable[Subscription]) -> int:
    return sum(one.quantity for one in found)


def _sums(amounts: Sequence[Money | None]) -> tuple[tuple[Money, ...], bool]:
    known = [money for money in amounts if money is not None]
    return tuple(by_currency(known).values()), len(known) < len(amounts)


def _earliest(ends: Iterable[date | None]) -> date | None:
    """A moment inside a day comes before the day is over."""
    known = [end for end in ends if end is not None]
    return min(known, key=_as_day, default=None)


def _as_day(end: date) -> date:
    return end.date() if isinstance(end, datetime) else end
