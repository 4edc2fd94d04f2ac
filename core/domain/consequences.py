"""What suspending, or ending, each subscription brings: what goes on being billed to us, until when
it can be undone, and from which day data may be gone. What nobody knows is None.

Sources: Microsoft, "Subscription lifecycle", "Suspend a subscription" (legacy billing stops), and
"Cancel your Azure subscription" (usage stops being billed)."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from core.domain.clouds import Cloud
from core.domain.customers import Subscription
from core.domain.money import Money, by_currency
from core.domain.retention import Kind, Retention, kind_of, retention

# Billing cycles in months, by Microsoft's words.
MONTHS = {"monthly": 1, "annual": 12, "triennial": 36}


class Billing(StrEnum):
    """What Microsoft does with its bills to us while a subscription is suspended."""

    GOES_ON = "goes_on"
    STOPS = "stops"
    UNKNOWN = "unknown"


BILLING = {
    Kind.NEW_COMMERCE: Billing.GOES_ON,
    Kind.LEGACY: Billing.STOPS,
    Kind.AZURE: Billing.STOPS,
    Kind.AZURE_PLAN: Billing.STOPS,
}


@dataclass(frozen=True, slots=True)
class Price:
    """What Microsoft charges us for one seat in one billing cycle, and on which day it said so."""

    unit: Money
    cycle: str
    as_of: date

    def of(self, seats: int) -> Money:
        """For so many seats, in one cycle."""
        return Money(self.unit.amount * Decimal(seats), self.unit.currency)


@dataclass(frozen=True, slots=True)
class Consequence:
    """Of suspending one subscription on one day. `each_cycle` is what one billing cycle of `cycle`
    costs us; `committed` what is still to be billed until `committed_until`, if billing goes on.
    `cancel_until` is empty where the window is closed, or unknown."""

    subscription: Subscription
    billing: Billing
    retention: Retention
    each_cycle: Money | None
    cycle: str
    committed: Money | None
    committed_until: date | None
    cancel_until: datetime | None


def consequence(
    subscription: Subscription, price: Price | None, cloud: Cloud, now: datetime, today: date
) -> Consequence:
    """What holds if it is suspended now; `today` is our own day."""
    billing = BILLING.get(kind_of(subscription, cloud), Billing.UNKNOWN)
    goes_on = billing is Billing.GOES_ON
    ends = subscription.commitment_ends.date() if subscription.commitment_ends else None
    each = price.of(subscription.quantity) if price else None
    window = subscription.cancel_until
    return Consequence(
        subscription=subscription,
        billing=billing,
        retention=retention(subscription, cloud, today),
        each_cycle=each,
        cycle=price.cycle if price else subscription.billing_cycle,
        committed=_still_to_bill(each, price, ends, today) if goes_on else None,
        committed_until=ends if goes_on else None,
        cancel_until=window if window is not None and now < window else None,
    )


def _still_to_bill(
    each: Money | None, price: Price | None, ends: date | None, today: date
) -> Money | None:
    """Cycles that begin after today and before the end of the term, which is where one ends."""
    months = MONTHS.get(price.cycle) if price else None
    if each is None or ends is None or months is None:
        return None
    begun = 0
    while months_before(ends, months * (begun + 1)) > today:
        begun += 1
    return Money(each.amount * begun, each.currency)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class Totals:
    """Of several subscriptions, one amount for each currency; `incomplete` where a part of it is
    not known. `monthly` counts those billed by the month only."""

    monthly: tuple[Money, ...]
    committed: tuple[Money, ...]
    committed_until: date | None
    incomplete: bool


def totals(found: Iterable[Consequence]) -> Totals:
    """What goes on being billed to us, in all."""
    billed = [one for one in found if one.billing is not Billing.STOPS]
    monthly = [one.each_cycle for one in billed if one.each_cycle and one.cycle == "monthly"]
    committed = [one.committed for one in billed if one.committed]
    ends = [one.committed_until for one in billed if one.committed_until]
    return Totals(
        monthly=_sums(monthly),
        committed=_sums(committed),
        committed_until=max(ends, default=None),
        incomplete=any(one.committed is None for one in billed),
    )


def _sums(amounts: Sequence[Money]) -> tuple[Money, ...]:
    return tuple(by_currency(amounts).values())
