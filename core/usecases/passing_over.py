"""Whom the policy run passes over: nothing of theirs is due yet, so that judging them would find
them as clear as the last time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from core.domain.customers import CustomerKey
from core.domain.facts import BOOKS_TOO_OLD
from core.domain.ladder import Rules
from core.places import places_of_all
from core.ports.dossiers import Horizon
from core.ports.store import Work

# The day begins so many hours before and after it does in Greenwich: UTC+14 and UTC-12.
EAST, WEST = timedelta(hours=14), timedelta(hours=12)

# The local day on which a customer is found clear, and since when it is known at least.
Clear = tuple[CustomerKey, date, date]


def passed_over(work: Work, keys: Collection[CustomerKey], now: datetime) -> list[Clear]:
    """Those of these customers whom nobody has to look at."""
    found: Mapping[CustomerKey, date | None] = work.dossiers.nothing_due(
        horizon_of(work.policies.current().rules, now)
    )
    places, clear = places_of_all(work), list[Clear]()
    for key in keys:
        if key in found and key in places:
            on = places[key].local(now).date()
            clear.append((key, on, found[key] or on))
    return clear


def horizon_of(rules: Rules, now: datetime) -> Horizon:
    """Of a policy, wherever customers are."""
    return Horizon(
        since=(now - WEST).date(),
        until=(now + EAST).date() + timedelta(days=rules.looks_ahead()),
        fresh=now - BOOKS_TOO_OLD,
        currencies=frozenset(rules.floors) or None,
    )
