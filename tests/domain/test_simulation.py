"""What a policy does over the days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.domain.facts import Delivered, HoldSpan
from core.domain.ladder import Quiet, Rules
from core.domain.money import Money
from core.domain.plans import Action
from core.domain.positions import NoFloor
from core.domain.simulation import Journey, Subject, ahead
from core.domain.simulation_sums import Limits, Outlook, Scheme, outlooks
from tests.a_portfolio import DUE, facts, invoice, rules, subject

# After how many days the letters were delivered.
TOLD = {"reminder": 3, "final": 8}


def day(number: int) -> date:
    """So many days after the due date."""
    return DUE + timedelta(days=number)


def happens(found: Journey) -> list[tuple[int, str, str, str, tuple[str, ...]]]:
    return [
        ((m.on - DUE).days, m.reached, m.letter, ", ".join(m.proposals), m.held)
        for m in found.moments
    ]


def test_a_customer_who_does_not_pay_walks_up_the_whole_ladder() -> None:
    found = ahead(subject(invoice()), rules(), day(-5), 30)
    assert found.starts == ""
    assert happens(found) == [
        (-3, "upcoming", "upcoming", "", ()),
        (3, "reminder", "reminder", "", ()),
        (8, "final", "final", "", ()),
        (15, "suspension", "", "suspend", ()),
    ]


@pytest.mark.parametrize(
    ("due", "held", "filed"),
    [
        pytest.param(date(2026, 2, 3), (), date(2026, 2, 18), id="a-wednesday"),
        pytest.param(date(2026, 2, 5), ("eve", "weekend", "weekend"), date(2026, 2, 23), id="eve"),
        pytest.param(date(2026, 2, 6), ("weekend", "weekend"), date(2026, 2, 23), id="weekend"),
    ],
)
def test_days_on_which_nothing_is_filed(due: date, held: tuple[str, ...], filed: date) -> None:
    told = tuple(Delivered(name, due + timedelta(days=n)) for name, n in TOLD.items())
    known = replace(facts(invoice(due=due)), notices=told)
    found = ahead(Subject("1", "One", known), rules(), due + timedelta(days=9), 30)
    assert tuple(why for m in found.moments for why in m.held) == held
    assert found.proposals() == {"suspend": filed}


def test_the_day_that_a_letter_prints_is_one_on_which_something_may_be_filed() -> None:
    # 15 days after the due date is the eve of a weekend.
    found = ahead(subject(invoice(due=date(2026, 2, 5))), rules(), date(2026, 2, 5), 30)
    last = found.moments[-1]
    assert (last.on, last.reached, last.held) == (date(2026, 2, 23), "suspension", ())


def test_letters_above_the_first_reminder_rest_in_a_quiet_period() -> None:
    quiet = Quiet("DE", day(2), day(9))
    resting = replace(rules(), timing=replace(rules().timing, quiet=(quiet,)))
    found = ahead(subject(invoice()), resting, DUE, 30)
    sent = {m.letter: (m.on - DUE).days for m in found.moments if m.letter}
    assert sent == {"upcoming": 0, "reminder": 3, "final": 10}
    assert [m.held for m in found.moments if m.held] == [("quiet",), ("quiet",)]


def test_one_letter_a_day_the_mildest_first() -> None:
    told_nothing = read_without_notices(rules())
    found = ahead(subject(invoice()), told_nothing, day(20), 4)
    assert [m.letter for m in found.moments if m.letter] == ["reminder", "final"]
    assert found.starts == "suspension"


def read_without_notices(ladder: Rules) -> Rules:
    """The same ladder, no stage of which asks for an earlier letter."""
    free = tuple(replace(stage, after_notice=None) for stage in ladder.stages)
    return replace(ladder, stages=free)


@pytest.mark.parametrize(
    ("filed", "proposed"),
    [
        pytest.param(frozenset(), {"suspend": day(15)}, id="nothing-filed-yet"),
        pytest.param(frozenset({Action.SUSPEND}), {}, id="filed-already"),
    ],
)
def test_nothing_is_proposed_twice(filed: frozenset[Action], proposed: dict[str, date]) -> None:
    found = ahead(Subject("1", "One", facts(invoice()), filed), rules(), DUE, 40)
    assert found.proposals() == proposed


def test_a_suspended_customer_is_not_proposed_again() -> None:
    suspended = replace(facts(invoice()), suspended_since=day(1))
    assert ahead(Subject("1", "One", suspended), rules(), DUE, 40).proposals() == {}


def test_a_hold_is_left_out_of_the_days_and_what_was_due_comes_after_it() -> None:
    held = replace(facts(invoice()), holds=(HoldSpan("hardship", day(1), day(6)),))
    found = ahead(Subject("1", "One", held), rules(), DUE, 15)
    assert [(m.on, m.letter) for m in found.moments if m.letter == "reminder"] == [
        (day(7), "reminder")
    ]


def test_a_currency_without_a_floor_is_said_on_the_first_day() -> None:
    with pytest.raises(NoFloor, match="CHF"):
        ahead(subject(invoice(due=day(300), code="CHF")), rules(), DUE, 5)


# Sums


def outlook(*customers: Subject, limits: Limits | None = None, days: int = 30) -> Outlook:
    (found,) = outlooks(customers, [Scheme("v", rules(), limits)], DUE, days)
    return found


def test_sums_stand_by_currency_and_are_never_added() -> None:
    found = outlook(subject(invoice(left="900")), subject(invoice(left="80", code="USD"), key="2"))
    tally = found.proposals()["suspend"]
    assert tally.customers == 2
    assert tally.overdue == {"EUR": Money(Decimal(900), "EUR"), "USD": Money(Decimal(80), "USD")}


def test_each_day_ties_to_the_whole() -> None:
    customers = [subject(invoice(due=day(n)), key=str(n)) for n in range(12)]
    found = outlook(*customers)
    days = found.by_day()
    assert [one.on for one in days] == [day(n) for n in range(30)]
    for name, tally in found.reached().items():
        assert sum(d.reached[name].customers for d in days if name in d.reached) == tally.customers
    assert list(found.reached()) == ["upcoming", "reminder", "final", "suspension"]
    assert sum(tally.customers for d in days for tally in d.letters.values()) == sum(
        tally.customers for tally in found.letters().values()
    )


@pytest.mark.parametrize(
    ("limits", "over", "asks"),
    [
        pytest.param(None, (0, 0), False, id="without-caps"),
        pytest.param(Limits(100, 10, 1.0), (0, 0), False, id="within"),
        pytest.param(Limits(3, 10, 1.0), (2, 0), False, id="letters"),
        pytest.param(Limits(100, 1, 1.0), (0, 4), False, id="suspensions"),
        pytest.param(Limits(100, 10, 0.5), (0, 0), True, id="share"),
    ],
)
def test_what_a_cap_would_hold_up(limits: Limits | None, over: tuple[int, int], asks: bool) -> None:
    found = outlook(*(subject(invoice(), key=str(n)) for n in range(5)), limits=limits).by_day()
    assert max(d.letters_over for d in found) == over[0]
    assert max(d.customers_over for d in found) == over[1]
    assert any(d.asks for d in found) is asks
