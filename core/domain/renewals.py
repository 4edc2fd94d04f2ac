"""When a subscription renews, and what its next term would cost us; what nobody knows is None.

Source: Microsoft, "Renewal of new-commerce subscriptions" (the next term begins when the last day
of this one is over)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.consequences import MONTHS, Price
from core.domain.customers import Generation, Subscription
from core.domain.money import Money
from core.domain.planning import why_not_stopped

# How near a renewal is once it is something to decide.
SOON = timedelta(days=30)
# Terms in months, by Microsoft's words.
TERMS = {"P1M": 1, "P1Y": 12, "P3Y": 36}


@dataclass(frozen=True, slots=True)
class Renewal:
    """One that is on. `day` is the deadline for stopping it: the first day of the next term, or
    with legacy the day on which the term ends. The next term has so many `months` and costs us
    `cost`, at today's price and number of seats."""

    subscription: Subscription
    day: date | None
    months: int | None
    cost: Money | None


def renewal_of(subscription: Subscription, price: Price | None) -> Renewal | None:
    """The renewal that comes next; None where none comes that could be stopped."""
    if why_not_stopped(subscription):
        return None
    months = TERMS.get(subscription.term)
    return Renewal(
        subscription, renewal_day(subscription), months, _cost(subscription, price, months)
    )


def renewal_day(subscription: Subscription) -> date | None:
    ends = subscription.commitment_ends
    if ends is None:
        return None
    new_commerce = subscription.generation is Generation.NEW_COMMERCE
    return (ends + timedelta(seconds=1)).date() if new_commerce else ends.date()


def _cost(subscription: Subscription, price: Price | None, months: int | None) -> Money | None:
    """Whole billing cycles of one term, or nothing that could be said."""
    cycle = MONTHS.get(price.cycle) if price else None
    if price is None or cycle is None or months is None or months % cycle:
        return None
    each = price.of(subscription.quantity)
    return Money(each.amount * (months // cycle), each.currency)


@dataclass(frozen=True, slots=True)
class Together:
    """Renewals of one customer that come on one day and go on for as long: one decision."""

    renewals: tuple[Renewal, ...]
    day: date

    @property
    def months(self) -> int | None:
        return self.renewals[0].months

    @property
    def seats(self) -> int:
        return sum(one.subscription.quantity for one in self.renewals)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(one.subscription.subscription_id for one in self.renewals)

    @property
    def cost(self) -> Money | None:
        """Of all of them, where each is known and in one currency."""
        costs = [one.cost for one in self.renewals if one.cost is not None]
        if len(costs) < len(self.renewals) or len({cost.currency for cost in costs}) != 1:
            return None
        return sum(costs[1:], costs[0])


def coming(renewals: Iterable[Renewal], today: date) -> list[Together]:
    """Those within thirty days, soonest first."""
    found: dict[tuple[date, int], list[Renewal]] = {}
    for one in renewals:
        if one.day is not None and today <= one.day <= today + SOON:
            found.setdefault((one.day, one.months or 0), []).append(one)
    return [Together(_by_size(group), day) for (day, _), group in sorted(found.items())]


def _by_size(group: Sequence[Renewal]) -> tuple[Renewal, ...]:
    return tuple(sorted(group, key=lambda one: (-one.subscription.quantity, one.subscription.name)))
