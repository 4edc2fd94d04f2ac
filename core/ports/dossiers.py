"""Everything that is kept of a customer and that a verdict may rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from core.domain.agreements import DocumentKey, Ours
from core.domain.collecting import Episode, Filing, Standstill
from core.domain.customers import CustomerKey, Subscription, Suspension
from core.domain.facts import Delivered
from core.domain.places import OwnPlace
from core.domain.plans import Plan
from core.domain.promises import Promise
from core.domain.release import Sighting
from core.ports.records import Account, Snapshot


@dataclass(frozen=True, slots=True)
class Dossier:
    """As it is kept, before a day or a policy is looked at. `country` is Partner Center's, empty
    where it is not known; `pages` are the confirmed ones, without what is `ours`; `sightings` are
    those of the documents that open promises rest on; `acquainted` is since when we know it, and
    the day on which it was judged first; `sells_on` whether its documents bill subscriptions of
    another customer's; `unread_at` when the oldest reply came that nobody read, its own or of
    somebody who may mean it; `deletion_on` the first day on which data will be gone. `episode` is
    the open one, `filings` what was done once, oldest first, and `plan` the open one that keeps
    others from being filed. `books` and `standstills` are everybody's."""

    customer: CustomerKey
    country: str
    own_place: OwnPlace | None
    pages: Sequence[Account]
    ours: Ours
    promises: Sequence[Promise]
    sightings: Mapping[DocumentKey, Sighting]
    subscriptions: Sequence[Subscription]
    suspensions: Sequence[Suspension]
    notices: Sequence[Delivered]
    acquainted: tuple[date, date] | None
    returned_on: date | None
    over_limit: bool
    sells_on: bool
    unread_at: datetime | None
    deletion_on: date | None
    episode: Episode | None
    filings: Sequence[Filing]
    plan: Plan | None
    books: Sequence[Snapshot]
    standstills: Sequence[Standstill]


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far a policy looks: at debts that are due by `until`, in the `currencies` that it knows
    (None for all), and at books that were not older than `fresh`. `since` is the earliest day that
    it is anywhere."""

    since: date
    until: date
    fresh: datetime
    currencies: frozenset[str] | None


class Dossiers(Protocol):
    def of(self, keys: Sequence[CustomerKey]) -> Mapping[CustomerKey, Dossier]:
        """One for each, also for a customer of whom nothing is known. However many are asked for,
        each table is read once."""

    def nothing_due(self, horizon: Horizon) -> Mapping[CustomerKey, date | None]:
        """Customers of whom a verdict could only say that they are clear, as it did the last time:
        nothing is due or missing, nobody chases them and nothing silences them. With the day on
        which the oldest of their documents was issued, if the books show any."""
