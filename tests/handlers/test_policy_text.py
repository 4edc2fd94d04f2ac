"""The policy as customers read it: golden texts, each condition on its own, and all languages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date

import pytest

from core.domain.ladder import (
    AfterNotice,
    NotOn,
    Quiet,
    Rules,
    Segment,
    Stage,
    Task,
    Texts,
    Timing,
    When,
)
from core.domain.letter_lint import plain
from core.domain.letter_words import ADMINISTRATORS, FORBIDDEN
from core.domain.letters import LANGUAGES
from core.domain.plans import Action
from core.domain.policy_file import read_rules
from handlers.messages.phrases import TEXTS, Phrases
from handlers.messages.policy_steps import step
from handlers.messages.policy_text import Published, policy_page
from tests.handlers.a_letter import money
from tests.handlers.conftest import Reads
from tests.tree import ROOT

SHIPPED = read_rules((ROOT / "bot" / "policy.toml").read_text(encoding="utf-8"))
OWN = {"en": Texts("Alpen Cloud GmbH", pay="By direct debit.", help="Call +49 30 1234 5678.")}
VERSION = "4f9c21aa" * 8
ENGLISH = Phrases("en", "policy")
FLOORS = {"EUR": money("50"), "KRW": money("70000", "KRW")}


def published(rules: Rules = SHIPPED, segment: Segment | None = None) -> Published:
    return Published(replace(rules, texts=OWN), VERSION, segment)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_policy_reads_like_this(language: str, reads_like: Reads) -> None:
    reads_like(f"letters/policy.{language}.md", policy_page(published(), language).as_markdown())


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_page_looks_like_this(language: str, reads_like: Reads) -> None:
    reads_like(f"letters/policy.{language}.html", policy_page(published(), language).as_html())


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_threatens_nobody(language: str) -> None:
    text = plain(policy_page(published(), language).as_text())
    assert [pattern.search(text) for pattern in FORBIDDEN.values()] == [None] * len(FORBIDDEN)
    assert ADMINISTRATORS[language].search(text)


def test_a_segment_has_days_of_its_own() -> None:
    segment = replace(SHIPPED.segments[0], until=date(2027, 6, 30))
    text = policy_page(published(segment=segment), "en").as_markdown()
    assert "for the group “new customers”. They hold until 30 June 2027." in text
    assert "1. When a payment falls due within 5 days:" in text
    assert "2. 1 day after the due date: we send you a reminder." in text
    assert "7. 27 days after the due date: we may suspend services" in text


def test_a_stage_that_is_not_for_them_is_not_told() -> None:
    segment = replace(SHIPPED.segments[0], days={"suspension": None, "stop selling": None})
    text = policy_page(published(segment=segment), "en").as_markdown()
    assert "suspend services, which" not in text
    assert "we do not suspend services because of unpaid invoices" in text
    assert "no new orders" not in text


def test_a_policy_without_stages_says_so() -> None:
    text = policy_page(Published(Rules("empty", {}), VERSION), "en").as_markdown()
    assert "Nothing is sent and nothing is suspended by itself." in text
    assert "As long as less than" not in text


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        pytest.param(
            Stage("s", When(days_overdue=0), notice="reminder"),
            "On the due date: we send you a reminder.",
            id="on the day",
        ),
        pytest.param(
            Stage("s", When(days_overdue=1), notice="hello", task=Task.CALL),
            "1 day after the due date: we send you the notice “hello”, and we call you.",
            id="a notice of their own, and a call",
        ),
        pytest.param(
            Stage("s", When(open_invoices=3), stop_selling=True),
            "When it comes to that: we take no new orders until the overdue amount is paid. "
            "Only if at least 3 invoices are open.",
            id="by invoices",
        ),
        pytest.param(
            Stage("s", When(35, {"EUR": money("500")}), propose=Action.SUSPEND),
            "35 days after the due date: we may suspend services, which impacts access. "
            "Only if at least EUR 500.00 or KRW 70,000 is overdue.",
            id="a currency that is left out has its floor",
        ),
        pytest.param(
            Stage("s", When(5), AfterNotice("formal", 7, 1), notice="final"),
            "5 days after the due date: we send you our final notice. No sooner than 7 days and "
            "1 business day after our formal notice reached you.",
            id="after a notice",
        ),
        pytest.param(
            Stage("s", When(5), notice="final", repeat_days=14, not_on=frozenset(NotOn)),
            "5 days after the due date: we send you our final notice. Never on a weekend, a public "
            "holiday or the day before a day off. We repeat this every 14 days while the amount "
            "stays overdue.",
            id="never on some days, and again",
        ),
        pytest.param(
            Stage("s", When(5, tags=frozenset({"new"}), suspended_days=30, days_to_deletion=7)),
            "5 days after the due date: we look at your account. Only for some customers. Only "
            "once services have been suspended for 30 days. Only once data is due to be deleted "
            "within 7 days.",
            id="other conditions",
        ),
    ],
)
def test_a_step_in_words(stage: Stage, said: str) -> None:
    assert step(stage, FLOORS, ENGLISH) == said


def test_quiet_days_and_ways_to_pay() -> None:
    quiet = (
        Quiet("DE", date(2026, 12, 21), date(2027, 1, 6)),
        Quiet("", date(2027, 5, 1), date(2027, 5, 1)),
    )
    timing = Timing(quiet=quiet, grace_days={"direct_debit": 7, "purchase_card": 1})
    text = policy_page(published(replace(SHIPPED, timing=timing)), "en").as_markdown()
    assert "From 21 December 2026 until 6 January 2027 in Germany we send nothing" in text
    assert "From 1 May 2027 until 1 May 2027 we send nothing" in text
    assert "Where you pay by direct debit we start to count 7 days later." in text
    assert "Where you pay by purchase card we start to count 1 day later." in text


# The same in every language


@pytest.mark.parametrize("topic", ["letters", "policy"])
@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_language_says_the_same(language: str, topic: str) -> None:
    english, other = holes(topic, "en"), holes(topic, language)
    assert other.keys() == english.keys()
    assert {name for name in english if english[name] != other[name]} == set()


def holes(topic: str, language: str) -> dict[str, set[str]]:
    """What stands between braces in each text; forms of number count as one text."""
    table = tomllib.loads((TEXTS / language / f"{topic}.toml").read_text(encoding="utf-8"))
    return {
        name: set(re.findall(r"{[{%].*?[}%]}", text))
        for name, text in sorted(flat(table))
        if not name.endswith(".one")
    }


def flat(table: dict[str, object], before: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        if isinstance(value, dict):
            found += flat(value, f"{before}{name}.")
        else:
            found.append((f"{before}{name}", str(value)))
    return found
