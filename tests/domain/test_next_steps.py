"""What can be done about a late customer: which ways are open, what each saves and harms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core.domain.clouds import Cloud
from core.domain.consequences import Price
from core.domain.customers import Generation, Subscription
from core.domain.money import Money
from core.domain.next_steps import Circumstances, NextStep, Way, next_steps
from core.domain.partners import Partner
from core.domain.renewals import coming, renewal_of
from tests.builders import CONTOSO

NOW, TODAY = datetime(2026, 10, 12, 8, tzinfo=UTC), date(2026, 10, 12)
WINDOW = datetime(2026, 10, 14, 9, tzinfo=UTC)
AS_OF = date(2026, 10, 1)


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


MONTHLY = Price(euros("20.60"), "monthly", AS_OF)
YEARLY = Price(euros("240.00"), "annual", AS_OF)


def sub(name: str, **changes: object) -> Subscription:
    found = Subscription(
        CONTOSO, name, name, name, "active", 10, Generation.NEW_COMMERCE,
        auto_renew=True, commitment_ends=datetime(2027, 3, 31, 23, 59, 59, tzinfo=UTC), term="P1Y",
    )  # fmt: skip
    return replace(found, **changes)  # type: ignore[arg-type]


def soon(name: str = "soon", **changes: object) -> Subscription:
    ends = datetime(2026, 10, 14, 23, 59, 59, tzinfo=UTC)
    return sub(name, commitment_ends=ends, quantity=60, **changes)


def legacy(**changes: object) -> Subscription:
    ends = datetime(2026, 11, 1, tzinfo=UTC)
    kind = Generation.LEGACY
    return sub("legacy", generation=kind, commitment_ends=ends, term="", **changes)


def ways(*known: Subscription, keep: str = "!", **prices: Price) -> list[NextStep]:
    about = Circumstances(
        known, prices, Partner("main", Cloud.GLOBAL), NOW, TODAY, lambda name: keep in name
    )
    return list(next_steps(about))


def step(way: Way, found: list[NextStep]) -> NextStep | None:
    return next((one for one in found if one.way is way), None)


OPEN: dict[str, Any] = {"cancel_until": WINDOW}
TABLE = {
    "nothing to do about a customer without subscriptions": ((), "wait"),
    "new commerce far from its end": ((sub("far"),), "stop_renewal fewer_seats suspend wait"),
    "inside its window": ((sub("new", **OPEN),), "cancel stop_renewal fewer_seats suspend wait"),
    "not renewing": ((sub("ends", auto_renew=False),), "suspend wait"),
    "one seat is not made fewer": ((sub("one", quantity=1),), "stop_renewal suspend wait"),
    "suspended": ((sub("off", status="suspended", **OPEN),), "wait"),
    "held by Microsoft": ((sub("held", suspension_reasons=("x",), **OPEN),), "wait"),
    "legacy knows no window": ((legacy(**OPEN),), "stop_renewal fewer_seats suspend wait"),
    "an add-on falls with its base": (
        (sub("addon", parent_id="base"),), "stop_renewal fewer_seats wait",
    ),
    "kept by policy is not cut": ((sub("Defender", **OPEN),), "stop_renewal fewer_seats wait"),
    "software": ((sub("sw", generation=Generation.SOFTWARE),), "wait"),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLE)
def test_the_ways_that_are_open_come_in_their_order(case: str) -> None:
    known, expected = TABLE[case]
    assert " ".join(one.way for one in ways(*known, keep="Defender")) == expected


def test_what_is_given_back_is_paid_back_by_the_day() -> None:
    """Five whole months to come, and 19 of the 31 days from 30 September, of EUR 206.00 each."""
    found = step(Way.CANCEL, ways(sub("new", **OPEN), new=MONTHLY))
    assert found is not None
    assert (found.saved, found.incomplete) == ((euros("1156.26"),), False)
    assert (found.seats, found.until) == (10, WINDOW)


def test_a_year_paid_at_once_is_given_back_in_part() -> None:
    found = step(Way.CANCEL, ways(sub("new", **OPEN), new=YEARLY))
    assert found is not None and found.saved == (euros("1117.81"),)


def test_a_renewal_saves_its_whole_next_term_and_is_due_the_day_after_the_last() -> None:
    found = step(Way.STOP_RENEWAL, ways(soon(), sub("far"), soon=MONTHLY))
    assert found is not None
    assert [one.name for one in found.subscriptions] == ["soon"]
    assert (found.saved, found.seats, found.until) == ((euros("14832.00"),), 0, date(2026, 10, 15))


def test_a_legacy_renewal_is_due_on_the_day_its_term_ends_at_an_unknown_price() -> None:
    found = step(Way.STOP_RENEWAL, ways(legacy(), legacy=MONTHLY))
    assert found is not None
    assert (found.saved, found.incomplete, found.until) == ((), True, date(2026, 11, 1))


def test_what_saves_most_comes_first_where_it_is_now_or_never() -> None:
    ends_now = [one.way for one in ways(soon(**OPEN), soon=MONTHLY)]
    ends_later = [one.way for one in ways(sub("new", **OPEN), new=MONTHLY)]
    assert ends_now[:2] == [Way.STOP_RENEWAL, Way.CANCEL]
    assert ends_later[:2] == [Way.CANCEL, Way.STOP_RENEWAL]


def test_where_none_comes_soon_the_next_one_is_named() -> None:
    later = sub("later", commitment_ends=datetime(2027, 9, 30, tzinfo=UTC))
    found = step(Way.STOP_RENEWAL, ways(later, sub("far")))
    assert found is not None and [one.name for one in found.subscriptions] == ["far"]


def test_suspending_saves_only_what_microsoft_stops_billing() -> None:
    billed_on = step(Way.SUSPEND, ways(sub("far"), far=MONTHLY))
    stopped = step(Way.SUSPEND, ways(legacy(), legacy=MONTHLY))
    unknown = step(Way.SUSPEND, ways(legacy()))
    assert billed_on and stopped and unknown
    assert (billed_on.saved, billed_on.incomplete) == ((), False)
    assert (stopped.saved, stopped.seats) == ((euros("206.00"),), 10)
    assert (unknown.saved, unknown.incomplete) == ((), True)


def test_currencies_are_not_added_up_and_what_is_missing_is_said() -> None:
    dollars = Price(Money(Decimal("10"), "USD"), "monthly", AS_OF)
    known = (soon("a"), soon("b"), soon("c"))
    found = step(Way.STOP_RENEWAL, ways(*known, a=MONTHLY, b=dollars))
    assert found is not None and found.incomplete
    assert [money.currency for money in found.saved] == ["EUR", "USD"]


def test_waiting_names_the_day_on_which_a_way_is_gone() -> None:
    assert ways(soon(), sub("new", **OPEN))[-1].until == WINDOW
    assert ways(sub("ends", auto_renew=False))[-1].until is None


def test_what_is_settled_is_not_proposed_again() -> None:
    about = Circumstances(
        (soon(),), {}, Partner("main"), NOW, TODAY, lambda name: False, frozenset({"soon"})
    )
    assert [one.way for one in next_steps(about)] == [Way.SUSPEND, Way.WAIT]


def test_renewals_of_one_day_are_one_decision() -> None:
    month = soon("month", term="P1M")
    prices = {"a": MONTHLY, "b": MONTHLY}
    on = [renewal_of(one, prices.get(one.subscription_id)) for one in (soon("a"), soon("b"), month)]
    found = coming([one for one in on if one], TODAY)
    assert [(one.ids, one.months, one.seats) for one in found] == [
        (("month",), 1, 60),
        (("a", "b"), 12, 120),
    ]
    assert found[0].cost is None and found[1].cost == euros("29664.00")
