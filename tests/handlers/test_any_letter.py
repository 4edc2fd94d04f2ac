"""Whatever is known of a customer, our letters may be sent, and every amount in them is true."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.letter_lint import lint
from core.domain.letters import (
    LANGUAGES,
    Letter,
    LetterFacts,
    PromiseRecorded,
    Residual,
    Service,
    Unwritable,
    Written,
)
from core.domain.money import Money, minor_digits
from handlers.messages.letters import Letters, compose
from tests.handlers.a_letter import TEXTS, money

WRITER = Letters()
OURS = [letter.value for letter in Letter]

SIGNS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
NAMES = st.one_of(
    SIGNS.filter(lambda name: bool(name.strip()) and name.isprintable()),
    st.sampled_from(
        ["Court Hotel", "October", "EUR", "12", "Studio 54 GmbH", "이자 호텔", "8,412"]
    ),
)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
CURRENCIES = st.sampled_from(["EUR", "USD", "CNY", "KRW", "KWD"])


@st.composite
def residuals(draw: Callable[..., object]) -> Residual:
    currency = str(draw(CURRENCIES))
    unit = Decimal(1).scaleb(-minor_digits(currency))
    total = int(str(draw(st.integers(1, 10**9))))
    left = int(str(draw(st.integers(1, total))))
    disputed = int(str(draw(st.integers(0, left))))
    due = draw(DAYS)
    assert isinstance(due, date)
    issued = due - timedelta(days=14)
    amounts = (Money(unit * part, currency) for part in (total, left, disputed))
    return Residual(str(draw(NAMES)), issued, due, *amounts)


SERVICE = st.builds(Service, NAMES, st.integers(0, 5000), st.none() | DAYS, st.booleans())
OCCASION = st.builds(PromiseRecorded, st.just(money("4000.00")), DAYS)
FACTS = st.builds(
    LetterFacts,
    name=st.sampled_from(OURS),
    reference=st.just("GS-1042"),
    on=DAYS,
    customer=NAMES,
    residuals=st.lists(residuals(), max_size=4).map(tuple),
    credits=st.lists(st.builds(Money, st.just(Decimal("50.00")), CURRENCIES), max_size=2).map(
        tuple
    ),
    access_from=st.none() | DAYS,
    services=st.lists(SERVICE, max_size=3).map(tuple),
    stays=st.lists(NAMES, max_size=2).map(tuple),
    suspended=st.lists(NAMES, max_size=2).map(tuple),
    occasion=OCCASION,
    texts=st.just(TEXTS),
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(facts=FACTS, language=st.sampled_from(LANGUAGES))
def test_whatever_the_facts_our_letters_may_be_sent(facts: LetterFacts, language: str) -> None:
    try:
        written = compose(facts, language)
    except Unwritable as error:
        # Nothing is owed, or it was another occasion.
        assert "is undefined" in str(error)
        return
    assert lint(written, facts) == ()


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(facts=FACTS, language=st.sampled_from(LANGUAGES))
def test_every_amount_in_a_letter_is_in_the_books(facts: LetterFacts, language: str) -> None:
    plain_names = replace(
        facts,
        name=Letter.PROMISE_RECORDED,
        customer="Nordwind",
        residuals=tuple(replace(one, number="INV") for one in facts.residuals),
        services=(),
        stays=(),
        suspended=(),
    )
    said = amounts_in(WRITER.write(plain_names, language))
    assert said <= {(one.currency, one.plain()) for one in plain_names.money()}
    assert {(one.open.currency, one.open.plain()) for one in facts.residuals} <= said


def amounts_in(written: Written) -> set[tuple[str, str]]:
    found = re.findall(r"([A-Z]{3}) (\d[\d,]*(?:\.\d+)?)", written.text)
    return {(code, number.replace(",", "")) for code, number in found}
