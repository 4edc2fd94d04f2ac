"""Promises to pay: what is still to come of each, and whether it was kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from core.domain.agreement_errors import NotAnInstalment, PromiseUnfit, Unfit
from core.domain.canonical import canonical
from core.domain.customers import CustomerKey
from core.domain.errors import BadAmount
from core.domain.exposure import CREDITS, Document, Presence, Status
from core.domain.money import CURRENCIES, Money, by_currency, parse_money, zero
from core.domain.plans import Basis
from core.domain.release import Found, Sighting

MOST_PER_EPISODE = 2
MOST_AHEAD = timedelta(days=14)
MOST_INSTALMENTS = 12
LONGEST_AHEAD = timedelta(days=366)
# Why an instalment ended that was broken with its payment plan.
BY_PLAN = "plan"
# Python reads weeks as well, which nobody would mean.
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class PromiseState(StrEnum):
    """`asked`: it goes beyond what one person may take, and waits for an approver."""

    ASKED = "asked"
    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    CANCELLED = "cancelled"


class Beyond(StrEnum):
    """What makes a promise one that an approver has to take."""

    TOO_MANY = "too_many"
    TOO_FAR = "too_far"
    TOO_LITTLE = "too_little"


@dataclass(frozen=True, slots=True)
class Instalment:
    """An amount and the day until which it is to come."""

    by: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Promise:
    """An amount until a day; instalments of one payment plan share their `series`. `basis` are the
    late documents of its currency as they stood, `credited` what was not applied to any then: what
    became less, or more, since has come. `left` is what was missing when it ended."""

    promise_id: str
    series: str
    number: int
    customer: CustomerKey
    amount: Money
    by: date
    state: PromiseState
    made_by: str
    made_on: date
    basis: tuple[Basis, ...]
    credited: Money
    note: str = ""
    ended_on: date | None = None
    ended_why: str = ""
    left: Money | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """An open promise and what is still to come of it. `unsure`: a document it rests on is missing
    from the newest books, so nobody knows yet whether it was paid."""

    promise: Promise
    left: Money
    unsure: bool = False


def read_instalments(text: str, today: date) -> tuple[Instalment, ...]:
    """Lines of a day, a currency and an amount, as `2026-12-01 EUR 500.00`. Raises NotAnInstalment
    and PromiseUnfit."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    found = tuple(_instalment(parts) for parts in lines)
    if not found:
        raise PromiseUnfit(why=Unfit.NOTHING)
    if len(found) > MOST_INSTALMENTS:
        raise PromiseUnfit(why=Unfit.TOO_MANY)
    if len({one.amount.currency for one in found}) > 1:
        raise PromiseUnfit(why=Unfit.TWO_CURRENCIES)
    for one in found:
        _check(one, today)
    return tuple(sorted(found, key=lambda one: one.by))


def _instalment(parts: Sequence[str]) -> Instalment:
    text = " ".join(parts)
    if len(parts) != 3:
        raise NotAnInstalment(text=text)
    day, currency, amount = parts[0], parts[1].upper(), parts[2]
    if currency not in CURRENCIES or not DAY.fullmatch(day):
        raise NotAnInstalment(text=text)
    try:
        return Instalment(date.fromisoformat(day), parse_money(amount, currency))
    except (ValueError, BadAmount):
        raise NotAnInstalment(text=text) from None


def _check(one: Instalment, today: date) -> None:
    if one.amount <= zero(one.amount.currency):
        raise PromiseUnfit(why=Unfit.NOT_POSITIVE)
    if one.by < today:
        raise PromiseUnfit(why=Unfit.PAST)
    if one.by > today + LONGEST_AHEAD:
        raise PromiseUnfit(why=Unfit.TOO_FAR)


def terms_hash(promises: Iterable[Promise]) -> str:
    """Names exactly what an approver takes: SHA-256 in hex of customer, series and instalments."""
    terms = [
        (str(one.customer), one.series, one.number, one.by.isoformat(), one.amount.plain(),
         one.amount.currency)
        for one in sorted(promises, key=lambda one: one.number)
    ]  # fmt: skip
    return hashlib.sha256(b"goodstanding promise v1\n" + canonical(terms)).hexdigest()


def beyond(
    instalments: Sequence[Instalment], overdue: Money, earlier: int, today: date
) -> tuple[Beyond, ...]:
    """Why one person may not take this; `earlier` promises were made in the present episode."""
    promised = by_currency(one.amount for one in instalments).get(
        overdue.currency, zero(overdue.currency)
    )
    found = {
        Beyond.TOO_MANY: earlier >= MOST_PER_EPISODE,
        Beyond.TOO_FAR: max(one.by for one in instalments) > today + MOST_AHEAD,
        Beyond.TOO_LITTLE: promised + promised < overdue,
    }
    return tuple(why for why, holds in found.items() if holds)


def unapplied(documents: Iterable[Document], currency: str) -> Money:
    """Payments and credit notes of a currency that are on the account and on no invoice."""
    sums = by_currency(
        -doc.open for doc in documents if doc.kind in CREDITS and doc.presence is Presence.PRESENT
    )
    return sums.get(currency, zero(currency))


def running(
    series: Iterable[Promise],
    sightings: Mapping[tuple[str, str], Sighting],
    documents: Iterable[Document],
) -> list[Running]:
    """The open promises of one payment plan, each with what is still to come: whatever came goes to
    the earliest instalment first, also to those that are kept already."""
    ordered = sorted(series, key=lambda one: (one.by, one.number))
    if not ordered:
        return []
    first = ordered[0]
    come = _come(first, sightings, unapplied(documents, first.amount.currency))
    unsure = any(
        sightings.get((b.source, b.document_id), LOST).found is Found.MISSING for b in first.basis
    )
    found = []
    for one in ordered:
        used = min(one.amount, come)
        come = come - used
        if one.state is PromiseState.OPEN:
            found.append(Running(one, one.amount - used, unsure))
    return found


LOST = Sighting(Found.VANISHED)


def _come(promise: Promise, sightings: Mapping[tuple[str, str], Sighting], now: Money) -> Money:
    """What was paid or credited since the promise was made. Unknown, vanished and written-off
    documents keep no promise."""
    nothing = zero(promise.amount.currency)
    come = max(nothing, now - promise.credited)
    for one in promise.basis:
        come = come + _paid(one, sightings.get((one.source, one.document_id), LOST), nothing)
    return come


def _paid(basis: Basis, seen: Sighting, nothing: Money) -> Money:
    if seen.found is Found.CLOSED:
        return basis.open
    doc = seen.document
    if seen.found is not Found.PRESENT or doc is None or doc.status is Status.WRITTEN_OFF:
        return nothing
    return max(nothing, basis.open - doc.open)


def settled(
    one: Running, *, floor: Money, on: date, last_day: date, books_on: date | None
) -> PromiseState:
    """What has become of an open promise by this day. Below the floor it is kept, if anything came
    at all; it is broken once `last_day` is over, and only by books of after its own day."""
    promise, nothing = one.promise, zero(one.left.currency)
    if one.left <= nothing or (one.left < floor and one.left < promise.amount):
        return PromiseState.KEPT
    told = books_on is not None and books_on > promise.by
    if on > last_day and told and not one.unsure:
        return PromiseState.BROKEN
    return PromiseState.OPEN


def ended(promise: Promise, state: PromiseState, on: date, why: str, left: Money | None) -> Promise:
    return replace(promise, state=state, ended_on=on, ended_why=why, left=left)
