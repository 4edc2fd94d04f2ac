"""A containment's time box and what one person did alone: when who is asked, and what then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.alone import BreakGlass
from core.domain.calendar import Place, is_business_day
from core.domain.containment import (
    ASK_AGAIN,
    CALL_AGAIN,
    MOVES,
    Act,
    Attack,
    Containment,
    State,
    deadlines,
    due,
    fell,
)
from core.domain.customers import CustomerKey
from core.domain.money import Money
from core.domain.plans import Reason
from core.domain.spending import Spending, ToDate

BERLIN = Place("DE", "Europe/Berlin")
SEOUL = Place("KR", "Asia/Seoul")
NEW_YORK = Place("US", "America/New_York")
NOW = datetime(2026, 10, 12, 1, tzinfo=UTC)  # Monday, 03:00 in Berlin
KEY = CustomerKey("main", "7c1e0000-0000-4000-8000-0000000004ab")
RATIFY_BY, DECIDE_BY = NOW + timedelta(hours=8), NOW + timedelta(hours=12)
HOUR = timedelta(hours=1)


def contained(state: State = State.RUNNING, **changes: object) -> Containment:
    one = Containment(
        "containment", "plan", KEY, "case", Reason.FRAUD, "braun", NOW, NOW + timedelta(hours=72),
        state, NOW,
    )  # fmt: skip
    return replace(one, **changes)  # type: ignore[arg-type]


def alone(state: State = State.UNRATIFIED, **changes: object) -> Containment:
    return contained(state, ratify_by=RATIFY_BY, decide_by=DECIDE_BY, proof="p", **changes)


# Until when


@pytest.mark.parametrize(
    ("place", "at", "ratify_by"),
    [
        pytest.param(BERLIN, "2026-10-12T01:00", "2026-10-12T09:00", id="before the morning"),
        pytest.param(BERLIN, "2026-10-12T06:59", "2026-10-12T09:00", id="right before nine"),
        pytest.param(BERLIN, "2026-10-12T07:00", "2026-10-13T09:00", id="nine is the next day's"),
        pytest.param(BERLIN, "2026-10-12T14:00", "2026-10-13T09:00", id="in the afternoon"),
        pytest.param(BERLIN, "2026-10-12T22:30", "2026-10-13T09:00", id="past local midnight"),
        pytest.param(BERLIN, "2026-10-09T16:00", "2026-10-12T09:00", id="over the weekend"),
        pytest.param(BERLIN, "2026-10-10T03:00", "2026-10-12T09:00", id="on a Saturday"),
        pytest.param(BERLIN, "2026-12-24T20:00", "2026-12-28T10:00", id="over Christmas"),
        pytest.param(BERLIN, "2026-03-27T20:00", "2026-03-30T09:00", id="into summer time"),
        pytest.param(BERLIN, "2026-10-23T20:00", "2026-10-26T10:00", id="out of summer time"),
        pytest.param(SEOUL, "2026-09-23T12:00", "2026-09-28T02:00", id="over Chuseok"),
        pytest.param(NEW_YORK, "2026-11-25T23:00", "2026-11-27T16:00", id="over Thanksgiving"),
        pytest.param(Place("XX", "UTC"), "2026-10-09T16:00", "2026-10-12T11:00", id="no calendar"),
    ],
)
def test_two_business_hours_into_the_next_business_morning(
    place: Place, at: str, ratify_by: str
) -> None:
    found, decided = deadlines(moment(at), BreakGlass(), place)
    assert found == moment(ratify_by)
    assert decided == found + timedelta(hours=4)


def test_a_day_that_the_policy_calls_no_business_day_is_none() -> None:
    bridge = replace(BERLIN, decreed={("DE", NOW.date()): False})
    assert deadlines(NOW, BreakGlass(), bridge)[0] == moment("2026-10-13T09:00")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


TWO_YEARS = 2 * 366 * 24 * 60
MOMENTS = st.integers(0, TWO_YEARS).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(
    at=MOMENTS,
    place=st.sampled_from([BERLIN, NEW_YORK, Place("GB", "Europe/London")]),
    hours=st.integers(1, 8),
    more=st.integers(1, 24),
)
def test_somebody_is_at_work_when_a_second_person_has_to_agree(
    at: datetime, place: Place, hours: int, more: int
) -> None:
    terms = BreakGlass(ratify_business_hours=hours, second_deadline_hours=more)
    ratify_by, decide_by = deadlines(at, terms, place)
    local = place.local(ratify_by)
    assert (local.hour, local.minute) == (9 + hours, 0)
    assert is_business_day(local.date(), place.calendar)
    assert at + timedelta(hours=hours) - HOUR <= ratify_by < decide_by
    assert decide_by - ratify_by == timedelta(hours=more)


# What is due


@pytest.mark.parametrize(
    ("one", "after", "act", "again"),
    [
        (contained(), 71, None, 72),
        (contained(), 72, Act.ASK, 76),
        (contained(asked=1), 76, Act.ASK, 80),
        (contained(asked=2), 80, Act.ESCALATE, 84),
        (contained(asked=9), 200, Act.ESCALATE, 204),
        (contained(), 300, Act.ASK, 304),
        (alone(), 7, None, 8),
        (alone(), 8, Act.CALL, 12),
        (alone(asked=1), 9, None, 12),
        (alone(), 11, Act.CALL, 12),
        (alone(asked=1), 12, Act.DECIDE, 13),
        (alone(), 12, Act.DECIDE, 13),
        (alone(asked=40), 50, Act.DECIDE, 51),
        (alone(refused_by="park"), 3, Act.DECIDE, 4),
        (alone(State.RUNNING), 71, None, 72),
        (alone(State.RUNNING), 72, Act.ASK, 76),
        (alone(State.UNDOING), 13, Act.LOOK, 14),
        (alone(State.OVER), 13, None, None),
        (contained(State.OVER), 100, None, None),
    ],
)
def test_what_is_due(one: Containment, after: int, act: Act | None, again: int | None) -> None:
    found = due(one, NOW + timedelta(hours=after))
    assert found.act is act
    assert found.next_at == (None if again is None else NOW + timedelta(hours=again))


@given(
    state=st.sampled_from([one for one in State if one is not State.OVER]),
    asked=st.integers(0, 50),
    late=st.integers(-60 * 24 * 30, 60 * 24 * 90),
)
def test_whatever_is_open_is_looked_at_again_and_no_deadline_is_slept_through(
    state: State, asked: int, late: int
) -> None:
    one, now = alone(state, asked=asked), NOW + timedelta(minutes=late)
    found = due(one, now)
    assert found.next_at is not None and now < found.next_at
    marks = [one.until] if state is State.RUNNING else [RATIFY_BY, DECIDE_BY]
    if state is not State.UNDOING and found.act is None:
        assert any(found.next_at == mark for mark in marks)
    assert state is not State.RUNNING or found.act not in {Act.DECIDE, Act.CALL}
    assert found.act is None or found.next_at <= now + max(ASK_AGAIN, CALL_AGAIN)


def test_it_ends_by_nobody_but_who_decides() -> None:
    """No act of time alone ends a containment that two people agreed on."""
    assert MOVES[State.RUNNING] == {State.OVER}
    assert {due(contained(asked=n), NOW + timedelta(days=400)).act for n in range(9)} == {
        Act.ASK,
        Act.ESCALATE,
    }


# Does the attack go on?


@pytest.mark.parametrize(
    ("active", "fallen", "goes_on"),
    [
        (True, True, True),
        (True, None, True),
        (True, False, True),
        (False, False, True),
        (False, True, False),
        (False, None, False),
    ],
)
def test_it_goes_on_while_an_alert_stands_or_spending_has_not_fallen(
    active: bool, fallen: bool | None, goes_on: bool
) -> None:
    assert Attack(active, fallen).goes_on() is goes_on


def spent(amount: str, at: str, currency: str = "EUR") -> Spending:
    return Spending(KEY, "Contoso", Money(Decimal(amount), currency), None, moment(at))


BEFORE = spent("1200.00", "2026-10-12T00:00")  # 11 days: 109 a day


@pytest.mark.parametrize(
    ("before", "after", "fallen"),
    [
        pytest.param(BEFORE, spent("1210.00", "2026-10-13T00:00"), True, id="less than before"),
        pytest.param(BEFORE, spent("1200.00", "2026-10-13T00:00"), True, id="nothing more"),
        pytest.param(BEFORE, spent("1400.00", "2026-10-13T00:00"), False, id="more than before"),
        pytest.param(BEFORE, spent("1309.10", "2026-10-13T00:00"), False, id="just as much"),
        pytest.param(BEFORE, spent("1309.00", "2026-10-13T00:00"), True, id="a little less"),
        pytest.param(BEFORE, spent("10.00", "2026-11-02T00:00"), True, id="less, another month"),
        pytest.param(BEFORE, spent("900.00", "2026-11-02T00:00"), False, id="more, another month"),
        pytest.param(BEFORE, BEFORE, False, id="not counted since"),
        pytest.param(BEFORE, spent("1200.00", "2026-10-12T00:30"), False, id="counted before it"),
        pytest.param(BEFORE, spent("1100.00", "2026-10-13T00:00"), False, id="counted back"),
        pytest.param(BEFORE, spent("1.00", "2026-10-13T00:00", "USD"), False, id="other currency"),
        pytest.param(None, spent("1.00", "2026-10-13T00:00"), False, id="unknown before"),
        pytest.param(BEFORE, None, False, id="unknown now"),
        pytest.param(BEFORE, replace(BEFORE, spent=None), False, id="no amount"),
        pytest.param(
            BEFORE, spent("0.00", "2026-11-01T00:00"), False, id="nothing of the month counted"
        ),
        pytest.param(
            spent("0.00", "2026-10-01T00:00"), spent("1.00", "2026-10-13T00:00"), False,
            id="nothing to compare with",
        ),
    ],
)  # fmt: skip
def test_spending_has_fallen_only_where_that_is_known(
    before: Spending | None, after: Spending | None, fallen: bool
) -> None:
    assert fell(before, after, NOW, {}) is fallen


def day(text: str, total: str) -> ToDate:
    return ToDate(date.fromisoformat(text), Decimal(total))


@pytest.mark.parametrize(
    ("days", "after", "fallen"),
    [
        pytest.param([], spent("9000.00", "2026-10-14T00:00"), False, id="only the sum is known"),
        pytest.param([day("2026-10-12", "9000.00")], spent("9010.00", "2026-10-14T00:00"), True,
                     id="quiet since the first count"),
        pytest.param([day("2026-10-12", "9000.00")], spent("9000.00", "2026-10-13T00:00"), False,
                     id="the count itself"),
        pytest.param([day("2026-10-12", "5000.00")], spent("9000.00", "2026-10-14T00:00"), False,
                     id="goes on"),
        pytest.param([day("2026-10-12", "1300.00"), day("2026-10-15", "1310.00")],
                     spent("1900.00", "2026-10-17T00:00"), False, id="begins anew"),
        pytest.param([day("2026-10-11", "9000.00")], spent("9010.00", "2026-10-14T00:00"), False,
                     id="counted before it"),
        pytest.param([day("2026-10-31", "9000.00")], spent("10.00", "2026-11-02T00:00"), True,
                     id="of another month"),
        pytest.param([day("2026-11-01", "900.00")], spent("910.00", "2026-11-03T00:00"), True,
                     id="all of another month"),
    ],
)  # fmt: skip
def test_what_an_attack_cost_is_not_what_is_spent_since(
    days: list[ToDate], after: Spending, fallen: bool
) -> None:
    assert fell(BEFORE, after, NOW, {"EUR": days, "USD": [day("2026-10-12", "1.00")]}) is fallen
