"""Canonical JSON and back: what comes out is what went in, or is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as any_

from core.domain.customers import CustomerKey
from core.domain.money import Money
from core.domain.plans import Content, Line, Verb, plan_hash
from storage.codec import from_minor, from_text, to_minor, to_text
from tests.builders import a_content, a_line

TEXT = any_.text(max_size=20)
LINES = any_.lists(
    any_.builds(Line, TEXT, any_.sampled_from(Verb), TEXT, any_.integers(0, 10**6)), max_size=3
)
MONEY = any_.builds(
    from_minor, any_.integers(-(10**15), 10**15), any_.sampled_from(["EUR", "KRW", "KWD"])
)


@given(lines=LINES, name=TEXT, owed=any_.lists(MONEY, max_size=3), left_out=any_.lists(TEXT))
def test_rebuilt_content_has_the_hash_that_was_voted_on(
    lines: list[Line], name: str, owed: list[Money], left_out: list[str]
) -> None:
    content = a_content(
        lines=tuple(lines), customer_name=name, overdue=tuple(owed), left_out=tuple(left_out)
    )
    text = to_text(content)
    rebuilt = from_text(Content, text)
    assert plan_hash(rebuilt) == plan_hash(content)
    assert to_text(rebuilt) == text
    assert rebuilt.overdue == content.overdue


@pytest.mark.parametrize(
    "edited",
    [
        ('"quantity":10', '"quantity":true'),
        ('"quantity":10', '"quantity":10.5'),
        ('"quantity":10', '"quantity":"10"'),
        ('"quantity":10', '"quantity":null'),
        ('"verb":"suspend"', '"verb":"delete"'),
        ('"name":', '"colour":"red","name":'),
    ],
)
def test_what_cannot_be_a_line_is_refused(edited: tuple[str, str]) -> None:
    text = to_text(a_line())
    assert from_text(Line, text) == a_line()
    with pytest.raises((ValueError, TypeError, KeyError)):
        from_text(Line, text.replace(*edited))


def test_a_key_is_no_line() -> None:
    with pytest.raises(KeyError):
        from_text(Line, to_text(CustomerKey("a", "b")))


@given(money=MONEY)
def test_an_amount_survives_as_minor_units(money: Money) -> None:
    assert from_minor(to_minor(money, money.currency), money.currency) == money


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("12.5", "EUR", 1250), ("12", "KRW", 12), ("0.001", "KWD", 1), ("-3.10", "USD", -310)],
)
def test_minor_units_are_those_of_the_currency(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Money(Decimal(amount), currency), currency) == minor


@pytest.mark.parametrize(("amount", "currency"), [("0.005", "EUR"), ("0.5", "KRW"), ("1", "USD")])
def test_parts_of_a_unit_and_other_currencies_are_refused(amount: str, currency: str) -> None:
    wanted = "EUR" if currency == "USD" else currency
    with pytest.raises(ValueError, match="minor units"):
        to_minor(Money(Decimal(amount), currency), wanted)
