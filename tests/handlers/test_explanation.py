"""A customer's place on the ladder, as Slack shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.config import POLICY
from core.domain.exposure import Presence
from core.domain.facts import Delivered, Facts, HoldSpan, OpenPromise
from core.domain.forecast import next_stage
from core.domain.ladder import Segment
from core.domain.policy import Policy
from core.domain.policy_file import read_policy
from core.domain.positions import NoFloor
from core.domain.verdicts import judge
from core.usecases.explanations import Place, Unjudged, explained
from handlers.messages.explanation import explanation_card, standing_stage
from handlers.messages.text import Words
from tests.a_portfolio import DUE, facts, invoice, rules
from tests.builders import a_customer
from tests.handlers.conftest import Looks

WORDS = Words(zone="Europe/Berlin", today=DUE)


def day(number: int) -> date:
    return DUE + timedelta(days=number)


def policy() -> Policy:
    shipped = read_policy(Path(POLICY).read_text(encoding="utf-8"))
    return replace(shipped, rules=rules(), version="4f9c21aa" * 8)


def place(known: Facts, on: date, by: Policy | None = None) -> Place | Unjudged:
    by = by or policy()
    try:
        verdict = judge(known, by.rules, on)
    except NoFloor as error:
        return Unjudged(by, on, error.currency)
    return Place(by, known, verdict, next_stage(known, by.rules, verdict))


def chased() -> tuple[Facts, date]:
    """On the day of the last letter; the first one was delivered."""
    known = facts(invoice(), invoice("R-2", day(20), "80.50"), on=day(9))
    return replace(known, notices=(Delivered("reminder", day(3)),)), day(9)


def silent() -> tuple[Facts, date]:
    known, on = chased()
    return replace(known, holds=(HoldSpan("hardship", day(5), day(12)),)), on


def promised() -> tuple[Facts, date]:
    known, on = chased()
    return replace(known, promises=(OpenPromise(invoice().open, day(11)),)), on


def unknown() -> tuple[Facts, date]:
    known, on = chased()
    first, *rest = known.documents
    return replace(known, documents=(replace(first, presence=Presence.MISSING), *rest)), on


def stale() -> tuple[Facts, date]:
    known, on = chased()
    return known, on + timedelta(days=4)


def clear() -> tuple[Facts, date]:
    return facts(on=day(9)), day(9)


Case = Callable[[], tuple[Facts, date]]
CASES: list[Case] = [chased, silent, promised, unknown, stale, clear]


@pytest.mark.parametrize("case", CASES, ids=[one.__name__ for one in CASES])
def test_every_state_says_why_what_it_waits_for_and_what_comes_next(
    case: Case, looks_like: Looks
) -> None:
    found = explained(a_customer(), place(*case()))
    looks_like(f"explanation_{case.__name__}", explanation_card(found, WORDS))


def test_the_ladder_of_a_segment_is_the_one_that_is_shown(looks_like: Looks) -> None:
    known, on = chased()
    segment = Segment("good payers", {"final": 20}, tags=frozenset({"good"}))
    by = replace(policy(), rules=replace(rules(), segments=(segment,)))
    found = explained(a_customer(), place(replace(known, tags=frozenset({"good"})), on, by))
    looks_like("explanation_segment", explanation_card(found, WORDS))


def test_without_a_floor_it_is_said_loudly(looks_like: Looks) -> None:
    found = explained(a_customer(), place(facts(invoice(code="CHF")), DUE))
    looks_like("explanation_no_floor", explanation_card(found, WORDS))


@pytest.mark.parametrize(
    ("case", "line"),
    [
        pytest.param(
            chased,
            "*Stage:* final. *Next*, if nothing is paid: suspension on Wed 18 Feb.",
            id="chased",
        ),
        pytest.param(
            silent, "*Stage:* silent. *Next*, if nothing is paid: final on Mon 16 Feb.", id="silent"
        ),
        pytest.param(stale, "*Stage:* books too old.", id="stale"),
        pytest.param(clear, "", id="clear"),
    ],
)
def test_a_card_has_one_line_of_it(case: Case, line: str) -> None:
    assert standing_stage(place(*case()), WORDS) == line


def test_a_card_says_when_nothing_is_judged() -> None:
    found = place(facts(invoice(code="CHF")), DUE)
    assert "no floor for CHF" in standing_stage(found, WORDS)
    assert standing_stage(None, WORDS) == ""
