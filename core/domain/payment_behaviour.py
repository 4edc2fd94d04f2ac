"""How a customer pays, counted from what was paid in the last twelve months. It is shown to people
and decides nothing.

In each currency by itself, over the documents paid in these months, each with its total t:

    days to pay        = sum(t * days from issue to payment) / sum(t)
    days beyond terms  = sum(t * days from due to payment) / sum(t)
    share on time      = documents paid on their due date or before / documents
      by amount        = sum(t) of those / sum(t)

Days are counted from 0: what was paid before it was issued, or before it was due, took none. The
trend compares the days to pay of the last three months with those of the nine before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from core.domain.consequences import months_before
from core.domain.credit_advice import Paid
from core.domain.money import Money, zero
from core.domain.promises import BY_PLAN, Promise, PromiseState

MONTHS, LATELY = 12, 3
# Of fewer documents nothing is said; nor a trend, of fewer on either side.
LEAST, LEAST_EACH = 5, 3
# Days by which two stretches differ before one of them is slower.
STEADY = Decimal(3)
TENTH = Decimal("0.1")


class Trend(StrEnum):
    FASTER = "faster"
    STEADY = "steady"
    SLOWER = "slower"


@dataclass(frozen=True, slots=True)
class Pace:
    """Days of so many documents, weighted by amount, to a tenth."""

    documents: int
    to_pay: Decimal
    beyond_terms: Decimal


@dataclass(frozen=True, slots=True)
class Paying:
    """How one currency was paid; there is a document in it. For `at_latest` of them the books name
    no day, so that they count by the day on which they were seen closed. A pace is None where it
    would rest on too few."""

    currency: str
    documents: int
    on_time: int
    total: Money
    total_on_time: Money
    at_latest: int
    pace: Pace | None
    lately: Pace | None
    before: Pace | None

    @property
    def share_on_time(self) -> Decimal:
        return Decimal(self.on_time) / self.documents

    @property
    def share_by_amount(self) -> Decimal:
        return self.total_on_time.amount / self.total.amount

    @property
    def trend(self) -> Trend | None:
        """By the days that are shown, so that whoever reads them comes to the same."""
        if self.lately is None or self.before is None:
            return None
        slower_by = self.lately.to_pay - self.before.to_pay
        if abs(slower_by) < STEADY:
            return Trend.STEADY
        return Trend.SLOWER if slower_by > 0 else Trend.FASTER


@dataclass(frozen=True, slots=True)
class Promised:
    """What became of promises, instalment by instalment: `partly` is broken, but something came."""

    kept: int = 0
    partly: int = 0
    broken: int = 0

    def __bool__(self) -> bool:
        return bool(self.kept or self.partly or self.broken)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Of the twelve months up to a day, currencies by their code. `returned` are the documents
    whose payment came back."""

    on: date
    currencies: tuple[Paying, ...] = ()
    promised: Promised = Promised()
    returned: int = 0

    def of(self, currency: str) -> Paying | None:
        return next((one for one in self.currencies if one.currency == currency), None)


def since(on: date) -> date:
    """What happened on this day or before is forgotten."""
    return months_before(on, MONTHS)


def behaviour_of(
    paid: Iterable[Paid], promises: Iterable[Promise], returned: Iterable[date], on: date
) -> Behaviour:
    """`paid` are documents that were paid: none that was credited, written off or is open again.
    `returned` are the days on which payments came back."""
    first = since(on)
    counted: dict[str, list[Paid]] = {}
    for one in paid:
        if first < one.paid_on <= on and one.total.amount > 0:
            counted.setdefault(one.total.currency, []).append(one)
    return Behaviour(
        on=on,
        currencies=tuple(_paying(code, counted[code], on) for code in sorted(counted)),
        promised=_promised(one for one in promises if _ended_after(one, first, on)),
        returned=sum(1 for day in returned if first < day <= on),
    )


def _paying(currency: str, found: Sequence[Paid], on: date) -> Paying:
    on_time = [one for one in found if one.paid_on <= one.due]
    lately = [one for one in found if one.paid_on > months_before(on, LATELY)]
    before = [one for one in found if one.paid_on <= months_before(on, LATELY)]
    return Paying(
        currency=currency,
        documents=len(found),
        on_time=len(on_time),
        total=_total(found, currency),
        total_on_time=_total(on_time, currency),
        at_latest=sum(one.at_latest for one in found),
        pace=_pace(found, LEAST),
        lately=_pace(lately, LEAST_EACH),
        before=_pace(before, LEAST_EACH),
    )


def _total(found: Iterable[Paid], currency: str) -> Money:
    return sum((one.total for one in found), zero(currency))


def _pace(found: Sequence[Paid], least: int) -> Pace | None:
    if len(found) < least:
        return None
    return Pace(
        documents=len(found),
        to_pay=_weighted(found, lambda one: (one.paid_on - one.issued).days),
        beyond_terms=_weighted(found, lambda one: (one.paid_on - one.due).days),
    )


def _weighted(found: Sequence[Paid], days: Callable[[Paid], int]) -> Decimal:
    weighed = sum((one.total.amount * max(0, days(one)) for one in found), Decimal(0))
    weight = sum((one.total.amount for one in found), Decimal(0))
    return (weighed / weight).quantize(TENTH, ROUND_HALF_EVEN)


def _ended_after(promise: Promise, first: date, on: date) -> bool:
    """Not what was broken with its payment plan before it was due itself."""
    day = promise.ended_on
    return day is not None and first < day <= on and promise.ended_why != BY_PLAN


def _promised(ended: Iterable[Promise]) -> Promised:
    states = [_came_of(one) for one in ended]
    return Promised(*(states.count(name) for name in ("kept", "partly", "broken")))


def _came_of(promise: Promise) -> str:
    if promise.state is PromiseState.BROKEN and promise.left is not None:
        return "partly" if promise.left < promise.amount else "broken"
    return promise.state.value
