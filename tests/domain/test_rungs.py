"""The ladder of one customer: what is behind, where it stands, what comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from core.domain.facts import Delivered, HoldSpan
from core.domain.rungs import Rank, rungs
from core.domain.verdicts import judge
from tests.a_portfolio import DUE, facts, invoice, rules


def day(number: int) -> date:
    """So many days after the due date."""
    return DUE + timedelta(days=number)


def test_the_ladder_shows_what_is_behind_where_it_stands_and_what_comes() -> None:
    known = replace(facts(invoice(), on=day(9)), notices=(Delivered("reminder", day(3)),))
    found = rungs(known, rules(), judge(known, rules(), day(9)))
    assert [(one.stage.name, one.rank, one.told, one.on, one.acts) for one in found] == [
        ("upcoming", Rank.BEHIND, None, None, None),
        ("reminder", Rank.BEHIND, day(3), None, None),
        ("final", Rank.PRESENT, None, None, None),
        ("suspension", Rank.AHEAD, None, day(15), None),
    ]


def test_a_stage_that_holds_on_a_day_without_business_is_acted_on_later() -> None:
    known = facts(invoice(due=date(2026, 2, 6)), on=date(2026, 2, 6))
    last = rungs(known, rules(), judge(known, rules(), date(2026, 2, 6)))[-1]
    assert (last.on, last.acts) == (date(2026, 2, 21), date(2026, 2, 23))


def test_in_a_silence_what_lies_before_the_next_stage_is_behind() -> None:
    held = replace(facts(invoice(), on=day(9)), holds=(HoldSpan("hardship", day(5), day(12)),))
    told = replace(held, notices=(Delivered("reminder", day(3)),))
    found = rungs(told, rules(), judge(told, rules(), day(9)))
    assert [(one.rank, one.on) for one in found] == [
        (Rank.BEHIND, None),
        (Rank.BEHIND, None),
        (Rank.AHEAD, day(13)),
        (Rank.AHEAD, day(18)),
    ]


def test_with_books_too_old_nobody_guesses() -> None:
    known = facts(invoice(), on=day(-10))
    found = rungs(known, rules(), judge(known, rules(), day(9)))
    assert {one.on for one in found} == {None}
    assert {one.rank for one in found} == {Rank.AHEAD}
