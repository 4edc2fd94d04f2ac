"""Letters as customers get them: golden texts, and what holds for any facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from core.domain.ladder import LetterText, Texts
from core.domain.letter_lint import lint
from core.domain.letters import (
    LANGUAGES,
    NOTICES,
    DisputeAnswered,
    Letter,
    PromiseRecorded,
    Service,
    Unwritable,
)
from core.domain.policy_file import read_rules
from handlers.messages.blocks import Message
from handlers.messages.letter_preview import letter_preview
from handlers.messages.letters import Letters
from tests.handlers.a_letter import ON, RESIDUALS, SERVICES, TEXTS, money, the_facts
from tests.handlers.a_reader import Reader
from tests.handlers.conftest import Reads
from tests.tree import ROOT

WORDS = Reader("en-US", "Europe/Berlin", ON)
WRITER = Letters()
OURS = [letter.value for letter in Letter]


# Every letter, word for word


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OURS)
def test_a_letter_reads_like_this(name: str, language: str, reads_like: Reads) -> None:
    written = WRITER.write(the_facts(name), language)
    reads_like(f"letters/{name}.{language}.txt", f"{written.subject}\n\n{written.text}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [Letter.FORMAL.value, Letter.FINAL.value])
def test_who_owes_too_little_is_told_the_day_with_its_condition(
    name: str, language: str, reads_like: Reads
) -> None:
    written = WRITER.write(the_facts(name, access_above=(money("10000.00"),)), language)
    reads_like(f"letters/{name}_below.{language}.txt", f"{written.subject}\n\n{written.text}")


def test_a_day_without_its_condition_does_not_leave() -> None:
    plainly = WRITER.write(the_facts(), "en")
    (missing,) = lint(plainly, the_facts(access_above=(money("10000.00"),)))
    assert str(missing) == "text: missing: from which amount on access may be impacted"


def test_other_words_are_read_before_they_leave() -> None:
    versions = {WRITER.version("final", "en", TEXTS, below=below) for below in (True, False)}
    assert len(versions) == 2
    unmoved = {WRITER.version("reminder", "en", TEXTS, below=below) for below in (True, False)}
    assert len(unmoved) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_looks_like_this(language: str, reads_like: Reads) -> None:
    written = WRITER.write(the_facts(pay_link="https://pay.example/?a=1&b=2"), language)
    reads_like(f"letters/final.{language}.html", written.html)


def test_a_granted_dispute_is_answered_kindly(reads_like: Reads) -> None:
    granted = DisputeAnswered("INV-20455", money("300.00"), accepted=True)
    for language in LANGUAGES:
        written = WRITER.write(the_facts(Letter.DISPUTE_ANSWERED, occasion=granted), language)
        reads_like(f"letters/dispute_granted.{language}.txt", written.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dispute_that_ran_out_is_not_said_to_be_looked_into(
    language: str, reads_like: Reads
) -> None:
    lapsed = DisputeAnswered("INV-20455", money("300.00"), accepted=False, lapsed=True)
    written = WRITER.write(the_facts(Letter.DISPUTE_ANSWERED, occasion=lapsed), language)
    reads_like(f"letters/dispute_lapsed.{language}.txt", written.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_promise_in_parts_names_each_with_its_day(language: str, reads_like: Reads) -> None:
    parts = ((date(2026, 10, 21), money("2500.00")), (date(2026, 10, 14), money("1500.00")))
    said = PromiseRecorded(money("4000.00"), date(2026, 10, 21), parts)
    written = WRITER.write(the_facts(Letter.PROMISE_RECORDED, occasion=said), language)
    reads_like(f"letters/promise_parts.{language}.txt", written.text)


# What is said, and what is not


def test_currencies_are_not_added_up() -> None:
    text = WRITER.write(the_facts(), "en").text
    # 4,652.60 - 300.00 + 3,760.00 - 50.00 of credit; the third document is not due yet.
    assert "Overdue today, less disputed parts and credits: EUR 8,062.60" in text
    assert "Overdue today, less disputed parts and credits: KRW 1,234,567" in text
    assert "An amount of EUR 8,062.60 and KRW 1,234,567 is still overdue" in text


@pytest.mark.parametrize("name", [*NOTICES, "goodbye"])
def test_credits_that_cover_everything_leave_nothing_to_chase(name: str) -> None:
    credits, texts = (money("9000.00"),), own("Hello", "Please pay.")
    facts = replace(the_facts(), name=name, residuals=RESIDUALS[:1], texts=texts, credits=credits)
    with pytest.raises(Unwritable, match="nothing is owed"):
        WRITER.write(facts, "en")


def test_what_falls_due_is_not_overdue() -> None:
    coming = (RESIDUALS[2],)
    assert "EUR 930.00" in WRITER.write(the_facts(Letter.UPCOMING, residuals=coming), "en").subject
    with pytest.raises(Unwritable, match="nothing is owed"):
        WRITER.write(the_facts(Letter.REMINDER, residuals=coming), "en")


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        pytest.param(Letter.FINAL, {}, True, id="a day is named"),
        pytest.param(Letter.FINAL, {"access_from": None}, False, id="no day, no threat of one"),
        pytest.param(Letter.SUSPENDED, {}, True, id="suspended"),
        pytest.param(Letter.DATA_DELETION, {}, True, id="data will be deleted"),
        pytest.param(Letter.REINSTATED, {}, True, id="some are still suspended"),
        pytest.param(Letter.REINSTATED, {"suspended": ()}, False, id="everything is back"),
        pytest.param(Letter.REMINDER, {}, False, id="not about access"),
    ],
)
def test_administrators_are_told_that_they_can_still_export(
    name: str, changes: dict[str, object], said: bool
) -> None:
    text = WRITER.write(the_facts(name, **changes), "en").text
    assert ("Your administrators can still sign in, and can export your data." in text) is said


@pytest.mark.parametrize(
    ("services", "said"),
    [
        pytest.param((), "On which day that would be is not known today.", id="no service named"),
        pytest.param((Service("A"),), "A: the day is not known", id="day unknown"),
        pytest.param(
            (Service("A", 1, date(2026, 12, 11)),),
            "A: may be deleted from 11 December 2026 on",
            id="day known",
        ),
    ],
)
def test_when_data_is_lost(services: tuple[Service, ...], said: str) -> None:
    assert said in WRITER.write(the_facts(services=services), "en").text


def test_what_holds_no_data_loses_none() -> None:
    text = WRITER.write(the_facts(services=(SERVICES[-1],)), "en").text
    assert "- Azure plan\n" in text
    assert "data is lost" not in text


def test_a_name_from_outside_is_only_a_name() -> None:
    name = '{{ overdue }} <b>Court</b> Ltd\r\nBcc: all\u202e & Sons "99.00"'
    written = WRITER.write(the_facts(Letter.REMINDER, customer=name), "en")
    assert '{{ overdue }} <b>Court</b> Ltd Bcc: all & Sons "99.00" team' in written.text
    assert "{{ overdue }} &lt;b&gt;Court&lt;/b&gt; Ltd Bcc: all &amp; Sons" in written.html
    assert "\n" not in written.subject


# The partner's own words


def own(subject: str, body: str, language: str = "en") -> dict[str, Texts]:
    letters = {"final": LetterText(subject, body), "goodbye": LetterText(subject, body)}
    return {language: Texts("Alpen Cloud GmbH", letters=letters)}


def test_own_words_stand_in_the_same_frame() -> None:
    body = (
        "Hello {{ customer }}.\n\n{% if access_from is defined %}From {{ access_from }}.{% endif %}"
    )
    for name in ("final", "goodbye"):
        facts = replace(the_facts(), name=name, texts=own("About {{ overdue }}", body))
        written = WRITER.write(facts, "en")
        assert written.subject == "About EUR 8,062.60 and KRW 1,234,567"
        assert "Hello Nordwind Logistik GmbH.\n\nFrom 19 October 2026.\n\n" in written.text
        assert "Statement of 12 October 2026" in written.text
        assert "Your administrators can still sign in" in written.text


def test_a_letter_that_nobody_has_words_for_is_not_written() -> None:
    with pytest.raises(Unwritable, match="no words for goodbye"):
        WRITER.write(replace(the_facts(), name="goodbye"), "en")


def test_a_letter_from_nobody_is_not_written() -> None:
    with pytest.raises(Unwritable, match="missing: who writes"):
        WRITER.write(the_facts(texts={}), "en")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param("{{ colour }}", "'colour' is undefined", id="not a variable"),
        pytest.param("{{ promise_by }}", "'promise_by' is undefined", id="of another letter"),
        pytest.param("{{ customer", "unexpected end of template", id="not closed"),
        pytest.param("{% for x in customer %}x{% endfor %}", "no for", id="a loop"),
        pytest.param("{{ customer.upper() }}", "no call", id="a call"),
        pytest.param("{{ customer.__class__ }}", "no getattr", id="an attribute"),
        pytest.param("{{ customer['x'] }}", "no getitem", id="an item"),
        pytest.param("{{ customer|upper }}", "no filter", id="a filter"),
        pytest.param("{{ 9 ** 9 }}", "no pow", id="arithmetic"),
        pytest.param("{{ 'x' * 99 }}", "no mul", id="a long text"),
        pytest.param("{% if customer is callable %}x{% endif %}", "no test", id="another test"),
        pytest.param("{% set x = customer %}", "no assign", id="a variable of its own"),
        pytest.param("{% include 'x' %}", "no include", id="another file"),
        pytest.param("x" * 10_001, "longer than 10000", id="too long"),
        pytest.param("Or else.", "a threat", id="a threat"),
        pytest.param("Pay EUR 9.00.", "an amount that is not in the books: EUR 9.00", id="amount"),
        pytest.param("By 24 December 2026.", "a day that nobody set", id="a day"),
    ],
)
def test_own_words_are_tried_before_anybody_gets_them(body: str, problem: str) -> None:
    problems = WRITER.problems(own("About {{ overdue }}", body))
    assert any(one.startswith("texts.en.letters.final: ") and problem in one for one in problems), (
        problems
    )


def test_good_words_have_no_problems() -> None:
    assert WRITER.problems(TEXTS) == []
    assert WRITER.problems(own("About {{ overdue }}", "Good day.")) == []


def test_the_words_in_the_documentation_work() -> None:
    page = (ROOT / "docs" / "letters.md").read_text(encoding="utf-8")
    written = page.partition("```toml\n")[2].partition("```")[0]
    texts = read_rules(f'name = "documented"\n{written}').texts
    assert WRITER.problems(texts) == []
    letter = WRITER.write(the_facts(texts=texts), "en")
    assert letter.subject == "Access may be impacted from 19 October 2026 on"


# Before the first of its kind goes out


def test_a_preview_in_slack(looks_like: Callable[[str, Message], None]) -> None:
    written = WRITER.write(the_facts(), "en")
    looks_like("letter_preview", letter_preview(written, WORDS, recipients=12))


def test_a_preview_of_a_very_long_letter_fits() -> None:
    many = tuple(replace(RESIDUALS[0], number=f"INV-{n}") for n in range(250))
    shown = letter_preview(WRITER.write(the_facts(residuals=many), "en"), WORDS, recipients=1)
    assert "1 customer would get" in str(shown.blocks[0])
    assert "The rest of this long letter is not shown here." in str(shown.blocks[-1])
