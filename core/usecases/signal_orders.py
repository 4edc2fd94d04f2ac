"""What one customer ordered, and how it came to us: bursts, a large first order, a throw-away
domain, countries that do not match, no agreement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from datetime import datetime, timedelta

from core.domain.customers import Customer, CustomerKey, Generation, Subscription
from core.domain.drift import DriftKind
from core.domain.onboarding import disposable_domains, domain_of, listed_as, mismatch
from core.domain.signals import Observed, SignalKind
from core.domain.velocity import (
    REMEMBERED,
    Order,
    SeatChange,
    large_first_order,
    order_burst,
    seat_burst,
)
from core.ports.dossiers import Dossier
from core.ports.profiles import Profile
from core.ports.sync import FoundDrift
from core.usecases.signal_keys import key_of

# These are bought by the seat.
BY_SEAT = frozenset({Generation.NEW_COMMERCE, Generation.LEGACY})
# A day more than seats are remembered for.
HISTORY = REMEMBERED + timedelta(days=1)
NO_AGREEMENT = 60
SUBSCRIPTIONS, ONBOARDING = "subscriptions", "onboarding"


# Orders


def orders(profile: Profile, dossier: Dossier, now: datetime) -> Iterator[Observed]:
    """What is to be seen of them now."""
    bought = [one for one in dossier.subscriptions if _is_base(one)]
    yield from _seats(profile, bought, now)
    found = [Order(one.bought_at, one.quantity) for one in bought if one.bought_at is not None]
    yield from _at_once(profile, found, now)
    yield from _at_first(profile.customer, found, now)


def _at_once(profile: Profile, orders: Sequence[Order], now: datetime) -> Iterator[Observed]:
    if (burst := order_burst([one.at for one in orders], now)) is None:
        return
    yield Observed(
        customer=profile.customer,
        kind=SignalKind.ORDER_BURST,
        key=key_of(profile.signals, SignalKind.ORDER_BURST, now, f"{burst.since:%Y-%m-%d}"),
        strength=burst.strength,
        facts=(
            ("orders", str(burst.added)),
            ("usual orders in a day", str(burst.before)),
            ("hours", _hours(burst.since, now)),
        ),
        source=SUBSCRIPTIONS,
        began_at=burst.since,
    )


def _at_first(key: CustomerKey, orders: Sequence[Order], now: datetime) -> Iterator[Observed]:
    if (first := large_first_order(orders, now)) is None:
        return
    yield Observed(
        customer=key,
        kind=SignalKind.LARGE_FIRST_ORDER,
        key=f"{first.first:%Y-%m-%d}",
        strength=first.strength,
        facts=(
            ("seats ordered", str(first.seats)),
            ("orders", str(first.orders)),
            ("customer for days", str(first.days)),
        ),
        source=SUBSCRIPTIONS,
        began_at=first.first,
    )


def _seats(profile: Profile, bought: Sequence[Subscription], now: datetime) -> Iterator[Observed]:
    by_id = {one.subscription_id: one for one in bought}
    drifts = profile.drifts
    changes = [change for one in drifts for change in _change(one, by_id.get(one.subscription_id))]
    seats = sum(one.quantity for one in bought)
    if (burst := seat_burst(changes, seats, now)) is None:
        return
    yield Observed(
        customer=profile.customer,
        kind=SignalKind.SEAT_BURST,
        key=key_of(profile.signals, SignalKind.SEAT_BURST, now, f"{burst.since:%Y-%m-%d}"),
        strength=burst.strength,
        facts=(
            ("seats added", str(burst.added)),
            ("seats before", str(burst.before)),
            ("hours", _hours(burst.since, now)),
        ),
        source=SUBSCRIPTIONS,
        began_at=burst.since,
    )


def _change(drift: FoundDrift, one: Subscription | None) -> Iterator[SeatChange]:
    """Of what is bought by the seat, and is still there."""
    if one is None:
        return
    if drift.kind is DriftKind.APPEARED:
        yield SeatChange(drift.found_at, 0, one.quantity)
    elif drift.kind is DriftKind.SEATS:
        yield SeatChange(drift.found_at, int(drift.before), int(drift.after))


def _is_base(one: Subscription) -> bool:
    return one.generation in BY_SEAT and not one.is_addon()


def _hours(since: datetime, now: datetime) -> str:
    return str(max(1, round((now - since).total_seconds() / 3600)))


# How it came to us


def intake(profile: Profile, customer: Customer, extra: Set[str]) -> Iterator[Observed]:
    """What is to be seen of it. `extra` are throw-away domains besides those that are known to
    all."""
    domains = sorted({customer.domain, *map(domain_of, profile.addresses)} - {""})
    listed = {domain: listed_as(domain, disposable_domains() | extra) for domain in domains}
    for domain, entry in listed.items():
        if entry:
            why = (("domain", domain), ("listed as", entry))
            yield _about(customer.key, SignalKind.DISPOSABLE_DOMAIN, entry, 100, *why)
    came = profile.intake
    found = mismatch(customer.country, came.billing_country if came else "", domains)
    if found is not None:
        key = f"{found.company}:{found.billing}:{found.domain}"
        said = (
            ("country at Partner Center", found.company),
            ("country of the billing profile", found.billing),
            ("country of the domain", found.domain),
        )
        facts = tuple((name, value) for name, value in said if value)
        yield _about(customer.key, SignalKind.COUNTRY_MISMATCH, key, found.strength, *facts)
    if came is not None and came.agreed is False:
        fact = ("agreement", "MicrosoftCustomerAgreement")
        yield _about(customer.key, SignalKind.NO_AGREEMENT, "none", NO_AGREEMENT, fact)


def _about(
    key: CustomerKey, kind: SignalKind, name: str, strength: int, *facts: tuple[str, str]
) -> Observed:
    return Observed(key, kind, name, strength, facts, source=ONBOARDING)
