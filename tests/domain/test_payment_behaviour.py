"""How a customer pays: what is counted, what is not, and what is too little to say anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.domain.credit_advice import Paid
from core.domain.money import Money
from core.domain.payment_behaviour import (
    Behaviour,
    Paying,
    Promised,
    Trend,
    behaviour_of,
)
from core.domain.promises import BY_PLAN, Promise, PromiseState
from tests.a_payment import a_paid, some_paid
from tests.an_agreement import a_promise
from tests.builders import eur

TODAY = date(2026, 10, 12)
A_YEAR_AGO = date(2025, 10, 12)
ONE_DAY = timedelta(days=1)
S = PromiseState


def of(*paid: Paid, on: date = TODAY) -> Behaviour:
    return behaviour_of(paid, (), (), on)


def euros(*paid: Paid) -> Paying:
    (found,) = of(*paid).currencies
    return found


@pytest.mark.parametrize(
    ("after", "to_pay", "beyond", "on_time"),
    [
        ((20, 20, 20, 20, 20), "20.0", "0.0", 5),
        ((30, 30, 30, 30, 30), "30.0", "0.0", 5),
        ((31, 30, 30, 30, 30), "30.2", "0.2", 4),
        ((10, 50, 30, 30, 30), "30.0", "4.0", 4),
        ((60, 60, 60, 60, 60), "60.0", "30.0", 0),
        ((-5, 5, 5, 5, 5), "4.0", "0.0", 5),
        ((33, 33, 34, 34, 33, 33), "33.3", "3.3", 0),
    ],
    ids=[
        "early", "on-the-day", "a-day-late", "early-does-not-make-up-for-late", "always-late",
        "in-advance-is-no-days", "to-a-tenth",
    ],
)  # fmt: skip
def test_days_are_counted_from_issue_and_from_due(
    after: tuple[int, ...], to_pay: str, beyond: str, on_time: int
) -> None:
    found = euros(*some_paid(*after, last=TODAY))
    assert found.pace is not None
    assert (str(found.pace.to_pay), str(found.pace.beyond_terms)) == (to_pay, beyond)
    assert found.on_time == on_time


def test_a_large_invoice_weighs_more_than_a_small_one() -> None:
    small = some_paid(10, 10, 10, 10, last=TODAY, amount="100.00")
    large = a_paid(TODAY, after=60, document_id="large", total=eur("3600.00"))
    found = euros(*small, large)
    assert found.pace is not None and found.pace.to_pay == Decimal("55.0")
    assert (found.share_on_time, found.share_by_amount) == (Decimal("0.8"), Decimal("0.1"))


@pytest.mark.parametrize("count", [1, 4, 5])
def test_of_too_few_nothing_is_said(count: int) -> None:
    found = euros(*some_paid(*[20] * count, last=TODAY))
    assert found.documents == count
    assert (found.pace is None) == (count < 5)


@pytest.mark.parametrize(
    ("paid_on", "counts"),
    [
        (TODAY, True),
        (TODAY + ONE_DAY, False),
        (A_YEAR_AGO + ONE_DAY, True),
        (A_YEAR_AGO, False),
    ],
    ids=["today", "tomorrow", "almost-a-year", "a-year"],
)
def test_twelve_months_up_to_the_day_are_looked_at(paid_on: date, counts: bool) -> None:
    assert bool(of(a_paid(paid_on)).currencies) is counts


def test_what_cost_nothing_weighs_nothing() -> None:
    assert of(a_paid(TODAY, total=eur("0"))) == of()


@pytest.mark.parametrize(
    ("before", "lately", "trend"),
    [
        ((30, 30, 30), (40, 40, 40), Trend.SLOWER),
        ((40, 40, 40), (30, 30, 30), Trend.FASTER),
        ((30, 30, 30), (32, 32, 33), Trend.STEADY),
        ((30, 30, 30), (33, 33, 33), Trend.SLOWER),
        ((30, 30), (60, 60, 60), None),
        ((30, 30, 30), (60, 60), None),
    ],
    ids=["slower", "faster", "steady", "three-days-are-slower", "too-few-before", "too-few-lately"],
)
def test_the_last_three_months_are_held_against_the_nine_before(
    before: tuple[int, ...], lately: tuple[int, ...], trend: Trend | None
) -> None:
    long_ago = some_paid(*before, last=date(2026, 7, 12))
    late = [a_paid(TODAY - n * ONE_DAY, after=days) for n, days in enumerate(lately)]
    assert euros(*long_ago, *late).trend is trend


def test_a_day_that_the_books_do_not_name_counts_and_is_counted() -> None:
    found = euros(*some_paid(40, 40, 40, last=TODAY), a_paid(TODAY, at_latest=True))
    assert (found.documents, found.at_latest) == (4, 1)


def ended(state: PromiseState, left: str | None, **changes: Any) -> Promise:
    promise = a_promise(state=state, ended_on=TODAY, left=eur(left) if left else None)
    return replace(promise, **changes)


@pytest.mark.parametrize(
    ("promise", "expected"),
    [
        (ended(S.KEPT, "0"), Promised(kept=1)),
        (ended(S.KEPT, "20.00"), Promised(kept=1)),
        (ended(S.BROKEN, "500.00"), Promised(broken=1)),
        (ended(S.BROKEN, "499.99"), Promised(partly=1)),
        (ended(S.BROKEN, None), Promised(broken=1)),
        (ended(S.BROKEN, "500.00", ended_why="returned"), Promised(broken=1)),
        (ended(S.BROKEN, "500.00", ended_why=BY_PLAN), Promised()),
        (ended(S.CANCELLED, "500.00"), Promised()),
        (ended(S.KEPT, "0", ended_on=A_YEAR_AGO), Promised()),
        (a_promise(), Promised()),
    ],
    ids=[
        "kept", "below-the-floor", "broken", "in-part", "nobody-noted-what-came", "came-back",
        "broken-with-its-plan", "cancelled", "a-year-ago", "open",
    ],
)  # fmt: skip
def test_what_became_of_promises(promise: Promise, expected: Promised) -> None:
    assert behaviour_of((), [promise], (), TODAY).promised == expected


def test_payments_that_came_back_are_counted_for_a_year() -> None:
    days = [TODAY, A_YEAR_AGO + ONE_DAY, A_YEAR_AGO, TODAY + ONE_DAY]
    assert behaviour_of((), (), days, TODAY).returned == 2


# Whatever was paid

CODES = some.sampled_from(["EUR", "KRW", "USD"])
PAID = some.builds(
    lambda ago, after, minor, code: a_paid(
        TODAY - timedelta(days=ago), after=after, total=Money(Decimal(minor), code)
    ),
    some.integers(0, 364),
    some.integers(-10, 200),
    some.integers(1, 10**9),
    CODES,
)
LISTS = some.lists(PAID, max_size=15)


@given(LISTS, some.integers(0, 364), some.integers(0, 30), some.integers(1, 10**9))
def test_one_more_that_is_on_time_never_lowers_the_share(
    paid: list[Paid], ago: int, after: int, amount: int
) -> None:
    more = a_paid(TODAY - timedelta(days=ago), after=after, total=eur(str(amount)))
    before, now = of(*paid).of("EUR"), of(*paid, more).of("EUR")
    assert now is not None
    if before is not None:
        assert now.share_on_time >= before.share_on_time
        assert now.share_by_amount >= before.share_by_amount


@given(LISTS)
def test_currencies_are_never_added_up(paid: list[Paid]) -> None:
    """Each is what it would be alone."""
    codes = sorted({one.total.currency for one in paid})
    alone = [of(*(one for one in paid if one.total.currency == code)) for code in codes]
    assert of(*paid).currencies == tuple(one for found in alone for one in found.currencies)


@given(LISTS, some.randoms(use_true_random=False))
def test_the_order_does_not_matter(paid: list[Paid], random: Any) -> None:
    shuffled = list(paid)
    random.shuffle(shuffled)
    assert of(*shuffled) == of(*paid)


@given(LISTS)
def test_what_is_said_lies_between_what_was_seen(paid: list[Paid]) -> None:
    for found in of(*paid).currencies:
        mine = [one for one in paid if one.total.currency == found.currency]
        assert 0 <= found.share_on_time <= 1 and 0 <= found.share_by_amount <= 1
        assert found.documents == len(mine)
        if found.pace is not None:
            days = [max(0, (one.paid_on - one.issued).days) for one in mine]
            late = [one.days_late() for one in mine]
            assert min(days) <= found.pace.to_pay <= max(days)
            assert min(late) <= found.pace.beyond_terms <= max(late)
