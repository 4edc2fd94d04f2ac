"""Where a customer is. Whoever asks for its date, its hours or its holidays asks here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from core.domain.calendar import Place
from core.domain.customers import CustomerKey
from core.domain.places import placed
from core.ports.store import Work


def place_of(work: Work, key: CustomerKey) -> Place:
    """The customer's country and zone: its date decides what day a verdict is of."""
    customer = work.customers.get(key)
    return placed(customer.country if customer else "", work.places.get(key))


def local_date(work: Work, key: CustomerKey, now: datetime) -> date:
    return place_of(work, key).local(now).date()


def places_of_all(work: Work) -> Mapping[CustomerKey, Place]:
    """The same for every customer that Partner Center has."""
    own = work.places.all()
    return {one.key: placed(one.country, own.get(one.key)) for one in work.customers.all()}
