"""Sentences, values and outside text."""

from __future__ import annotations

import inspect
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.domain import errors
from core.domain.agreement_errors import HoldUnfit, Unfit
from core.domain.errors import (
    AlreadyVoted,
    BadInput,
    Cap,
    CapExceeded,
    NoRole,
    NotSuspendable,
    PlanOver,
    Refusal,
    UnknownCustomer,
)
from core.domain.money import Money
from core.domain.people import Role
from core.domain.plans import PlanState
from handlers.messages.blocks import plain
from handlers.messages.escaping import clean, closed_up, shorten
from handlers.messages.refusals import SENTENCES, refused
from handlers.messages.text import Safe, Words

EVENING = datetime(2026, 10, 12, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "value", "shown"),
    [
        ("en-US", Money(Decimal("8412.6"), "EUR"), "EUR 8,412.60"),
        ("de-DE", Money(Decimal("8412.6"), "EUR"), "EUR 8.412,60"),
        ("ko-KR", Money(Decimal("1200000"), "KRW"), "KRW 1,200,000"),
        ("en-US", Money(Decimal("1.5"), "KWD"), "KWD 1.500"),
        ("en-US", 12345, "12,345"),
        ("de-DE", 12345, "12.345"),
        ("en-US", date(2026, 10, 12), "Mon 12 Oct 2026"),
        ("tlh-XX", date(2026, 10, 12), "Mon 12 Oct 2026"),
        ("en-US", EVENING, "Tue 13 Oct 2026, 00:30"),
        ("tlh-XX", 12345, "12,345"),
        ("", 12345, "12,345"),
        ("en-US", ["a", "<b>"], "a, &lt;b&gt;"),
        ("en-US", Safe("<@U1>"), "<@U1>"),
    ],
)
def test_values_are_written_as_the_reader_writes_them(
    locale: str, value: object, shown: str
) -> None:
    assert Words(locale, "Europe/Berlin")("{it}", it=value) == shown


def test_a_day_near_today_needs_no_year() -> None:
    words = Words(today=date(2026, 10, 12))
    assert words("{it}", it=date(2026, 10, 5)) == "Mon 5 Oct"
    assert words("{it}", it=date(2027, 4, 30)) == "Fri 30 Apr 2027"


def test_a_value_that_ends_in_a_dot_ends_the_sentence() -> None:
    assert Words()("Filed for {name}.", name="Tavira Lda.") == "Filed for Tavira Lda."
    assert Words()("Wait…. {name}...", name="a") == "Wait…. a..."


def test_what_is_joined_is_joined_as_the_language_does() -> None:
    english, chinese = Words(), Words("zh-CN")
    assert english.listed(("a", "b")) == english.clauses(("a", "b")) == "a, b"
    assert english.strung(("a", "b")) == "a; b"
    assert chinese("{it}", it=["a", "b"]) == "a、b"
    assert (chinese.clauses(("a", "b")), chinese.strung(("a", "b"))) == ("a，b", "a；b")
    assert (english.stopped(("a", "b")), chinese.stopped(("a", "b"))) == ("a. b", "a。b")
    assert Words("ko-KR")("{it}", it=["a", "b"]) == "a, b"


@pytest.mark.parametrize(
    ("locale", "said"),
    [("ko-KR", "10월 12일 (월) 22:30"), ("zh-CN", "10月12日周一 22:30")],
)
def test_a_moment_is_written_as_the_language_does(locale: str, said: str) -> None:
    assert Words(locale, today=date(2026, 10, 1))("{it}", it=EVENING) == said


def test_a_value_that_ends_a_sentence_ends_it_once_in_chinese() -> None:
    words = Words("zh-CN")
    assert words("{line}.", line="Tavira Lda.") == "Tavira Lda。"
    assert words("{line}.", line=Safe("已付款。")) == "已付款。"


