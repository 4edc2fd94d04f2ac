"""Sums over cases, against numbers that were worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.case_sums import (
    Age,
    CaseFacts,
    ages,
    contained,
    is_counted,
    losses,
    paged,
    spread,
    to_contain,
    to_response,
)
from core.domain.cases import Case, CaseState, Outcome, Severity
from core.domain.containment import Containment, State
from core.domain.money import Money
from core.domain.paging import Over, Page, Why
from core.domain.plans import Reason
from tests.builders import CONTOSO, a_case

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# A Thursday.
OPENED = datetime(2026, 10, 15, 3, 0, tzinfo=UTC)
ENDS = datetime(2026, 10, 20, tzinfo=UTC)


def fraud(**changes: Any) -> Case:
    return replace(a_case(kind=Reason.FRAUD), severity=Severity.HIGH, opened_at=OPENED, **changes)


def facts(case: Case | None = None, **more: Any) -> CaseFacts:
    case = case or fraud()
    known: dict[str, Any] = {"case": case, "signal_at": case.opened_at}
    return CaseFacts(**(known | more))


def eur(amount: str) -> tuple[Money, ...]:
    return (Money(Decimal(amount), "EUR"),)


@pytest.mark.parametrize(
    ("minutes", "median", "p90"),
    [
        pytest.param([7], 7, 7, id="one"),
        pytest.param([30, 10], 20, 30, id="two"),
        pytest.param([5, 1, 9], 5, 9, id="three"),
        pytest.param(list(range(1, 11)), 5.5, 9, id="ten: the ninth"),
        pytest.param(list(range(1, 12)), 6, 10, id="eleven: the tenth"),
    ],
)
def test_the_middle_and_what_nine_of_ten_are_not_above(
    minutes: list[int], median: float, p90: int
) -> None:
    found = spread([n * MINUTE for n in minutes])
    assert (found.median, found.p90) == (median * MINUTE, p90 * MINUTE)
    assert (found.count, found.missing) == (len(minutes), 0)


def test_of_nothing_there_is_no_middle() -> None:
    found = spread([], 3)
    assert (found.count, found.missing, found.median, found.p90) == (0, 3, None, None)


def test_open_cases_by_how_bad_and_how_old() -> None:
    def case(severity: Severity, age: timedelta) -> Case:
        return replace(fraud(), severity=severity, opened_at=ENDS - age)

    low, high = Severity.LOW, Severity.HIGH
    found = ages(
        [case(low, DAY - MINUTE), case(high, DAY), case(high, 7 * DAY - MINUTE),
         case(high, 7 * DAY), case(high, 30 * DAY)],
        ENDS,
    )  # fmt: skip
    assert list(found.items()) == [
        ((high, Age.OLDER), 1),
        ((high, Age.MONTH), 1),
        ((high, Age.WEEK), 2),
        ((low, Age.DAY), 1),
    ]


def test_how_long_it_took_until_somebody_answered_and_until_it_was_contained() -> None:
    found = [
        facts(fraud(responded_at=OPENED + 12 * MINUTE), signal_at=OPENED - HOUR,
              contained_at=OPENED + HOUR),
        facts(fraud(responded_at=OPENED + 4 * MINUTE), contained_at=OPENED + HOUR / 2),
        facts(fraud(outcome=Outcome.FALSE_ALARM), contained_at=OPENED + 9 * HOUR),
        facts(),
    ]  # fmt: skip
    assert to_response(found) == spread([12 * MINUTE, 4 * MINUTE], 2)
    assert to_contain(found) == spread([2 * HOUR, HOUR / 2], 1)


def usage(abused: Mapping[date, str], *, before: int = 56, usual: str = "100") -> dict[str, Any]:
    """So many days before 15 October that cost as usual, ten less at weekends; and others."""
    days = [date(2026, 10, 15) - DAY * back for back in range(1, before + 1)]
    known = {day: Decimal(usual) - (10 if day.weekday() > 4 else 0) for day in days}
    return {"EUR": known | {day: Decimal(amount) for day, amount in abused.items()}}


THURSDAY, FRIDAY, SATURDAY = (date(2026, 10, day) for day in (15, 16, 17))
ABUSED = {THURSDAY: "600", FRIDAY: "1100", SATURDAY: "290"}
ON_SATURDAY = OPENED + 2 * DAY


def test_what_was_lost_and_what_was_not() -> None:
    # Above the usual: 500, 1000, and 200 on Saturday, where 90 is usual.
    found = losses([facts(contained_at=ON_SATURDAY, spend=usage(ABUSED))], ENDS)
    assert (found.suffered, found.avoided, found.unknown) == (eur("1700"), eur("1000"), 0)


@pytest.mark.parametrize(
    ("case", "changes", "suffered", "avoided"),
    [
        pytest.param({}, {}, "1700", None, id="never contained: until the report ends"),
        pytest.param({"closed_at": OPENED + DAY}, {}, "1500", None, id="until it was closed"),
        pytest.param({}, {"contained_at": OPENED}, "500", "500", id="contained on the first day"),
        pytest.param({"first_abuse": OPENED - DAY}, {"contained_at": OPENED}, "500", "500",
                     id="a day before it was as usual"),
        pytest.param({"first_abuse": OPENED + DAY}, {"contained_at": ON_SATURDAY}, "1190", "990",
                     id="abuse began on Friday: what is usual knows the Thursday"),
    ],
)  # fmt: skip
def test_from_the_first_abuse_until_it_was_contained(
    case: dict[str, Any], changes: dict[str, Any], suffered: str, avoided: str | None
) -> None:
    spend = usage(ABUSED)
    if "first_abuse" in case and case["first_abuse"] > OPENED:
        # Fridays before cost 110 then.
        spend["EUR"] |= {d: Decimal(110) for d in spend["EUR"] if d.weekday() == 4 and d < FRIDAY}
    found = losses([facts(fraud(**case), spend=spend, **changes)], ENDS)
    assert found.suffered == eur(suffered)
    assert found.avoided == (eur(avoided) if avoided else ())


def test_currencies_are_never_added_up_and_what_is_not_known_is_counted() -> None:
    both = usage(ABUSED) | {"CNY": usage({THURSDAY: "900"}, usual="800")["EUR"]}
    found = losses(
        [
            facts(contained_at=ON_SATURDAY, spend=both),
            facts(contained_at=ON_SATURDAY, spend=usage(ABUSED)),
            facts(spend=usage(ABUSED, before=13)),
            facts(),
            facts(fraud(outcome=Outcome.FALSE_ALARM), spend=usage(ABUSED)),
        ],
        ENDS,
    )
    assert found.suffered == (Money(Decimal(100), "CNY"), *eur("3400"))
    assert found.avoided == (Money(Decimal(0), "CNY"), *eur("2000"))
    assert found.unknown == 2


def test_containments_by_what_became_of_them() -> None:
    one = Containment(
        containment_id="c", plan_id="p", customer=CONTOSO, case_id="case", reason=Reason.FRAUD,
        requester="kang", since=OPENED, until=ENDS, state=State.RUNNING, next_at=None,
    )  # fmt: skip
    over = replace(one, state=State.OVER, ended_why="lifted")
    alone = replace(over, ended_why="rolled_back", ratify_by=ENDS)
    found = [facts(containments=(one, over)), facts(containments=(over, alone))]
    assert contained(found) == ({"lifted": 2, "rolled_back": 1, "running": 1}, 1)


def test_pages_and_how_long_it_took_to_take_them() -> None:
    def page(why: Over | None, minutes: int = 0) -> Page:
        ended = OPENED + minutes * MINUTE if why else None
        return Page("p", "case", "high", Why.SIGNAL, (), OPENED - HOUR, OPENED, None,
                    ended_at=ended, ended_why=why)  # fmt: skip

    found = paged(
        [page(Over.TAKEN, 3), page(Over.TAKEN, 9), page(Over.ANSWERED, 1), page(Over.JOINED),
         page(Over.CASE_CLOSED, 1), page(None)]
    )  # fmt: skip
    assert found.to_take == spread([3 * MINUTE, 9 * MINUTE])
    assert (found.open, found.by_itself) == (1, 2)


def test_what_counts_is_abuse_and_counts_once() -> None:
    merged = fraud(state=CaseState.CLOSED, outcome=Outcome.MERGED)
    assert [is_counted(one) for one in (fraud(), merged, a_case())] == [True, False, False]
