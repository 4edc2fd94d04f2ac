"""What customers are late with, from sums alone: enough to rank a whole portfolio."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from core.domain.customers import Debtor
from core.domain.exposure import BUCKETS, bucket_of
from core.domain.money import Money, minor_digits

LATE = BUCKETS[1:]
# As LATE, in minor units of one currency.
Ages = tuple[int, ...]


class LateSum(NamedTuple):
    """What is late on one page of the ledger in one currency, with the credits of that page off the
    oldest of it: when the oldest fell due of which something is left, and sums by age."""

    debtor: Debtor
    currency: str
    oldest: date
    ages: Ages


class CreditSum(NamedTuple):
    """What was not applied yet on one page of the ledger in one currency."""

    debtor: Debtor
    left: Money


@dataclass(frozen=True, slots=True)
class Arrears:
    """What one customer is late with: `days` of the oldest, net sums and ages by currency."""

    days: int
    net: Mapping[str, Money]
    ages: Mapping[str, Ages]

    def overdue(self) -> Mapping[str, Money]:
        return self.net

    def days_overdue(self) -> int:
        return self.days

    def buckets(self) -> dict[str, dict[str, Money]]:
        """currency -> bucket -> sum, of what is late."""
        return {
            code: {name: _money(minor, code) for name, minor in zip(LATE, ages, strict=True)}
            for code, ages in self.ages.items()
        }


def arrears_of(sums: Iterable[LateSum], again_from: date | None, on: date) -> Arrears | None:
    """Of all pages of one customer; None where nothing of it is late. `again_from` is the latest
    day from which its documents count anew, where a hold ended against it."""
    oldest, ages = on, dict[str, Ages]()
    for one in sums:
        since, parts = one.oldest, one.ages
        if again_from is not None and since < again_from <= on:
            since, parts = again_from, _shifted(parts, (on - again_from).days)
        if not any(parts):
            continue
        oldest = min(oldest, since)
        there = ages.get(one.currency)
        ages[one.currency] = tuple(map(sum, zip(there, parts, strict=True))) if there else parts
    if not ages:
        return None
    ages = dict(sorted(ages.items()))
    net = {code: _money(sum(parts), code) for code, parts in ages.items()}
    return Arrears((on - oldest).days, net, ages)


def _shifted(ages: Ages, days: int) -> Ages:
    """Nothing is later than so many days."""
    if days <= 0:
        return (0,) * len(LATE)
    last = LATE.index(bucket_of(days))
    return (*ages[:last], sum(ages[last:]), *(0 for _ in LATE[last + 1 :]))


def _money(minor: int, currency: str) -> Money:
    return Money(Decimal(minor).scaleb(-minor_digits(currency)), currency)
