"""What no letter may say, and what each must: faults are planted in a letter that has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.domain.ladder import Texts
from core.domain.letter_lint import Finding, lint, lint_texts
from core.domain.letter_words import Fault
from core.domain.letters import LANGUAGES, LetterFacts, Residual, Service, Written
from core.domain.money import Money

EURO = Money(Decimal("1240.00"), "EUR")
FACTS = LetterFacts(
    name="final",
    reference="GS-1042",
    on=date(2026, 10, 12),
    customer="Kiefer Bau",
    residuals=(
        Residual(
            "INV-7", date(2026, 8, 24), date(2026, 9, 7), EURO, EURO, Money(Decimal(0), "EUR")
        ),
    ),
    access_from=date(2026, 10, 19),
    services=(Service("Microsoft 365 E3", 12),),
    pay_link="https://pay.example/7",
    texts=dict.fromkeys(LANGUAGES, Texts("Alpen Cloud", help="Call +49 30 1234 5678, Mon to Fri.")),
)
CLEAN = (
    "Alpen Cloud to Kiefer Bau, GS-1042. INV-7, open EUR 1,240.00, is 35 days late. Access may be "
    "impacted from 19 October 2026 on: Microsoft 365 E3, 12 seats. Your administrators can still "
    "sign in, and can export your data. Call +49 30 1234 5678, Mon to Fri."
)
EXPORT = "Your administrators can still sign in, and can export your data."
IN_OTHERS = {
    "ko": "관리자는 계속 로그인하여 데이터를 내보낼 수 있습니다.",
    "zh-Hans": "管理员仍可登录，并可导出数据。",
}


def written(text: str = CLEAN, *, page: str = "", language: str = "en") -> Written:
    return Written(language, "About INV-7", text, page or f"<html><p>{text}</p></html>")


def faults(letter: Written, facts: LetterFacts = FACTS) -> list[tuple[Fault, str]]:
    return [(one.fault, one.said) for one in lint(letter, facts)]


def test_a_good_letter_has_no_findings() -> None:
    assert faults(written()) == []


@pytest.mark.parametrize(
    ("said", "fault", "found"),
    [
        ("Our lawyer will write.", Fault.THREAT, "lawyer"),
        ("We will see you in court.", Fault.THREAT, "court"),
        ("We take legal action.", Fault.THREAT, "legal action"),
        ("A collection agency takes over.", Fault.THREAT, "collection agency"),
        ("Pay, OR ELSE.", Fault.THREAT, "OR ELSE"),
        ("This is the last warning.", Fault.THREAT, "last warning"),
        ("법적 조치를 취합니다.", Fault.THREAT, "법적"),
        ("추심 기관에 맡깁니다.", Fault.THREAT, "추심"),
        ("我们将委托律师处理。", Fault.THREAT, "律师"),
        ("我们将提起诉讼。", Fault.THREAT, "起诉"),
        ("A late fee applies.", Fault.CHARGE, "fee"),
        ("Interest accrues.", Fault.CHARGE, "Interest"),
        ("A late \uff46\uff45\uff45.", Fault.CHARGE, "fee"),
        ("in\u200bterest accrues.", Fault.CHARGE, "interest"),
        ("A penalty is due.", Fault.CHARGE, "penalty"),
        ("연체 이자가 부과됩니다.", Fault.CHARGE, "연체 이자"),
        ("수수료가 있습니다.", Fault.CHARGE, "수수료"),
        ("将收取滞纳金。", Fault.CHARGE, "滞纳金"),
        ("To DE89 3704 0044 0532 0130 00.", Fault.BANK, "DE89 3704 0044 0532 0130 00"),
        ("Password: hunter", Fault.CREDENTIAL, "Password:"),
        ("비밀번호: 사과", Fault.CREDENTIAL, "비밀번호:"),
        ("密码：苹果", Fault.CREDENTIAL, "密码:"),
        ("At https://me:secret@host.example/.", Fault.CREDENTIAL, "https://me:secret@"),
        ("Pay EUR 1,250.00.", Fault.AMOUNT, "EUR 1,250.00"),
        ("Pay USD 1,240.00.", Fault.AMOUNT, "USD 1,240.00"),
        ("Pay 1,250.00 EUR.", Fault.AMOUNT, "1,250.00 EUR"),
        ("Pay €5.", Fault.AMOUNT, "€5"),
        ("5,000원을 내십시오.", Fault.AMOUNT, "5,000원"),
        ("By 24 December 2026.", Fault.DAY, "24 December 2026"),
        ("By 19 October 2027.", Fault.DAY, "19 October 2027"),
        ("By October 20.", Fault.DAY, "October 20"),
        ("By 2026-10-20.", Fault.DAY, "2026-10-20"),
        ("2026년 10월 20일까지.", Fault.DAY, "2026년 10월 20일"),
        ("10月20日之前。", Fault.DAY, "10月20日"),
        ("By 19/10/2026.", Fault.NUMBER, "19"),
        ("Within 14 days.", Fault.NUMBER, "14"),
        ("Plus 9 % of it.", Fault.NUMBER, "9 %"),
    ],
)
def test_what_must_not_be_said(said: str, fault: Fault, found: str) -> None:
    assert (fault, found) in faults(written(f"{CLEAN} {said}"))


@pytest.mark.parametrize("number", ["1234 5678 9012 3456", "110-123-456789", "6222021234567890123"])
def test_an_account_number_is_bank_data(number: str) -> None:
    assert (Fault.BANK, number) in faults(written(f"{CLEAN} Pay to {number}."))


@pytest.mark.parametrize(
    "said",
    [
        "You owe 1,240.00.",
        "By 19 October.",
        "By October 19, 2026.",
        "By 2026-10-19.",
        "2026년 10월 19일까지.",
        "2026年10月19日之前。",
        "Office 365 is popular.",
        "At https://pay.example/7 or billing24@alpen.example.",
        "We are courteous.",
        "That is fine.",
    ],
)
def test_what_may_be_said(said: str) -> None:
    assert faults(written(f"{CLEAN} {said}")) == []


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        ("Alpen Cloud", "who writes"),
        ("Kiefer Bau", "the customer"),
        ("GS-1042", "the reference"),
        ("INV-7", "document INV-7"),
        ("EUR 1,240.00", "what is open of INV-7"),
        ("from 19 October 2026 on", "the day on which access may be impacted"),
        (EXPORT, "that administrators can still sign in and export"),
    ],
)
def test_what_must_be_said(left_out: str, missing: str) -> None:
    assert faults(written(CLEAN.replace(left_out, ""))) == [(Fault.MISSING, missing)]


@pytest.mark.parametrize("language", sorted(IN_OTHERS))
def test_it_must_be_said_in_the_language_of_the_letter(language: str) -> None:
    sentence = "that administrators can still sign in and export"
    assert faults(written(language=language)) == [(Fault.MISSING, sentence)]
    said = written(CLEAN.replace(EXPORT, IN_OTHERS[language]), language=language)
    assert faults(said) == []


@pytest.mark.parametrize(
    ("page", "fault", "found"),
    [
        (f"<p>{CLEAN}</p><p>Late f&#101;e</p>", Fault.CHARGE, "fee"),
        (
            f'<p>{CLEAN}</p><a href="https://evil.example">pay</a>',
            Fault.LINK,
            "https://evil.example",
        ),
        (f'<p>{CLEAN}</p><img src="//track.example/1">', Fault.LINK, "//track.example/1"),
        ("<p>Alpen Cloud</p>", Fault.MISSING, "the customer"),
    ],
    ids=["hidden by an entity", "another link", "a picture", "left out"],
)
def test_the_page_is_read_as_well(page: str, fault: Fault, found: str) -> None:
    assert (fault, found) in faults(written(page=page))


def test_the_link_to_pay_by_is_safe() -> None:
    link = '<a href="{}">Pay</a>'
    assert faults(written(page=f"<p>{CLEAN}</p>{link.format(FACTS.pay_link)}")) == []
    for plain in ("http://pay.example/7", "javascript:pay()"):
        letter = written(page=f"<p>{CLEAN}</p>{link.format(plain)}")
        assert (Fault.LINK, plain) in faults(letter, replace(FACTS, pay_link=plain))


@pytest.mark.parametrize(
    "name", ["Court Hotel", "12", "October", "EUR", "Fee & Co 99", "이자 호텔"]
)
def test_a_name_may_be_anything(name: str) -> None:
    letter = written(CLEAN.replace("Kiefer Bau", name))
    assert faults(letter, replace(FACTS, customer=name)) == []


def test_a_name_covers_nothing_but_itself() -> None:
    facts = replace(FACTS, customer="1")
    letter = written(CLEAN.replace("Kiefer Bau", "1") + " Pay EUR 1,111.00 in 11 days.")
    assert faults(letter, facts) == [(Fault.AMOUNT, "EUR 1,111.00"), (Fault.NUMBER, "11")]


def test_a_day_is_not_found_inside_another() -> None:
    facts = replace(FACTS, on=date(2026, 10, 2))
    assert (Fault.DAY, "12 October 2026") in faults(written(f"{CLEAN} 12 October 2026."), facts)


def test_the_partners_own_words_are_read_once_for_all() -> None:
    own = Texts("Alpen", pay="EUR 5 fee to 1234 5678 9012", dispute="By 1 May.", help="Ring 24/7.")
    assert lint_texts({"en": own}) == (
        Finding(Fault.CHARGE, "texts.en.pay", "fee"),
        Finding(Fault.BANK, "texts.en.pay", "1234 5678 9012"),
        Finding(Fault.AMOUNT, "texts.en.pay", "EUR 5"),
        Finding(Fault.DAY, "texts.en.dispute", "1 May"),
    )