@pytest.mark.parametrize(
    ("text", "set_so"),
    [
        ("已付款。 无异议。", "已付款。无异议。"),
        ("暂停 2 个订阅： Contoso （逾期）。", "暂停 2 个订阅：Contoso（逾期）。"),
        ("已冻结。 *原因：* 未知", "已冻结。 *原因：* 未知"),
        ("*合计* （欧元）", "*合计* （欧元）"),
        ("Paid. Nothing is open.", "Paid. Nothing is open."),
    ],
    ids=["after a full stop", "inside", "before bold", "after bold", "english"],
)
def test_chinese_is_set_without_blanks_beside_its_signs(text: str, set_so: str) -> None:
    assert closed_up(text) == set_so
    shown = plain(text)
    assert shown.text == set_so and set_so in str(shown.blocks)


def test_a_zone_that_nobody_knows_is_utc() -> None:
    assert Words(zone="Mars/Base")("{it}", it=EVENING) == "Mon 12 Oct 2026, 22:30"


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 votes"), (1, "1 vote"), (2, "2 votes"), (1200, "1,200 votes")]
)
def test_counts_have_their_form(count: int, said: str) -> None:
    assert Words().many("{count} vote", "{count} votes", count) == said


@pytest.mark.parametrize(
    ("locale", "said"),
    [("ko-KR", "안내문 3건"), ("zh-CN", "信函 3 封"), ("zh-Hans-SG", "信函 3 封")],
)
def test_counts_are_said_in_every_language(locale: str, said: str) -> None:
    assert Words(locale).many("{count} letter", "{count} letters", 3) == said


@pytest.mark.parametrize(
    ("outside", "shown"),
    [
        ("<!channel> & co", "&lt;!channel&gt; &amp; co"),
        ("two\nlines\tand \u2028more", "two lines and more"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("a\u200bb\ufeffc\x00d\x1b[31m", "abcd[31m"),
        ("\u3164\u2800x", "x"),
        ("e\u0301", "é"),
        ("z" + "\u0300" * 40, "z" + "\u0300" * 3),
        ("株式会社 마루푸드", "株式会社 마루푸드"),
        ("x" * 81, "x" * 79 + "…"),
        ("x" * 80, "x" * 80),
    ],
)
def test_outside_text_is_made_harmless(outside: str, shown: str) -> None:
    assert clean(outside) == shown


def test_an_entity_is_not_cut_in_half() -> None:
    assert shorten("abc &lt; def", 8) == "abc…"
    assert shorten("abc &lt; def", 10) == "abc &lt;…"


def test_every_refusal_has_a_sentence() -> None:
    kinds = {
        kind for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, Refusal) and kind is not Refusal
    }  # fmt: skip
    assert kinds - SENTENCES.keys() == set()


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (UnknownCustomer(text="<x>", similar=["Contoso"]), "Did you mean Contoso?"),
        (UnknownCustomer(text="<x>", similar=[]), "&lt;x&gt;"),
        (BadInput(problem="two names", usage="/standing contoso"), "example: /standing contoso"),
        (AlreadyVoted(), "already recorded: –."),
    ],
)
def test_a_refusal_says_what_it_knows(refusal: Refusal, said: str) -> None:
    assert said in refused(refusal, Words())


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (PlanOver(state=PlanState.NEEDS_HUMAN), "상태: 사람의 확인 필요."),
        (NoRole(needed=[Role.AGENT, Role.APPROVER]), "실무자, 승인자"),
        (CapExceeded(cap=Cap.DAY, asked=9, limit=5), "한도를 초과합니다(하루)"),
        (HoldUnfit(why=Unfit.PAST), "날짜가 이미 지났습니다"),
        (NotSuspendable(subscription="E5", why="no azure here"), "이 클라우드에서는 Azure를"),
        (NotSuspendable(subscription="E5", why="warned"), "warned"),
        (BadInput(problem="a note has 1 to {most} characters", most=3000), "1자에서 3,000자까지"),
        (BadInput(problem="one of {known} is needed", known=["a", "<b>"]), "a, &lt;b&gt;"),
    ],
)
def test_whatever_a_refusal_knows_is_said_in_the_language_of_the_reader(
    refusal: Refusal, said: str
) -> None:
    assert said in refused(refusal, Words("ko-KR"))


def test_a_refusal_of_another_kind_is_said_too() -> None:
    class Unheard(Refusal):
        """A kind without a sentence."""

    assert refused(Unheard(), Words()) == "That is not possible here."
