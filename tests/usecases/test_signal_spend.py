"""What is seen in a customer's Azure spend, from the counts that Microsoft gave day by day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from core.domain.cases import Case
from core.domain.customers import CustomerKey
from core.domain.events import Route
from core.domain.money import Money
from core.domain.partners import Partner
from core.domain.plans import Reason
from core.domain.signals import Label, Signal, SignalKind
from core.domain.spending import Spending
from core.ports.engine import Delivery
from core.usecases.billing import BillReader
from core.usecases.signal_ticks import SPEND_SIGNALS, Lookout
from core.usecases.signals import label_case
from tests.office import MONDAY, Desk, contoso

SPEND, BUDGET = SignalKind.SPEND_ANOMALY, SignalKind.OVER_BUDGET
DAYS = 70


def spend(desk: Desk, costs: Callable[[int], float], budget: str = "") -> None:
    """What each of the last days cost, by how many days before the last one that was counted; as
    Microsoft says it, month to date."""
    key, midnight = contoso(desk), datetime.combine(desk.now.date(), time(), UTC)
    said, total = [], Decimal(0)
    for ago in range(DAYS, -1, -1):
        counted = midnight - timedelta(days=ago)
        day = counted - timedelta(days=1)
        total = Decimal(str(costs(ago))) + (total if day.day > 1 else 0)
        said.append(Spending(key, "Contoso", Money(total, "EUR"), counted_at=counted))
    if budget:
        said[-1] = replace(said[-1], budget=Money(Decimal(budget), "EUR"))
    with desk.store() as work:
        work.spend.note(said)
        work.bills.save_spending("main", said[-1:])
        work.commit()


def look(desk: Desk) -> list[Signal]:
    Lookout(desk.office).spend(Delivery(SPEND_SIGNALS, {"account": "main"}, 1))
    with desk.store.reading() as work:
        return work.signals.of_customer(contoso(desk))


def the_case(desk: Desk) -> Case:
    with desk.store.reading() as work:
        (case,) = work.cases.open_for(contoso(desk), Reason.FRAUD)
    return case


def judged(desk: Desk, label: Label) -> None:
    case = the_case(desk)
    with desk.store() as work:
        labels = {one.signal_id: label for one in work.signals.of_case(case.case_id)}
        stamp = desk.office.stamp(desk.now, "", Route.SLACK)
        label_case(work, case.case_id, labels, stamp)
        work.commit()


def test_a_day_as_usual_is_no_sign(desk: Desk) -> None:
    spend(desk, lambda ago: 40.0)
    assert look(desk) == []


def test_a_day_that_stands_out_opens_a_case_and_says_why(desk: Desk) -> None:
    spend(desk, lambda ago: 640.0 if ago == 0 else 40.0)
    (found,) = look(desk)
    assert (found.kind, found.strength, found.key) == (SPEND, 100, "EUR:2026-10-11")
    assert found.facts == (
        ("day", "2026-10-11"),
        ("spent", "640.00 EUR"),
        ("usual", "40.00 EUR"),
        ("times the usual", "12.8"),
        ("days in a row", "1"),
        ("days of history", str(DAYS - 1)),
    )
    case = the_case(desk)
    assert case.first_abuse == datetime(2026, 10, 11, tzinfo=UTC)
    assert case.per_hour == Money(Decimal("25.00"), "EUR")


def test_what_goes_on_is_one_sign(desk: Desk) -> None:
    spend(desk, lambda ago: 640.0 if ago == 0 else 40.0)
    look(desk)
    desk.now = MONDAY + timedelta(days=1)
    spend(desk, lambda ago: 640.0 if ago < 2 else 40.0)
    (found,) = look(desk)
    assert (found.first_seen, found.last_seen) == (MONDAY, desk.now)


def test_what_was_judged_a_false_alarm_is_usual_from_then_on(desk: Desk) -> None:
    spend(desk, lambda ago: 640.0 if ago == 0 else 40.0)
    look(desk)
    judged(desk, Label.FALSE)
    desk.now = MONDAY + timedelta(days=1)
    spend(desk, lambda ago: 640.0 if ago < 2 else 40.0)
    assert len(look(desk)) == 1
    spend(desk, lambda ago: 5000.0 if ago == 0 else 640.0 if ago == 1 else 40.0)
    assert [one.label for one in look(desk)] == [Label.FALSE, Label.UNKNOWN]


def test_what_was_true_and_comes_again_is_another_sign(desk: Desk) -> None:
    spend(desk, lambda ago: 640.0 if ago == 0 else 40.0)
    look(desk)
    judged(desk, Label.TRUE)
    desk.now = MONDAY + timedelta(days=2)
    spend(desk, lambda ago: 640.0 if ago in (0, 2) else 40.0)
    assert [one.label for one in look(desk)] == [Label.TRUE, Label.UNKNOWN]


def test_an_old_count_says_nothing_of_today(desk: Desk) -> None:
    spend(desk, lambda ago: 640.0 if ago == 0 else 40.0)
    desk.now = MONDAY + timedelta(days=5)
    assert look(desk) == []


def test_a_month_over_its_budget_is_one_sign(desk: Desk) -> None:
    spend(desk, lambda ago: 40.0, budget="400")
    (found,) = look(desk)
    assert (found.kind, found.key, found.strength) == (BUDGET, "EUR:2026-10", 45)
    assert dict(found.facts)["used of the budget"] == "110%"
    desk.now = MONDAY + timedelta(days=1)
    spend(desk, lambda ago: 40.0, budget="400")
    (again,) = look(desk)
    assert again.signal_id == found.signal_id


class _Microsoft:
    def __init__(self, said: Spending) -> None:
        self.said = said

    def spending(self, account: str) -> list[Spending]:
        return [self.said]

    def budget(self, key: CustomerKey, currency: str) -> Money | None:
        raise NotImplementedError


@pytest.mark.parametrize("currency", ["EUR", "KRW"])
def test_whatever_is_read_is_kept_by_day_and_looked_at(desk: Desk, currency: str) -> None:
    counted = datetime(2026, 10, 12, tzinfo=UTC)
    spent = Money(Decimal("440.5"), currency)
    said = Spending(contoso(desk), "Contoso", spent, counted_at=counted)
    reader = BillReader(desk.office, None, _Microsoft(said))  # type: ignore[arg-type]
    reader.read_spending(Partner("main"))
    with desk.store.reading() as work:
        kept = work.spend.of(contoso(desk), counted.date() - timedelta(days=1))
    assert [one.total for one in kept[currency]] == [spent.amount]
