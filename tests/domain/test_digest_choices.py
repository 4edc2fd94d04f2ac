"""Whom a digest shows, on which days it keeps quiet, and how that is written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import takewhile

import pytest

from core.domain.digest_choices import (
    USUAL,
    Choices,
    Column,
    Grouping,
    Only,
    Traits,
    kept,
    quiet_days,
    words_of,
)
from core.domain.digest_options import read_options
from core.domain.errors import BadInput
from core.domain.exposure import Standing
from core.domain.money import Money
from core.domain.schedules import Slot, read_cron, slots


def money(amount: str, code: str = "EUR") -> Money:
    return Money(Decimal(amount), code)


FLOORS = {"EUR": money("50"), "CHF": money("60", "CHF")}
ONE = Traits(
    Standing.OVERDUE, {"EUR": money("250"), "JPY": money("10", "JPY")}, frozenset({"p1"}), "east",
    "DE",
)  # fmt: skip
NOBODYS = Traits(Standing.AT_RISK, {"EUR": money("49.99")})
CHF_ONLY = replace(NOBODYS, overdue={"CHF": money("59", "CHF")})


@pytest.mark.parametrize(
    ("only", "one", "holds"),
    [
        (Only(), NOBODYS, True),
        (Only(standing=Standing.OVERDUE), ONE, True),
        (Only(standing=Standing.OVERDUE), NOBODYS, True),
        (Only(standing=Standing.AT_RISK), ONE, False),
        (Only(floors=5), replace(ONE, overdue={"EUR": money("250")}), True),
        (Only(floors=5), replace(ONE, overdue={"EUR": money("249.99")}), False),
        (Only(floors=5), ONE, True),
        (Only(floors=1), CHF_ONLY, False),
        (Only(currencies=("CHF", "EUR")), ONE, True),
        (Only(currencies=("CHF",)), ONE, False),
        (Only(owner="p1"), ONE, True),
        (Only(owner="p2"), ONE, False),
        (Only(owner="p1"), NOBODYS, False),
        (Only(accounts=("west", "east")), ONE, True),
        (Only(accounts=("west",)), ONE, False),
        (Only(countries=("DE",)), ONE, True),
        (Only(countries=("DE",)), NOBODYS, False),
        (Only(standing=Standing.OVERDUE, currencies=("CHF",)), ONE, False),
    ],
    ids=[
        "nothing_asked", "as_bad", "worse", "not_as_bad", "at_the_floor", "below",
        "no_floor_is_no_reason", "floor_of_its_currency", "one_of_them", "none_of_them",
        "owner", "other_owner", "nobodys", "account", "other_account", "country", "no_country",
        "all_of_it",
    ],
)  # fmt: skip
def test_whoever_has_all_that_is_asked_is_shown(only: Only, one: Traits, holds: bool) -> None:
    assert only.holds(one, FLOORS) is holds


# Of 2027: Thursday 25 March to Wednesday 31 March, with Good Friday and Easter Monday.
BEFORE_EASTER = datetime(2027, 3, 25, 0, tzinfo=UTC)
EASTER = [(25, True), (26, False), (27, False), (28, False), (29, False), (30, True), (31, True)]


def of_easter(line: str = "0 9 * * *") -> list[Slot]:
    coming = slots(read_cron(line), "Europe/Berlin", BEFORE_EASTER)
    return list(takewhile(lambda slot: slot.at < datetime(2027, 4, 1, tzinfo=UTC), coming))


def test_holidays_and_weekends_have_no_slot_where_business_days_are_asked_for() -> None:
    days = [slot.local.day for slot in kept(of_easter(), Choices(calendar="DE"), {})]
    assert days == [day for day, business in EASTER if business]
    assert list(kept(of_easter(), USUAL, {})) == of_easter()


def test_only_holidays_are_told_and_no_weekends() -> None:
    told = quiet_days(of_easter(), Choices(calendar="DE"), {})
    assert told == (date(2027, 3, 26), date(2027, 3, 29))
    assert quiet_days(of_easter(), USUAL, {}) == ()


def test_a_decreed_day_goes_before_the_calendar() -> None:
    decreed = {("DE", date(2027, 3, 26)): True, ("DE", date(2027, 3, 30)): False}
    days = [slot.local.day for slot in kept(of_easter(), Choices(calendar="DE"), decreed)]
    assert days == [25, 26, 31]


def test_a_weekday_of_a_year_that_nobody_announced_is_no_holiday() -> None:
    assert not Choices(calendar="KR").quiet_on(date(2041, 10, 3), {})
    assert Choices(calendar="KR").quiet_on(date(2026, 10, 9), {})


# As it is written down

CHOSEN = Choices(
    Only(Standing.AT_RISK, 5, ("EUR", "CHF"), "p1", ("east",), ("DE",)),
    (Column.OWNER, Column.DAYS),
    Grouping.OWNER,
    "DE-BY",
)


def test_what_was_written_down_is_read_and_kept_in_the_same_words() -> None:
    given = dict(word.split("=") for word in words_of(CHOSEN))
    assert read_options(given, USUAL, 2026) == CHOSEN
    assert list(words_of(USUAL)) == []


def test_what_is_not_named_stays_and_off_takes_back() -> None:
    assert read_options({"floors": "2"}, CHOSEN, 2026) == replace(
        CHOSEN, only=replace(CHOSEN.only, floors=2)
    )
    off = dict.fromkeys((word.split("=")[0] for word in words_of(CHOSEN)), "off")
    assert read_options(off, CHOSEN, 2026) == USUAL


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("colour", "red"),
        ("standing", "bad"),
        ("floors", "-1"),
        ("floors", "many"),
        ("floors", "1001"),
        ("floors", "٣"),
        ("currency", "EUR,XYZ"),
        ("country", "Germany"),
        ("columns", "days,colour"),
        ("group", "colour"),
        ("holidays", "ZZ"),
        ("holidays", "DE-XX"),
    ],
)
def test_what_nobody_can_mean_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadInput):
        read_options({name: value}, USUAL, 2026)
