"""A customer's place on the ladder, as Slack shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import POLICY
from core.domain.collecting import judged
from core.domain.exposure import Presence
from core.domain.facts import Delivered, Facts, HoldSpan, OpenPromise
from core.domain.forecast import next_stage
from core.domain.ladder import Segment
from core.domain.policy import Policy
from core.domain.policy_file import read_policy
from core.domain.positions import NoFloor
from core.domain.verdicts import judge
from core.usecases.explanations import Filed, Place, Unjudged, explained
from handlers.messages.explanation import explanation_card, filed_blocks, standing_stage
from sandbox.stories.driver import words_of
from tests.a_portfolio import DUE, facts, invoice, rules
from tests.builders import CONTOSO, a_customer, a_plan
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Looks
from tests.world import AGENT, World

WORDS = Reader(zone="Europe/Berlin", today=DUE)


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
            silent,
            "*Stage:* left alone for now. *Next*, if nothing is paid: final on Mon 16 Feb.",
            id="silent",
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


@pytest.mark.parametrize("is_recorded", [True, False], ids=["recorded", "not-recorded"])
def test_a_plan_is_explained_as_of_its_filing_and_now(is_recorded: bool) -> None:
    known, on = chased()
    found, plan = place(known, on), a_plan(filed_at=datetime(2026, 2, 10, 8, tzinfo=UTC))
    assert isinstance(found, Place)
    at = plan.content.filed_at
    then = judged(judge(known, rules(), day(7)), CONTOSO, known, "77aa" * 16, at)
    filed = Filed(plan, then if is_recorded else None, explained(a_customer(), found))
    said = [str(block) for block in filed_blocks(filed, WORDS)]
    assert "*When filed*, Tue 10 Feb, 09:00: EUR 8,412.60" in said[0]
    assert "*Now:* final, EUR 900.00 for 9 days" in said[0]
    assert ("It stood at: reminder." in said[0]) is is_recorded
    assert ("by policy 77aa77aa" in said[0]) is is_recorded
    assert any("*The ladder:*" in one for one in said)


# In Slack


def test_the_standing_card_says_the_stage_and_explains_it(world: World) -> None:
    answer = world.driver.command(AGENT, "/standing contoso")["ephemeral"]
    assert "*Stage:*" in words_of(answer)
    before = len(world.whispers(AGENT))
    world.driver.click(AGENT, answer, "customer_explain")
    heard = world.wait_for(lambda: world.whispers(AGENT)[before:], "an explanation")
    assert "*The ladder:*" in heard[-1] and "*Why*" in heard[-1]


def test_a_plan_says_where_its_customer_stood_and_stands(world: World) -> None:
    plan = world.file("contoso", "Exchange")
    world.settled()
    assert "*Stage:*" in words_of(world.card(plan))
    said = world.click(AGENT, "plan_explain", plan)
    for piece in ("*When filed*", "*Now:*", "*The ladder:*"):
        assert piece in said
