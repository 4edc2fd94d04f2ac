"""Verdicts by the word of the policy: each rule at its limits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.domain.positions import NoFloor
from tests.a_ladder import (
    AT_RISK,
    FLOORS,
    LADDER,
    ON,
    TOLD,
    Given,
    customer,
    in_short,
    invoice,
    told,
    verdict_of,
    waits_of,
)

NEVER = {"name": "final", "delivered_on": None}


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (-6, ("clear", None)),
        (-5, ("clear", "upcoming")),
        (0, ("clear", "upcoming")),
        (1, ("chasing", None)),
        (2, ("chasing", None)),
        (3, ("chasing", "reminder")),
        (13, ("chasing", "reminder")),
        (14, ("chasing", "stop selling")),
        (400, ("chasing", "stop selling")),
    ],
)
def test_days_are_inclusive_and_count_from_the_day_after(
    late: int, expected: tuple[str, str | None]
) -> None:
    verdict = verdict_of(customer(invoice("A", late)))
    assert in_short(verdict) == expected
    assert verdict.days_overdue == late


def test_a_stage_of_no_days_begins_when_something_is_overdue() -> None:
    policy = '[[stage]]\nname = "at once"\nwhen = { days_overdue = 0 }\nnotice = "at once"\n'
    assert in_short(verdict_of(customer(invoice("A", 0)), policy=policy)) == ("clear", None)
    assert in_short(verdict_of(customer(invoice("A", 1)), policy=policy)) == ("chasing", "at once")


def test_nothing_but_a_notice_comes_before_the_day_on_which_it_is_due() -> None:
    policy = '[[stage]]\nname = "cut"\nwhen = { days_overdue = -5 }\npropose = "suspend"\n'
    assert in_short(verdict_of(customer(invoice("A", -1)), policy=policy)) == ("clear", None)
    assert in_short(verdict_of(customer(invoice("A", 1)), policy=policy)) == ("chasing", None)


def test_nothing_at_all_is_clear() -> None:
    verdict = verdict_of(customer())
    assert in_short(verdict) == ("clear", None)
    assert (verdict.currency, verdict.days_overdue, verdict.overdue()) == (None, None, {})


@pytest.mark.parametrize(
    ("notices", "expected", "waits"),
    [
        ([], "stop selling", [("second", None), ("final", None)]),
        ([told("second", 6)], "stop selling", [("second", "2026-03-05"), ("final", None)]),
        ([told("second", 7)], "final", [("final", None)]),
        ([told("second", 30), told("final", 6)], "final", [("final", "2026-03-05")]),
        ([told("second", 30), told("final", 7)], "suspension", []),
        ([told("final", 20)], "suspension", []),
        ([told("second", 61), told("final", 7)], "suspension", []),
        ([told("second", 61)], "stop selling", [("second", None), ("final", None)]),
        ([told("second", 60)], "final", [("final", None)]),
        ([told("second", -1)], "stop selling", [("second", None), ("final", None)]),
        ([told("final", 20), told("final", 1)], "suspension", []),
        ([NEVER], "stop selling", [("second", None), ("final", None)]),
    ],
    ids=[
        "none", "a day too young", "old enough", "last a day too young", "last old enough",
        "a milder one is no condition", "the last of this episode", "of the episode before",
        "on the first day of the episode", "of tomorrow", "repeated yesterday", "never delivered",
    ],
)  # fmt: skip
def test_a_stage_waits_for_a_notice_of_this_episode_that_is_old_enough(
    notices: list[Given], expected: str, waits: list[tuple[str, str | None]]
) -> None:
    verdict = verdict_of(customer(invoice("A", 60), notices=notices))
    assert in_short(verdict) == ("chasing", expected)
    assert waits_of(verdict) == [("notice", name, until) for name, until in waits]


@pytest.mark.parametrize(
    ("delivered", "on", "expected"),
    [
        ("2026-04-27", "2026-05-04", "final"),
        ("2026-04-27", "2026-05-05", "suspension"),
        ("2026-03-31", "2026-04-08", "final"),
        ("2026-03-31", "2026-04-09", "suspension"),
        ("2026-02-28", "2026-03-06", "final"),
        ("2026-02-28", "2026-03-07", "suspension"),
    ],
    ids=["may day", "may day over", "easter", "easter over", "saturday", "seven days rule"],
)
def test_days_and_business_days_must_both_have_passed(
    delivered: str, on: str, expected: str
) -> None:
    notice = {"name": "final", "delivered_on": delivered}
    given = customer(invoice("A", 60), notices=[told("second", 50), notice])
    assert in_short(verdict_of(given, date.fromisoformat(on))) == ("chasing", expected)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [(0, "suspension"), (1, "final")],
    ids=["on that very day", "tomorrow"],
)
def test_nothing_is_proposed_before_the_day_that_was_printed(printed: int, expected: str) -> None:
    day = str(ON + timedelta(days=printed))
    notices = [told("second", 30), told("final", 8, access_from=day)]
    verdict = verdict_of(customer(invoice("A", 60), notices=notices))
    assert in_short(verdict) == ("chasing", expected)
    assert waits_of(verdict) == ([("day", "access_from", day)] if printed else [])


def test_the_latest_printed_day_of_any_delivered_notice_holds() -> None:
    notices = [*TOLD, told("reminder", 2, access_from="2026-03-20")]
    assert in_short(verdict_of(customer(invoice("A", 60), notices=notices)))[1] == "final"
    notices[-1]["delivered_on"] = "2026-03-05"
    assert in_short(verdict_of(customer(invoice("A", 60), notices=notices)))[1] == "suspension"


@pytest.mark.parametrize(
    ("open_", "expected"), [("500.00", "suspension"), ("499.99", "final")], ids=["exact", "a cent"]
)
def test_an_amount_is_inclusive(open_: str, expected: str) -> None:
    verdict = verdict_of(customer(invoice("A", 60, open_), notices=[*TOLD]))
    assert in_short(verdict) == ("chasing", expected)


def test_an_amount_that_leaves_a_currency_out_is_its_floor() -> None:
    given = customer(invoice("A", 60, "50.00", currency="USD"), notices=[*TOLD])
    assert in_short(verdict_of(given, policy=FLOORS + LADDER)) == ("chasing", "suspension")


@pytest.mark.parametrize(
    ("open_", "expected"),
    [("50.00", ("chasing", "reminder")), ("49.99", ("clear", None))],
    ids=["at the floor", "below it"],
)
def test_below_its_floor_nothing_is_chased(open_: str, expected: tuple[str, str | None]) -> None:
    verdict = verdict_of(customer(invoice("A", 5, open_)), policy=FLOORS + LADDER)
    assert in_short(verdict) == expected
    assert verdict.overdue()["EUR"].plain() == open_


def test_a_currency_without_a_floor_is_an_error_that_names_its_document() -> None:
    with pytest.raises(NoFloor, match="no floor for GBP") as error:
        verdict_of(customer(invoice("A", 5, currency="GBP")), policy=FLOORS + LADDER)
    assert error.value.document_id == "A"


@pytest.mark.parametrize(
    ("invoices", "currency", "days", "stage"),
    [
        ([invoice("A", 4), invoice("B", 15, currency="USD")], "USD", 15, "stop selling"),
        ([invoice("A", 4), invoice("B", 9, currency="USD")], "USD", 9, "reminder"),
        ([invoice("A", 4, currency="USD"), invoice("B", 4)], "EUR", 4, "reminder"),
        ([invoice("A", 4), invoice("B", 15, "1.00", currency="USD")], "EUR", 4, "reminder"),
        ([invoice("A", 1), invoice("B", -3, currency="USD")], "EUR", 1, None),
    ],
    ids=["severest", "more days", "code", "below its floor", "overdue before upcoming"],
)
def test_the_severest_currency_speaks(
    invoices: list[Given], currency: str, days: int, stage: str | None
) -> None:
    verdict = verdict_of(customer(*invoices), policy=FLOORS + LADDER)
    assert (verdict.currency, verdict.days_overdue) == (currency, days)
    assert in_short(verdict) == ("chasing", stage)
    assert sorted(verdict.overdue()) == ["EUR", "USD"]


@pytest.mark.parametrize(
    ("on", "waits"),
    [
        ("2026-03-05", []),
        ("2026-03-06", [("eve", "2026-03-09")]),
        ("2026-03-07", [("weekend", "2026-03-09")]),
        ("2026-04-02", [("eve", "2026-04-07")]),
        ("2026-04-03", [("holiday", "2026-04-07")]),
        ("2026-04-06", [("holiday", "2026-04-07")]),
        ("2026-12-26", [("weekend", "2026-12-28")]),
    ],
)
def test_a_stage_holds_on_days_on_which_nothing_is_done(
    on: str, waits: list[tuple[str, str]]
) -> None:
    verdict = verdict_of(AT_RISK, date.fromisoformat(on))
    assert in_short(verdict) == ("chasing", "suspension")
    assert waits_of(verdict) == [("day", name, until) for name, until in waits]
    assert verdict.acts_today() is (not waits)


QUIET = """
[timing]
quiet = [{ country = "DE", from = 2026-03-02, until = 2026-03-08 }]
"""


@pytest.mark.parametrize(
    ("late", "on", "quiet"),
    [(3, "2026-03-04", False), (16, "2026-03-04", True), (16, "2026-03-08", True),
     (16, "2026-03-09", False), (16, "2026-03-01", False)],
    ids=["first reminder", "above it", "last day", "over", "not yet"],
)  # fmt: skip
def test_quiet_periods_stop_what_is_above_the_first_reminder_and_days_count_on(
    late: int, on: str, quiet: bool
) -> None:
    day = date.fromisoformat(on)
    verdict = verdict_of(customer(invoice("A", late)), day, QUIET + LADDER)
    assert verdict.days_overdue == late + (day - ON).days
    waits = [one for one in waits_of(verdict) if one[0] == "day"]
    assert waits == ([("day", "quiet", "2026-03-09")] if quiet else [])
