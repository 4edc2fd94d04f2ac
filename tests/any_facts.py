"""Customers of every kind: what a policy may have to judge, in any mixture. They are made from one
seed each, thousands in a second; a failing one is found again by its seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from core.domain.exposure import Category, Document, Kind, Presence, Status
from core.domain.facts import SAYS_PAID, SILENCING, TAGGING, Delivered, Facts, HoldSpan, OpenPromise
from core.domain.ladder import Rules
from core.domain.money import Money, zero
from core.domain.policy_file import read_rules
from tests.a_ladder import FLOORS, LADDER, ON, SEGMENTS

Made = TypeVar("Made")
FRESH = datetime(9999, 1, 1, tzinfo=UTC)
SHIPPED = read_rules(Path("bot/policy.toml").read_text(encoding="utf-8"))
LADDERS = (SHIPPED, read_rules(LADDER), read_rules(FLOORS + LADDER + SEGMENTS))
NOTICES = ("upcoming", "reminder", "second", "formal", "final", "final")
TAGS = (*[()] * 6, ("new",), ("reseller",), ("protected",))
HOLDS = sorted(SILENCING | TAGGING)
STATUSES = (*[Status.OPEN] * 12, *Status)


def made(make: Callable[[Random], Made]) -> st.SearchStrategy[Made]:
    return st.randoms(use_true_random=True).map(make)


def customers(
    *, currencies: tuple[str, ...] = ("EUR", "USD"), known: bool = False, plain: bool = False
) -> st.SearchStrategy[Facts]:
    """`known`: no document is missing and no hold is yet to begin; `plain`: no holds, promises."""
    return made(lambda chance: a_customer(chance, currencies, known=known, plain=plain))


def ladders() -> st.SearchStrategy[Rules]:
    """The shipped policy and others, also with days that nobody thought about."""
    return made(a_policy)


def a_policy(chance: Random) -> Rules:
    rules = chance.choice(LADDERS)
    if chance.random() < 0.5:
        return rules
    stages = [
        replace(one, when=replace(one.when, days_overdue=chance.randint(-5, 60)))
        for one in rules.stages
    ]
    return replace(rules, stages=tuple(stages))


def a_customer(chance: Random, currencies: tuple[str, ...], *, known: bool, plain: bool) -> Facts:
    def some(make: Callable[[int], Made], most: int) -> tuple[Made, ...]:
        return tuple(make(number) for number in range(chance.randint(0, most)))

    shields = 0 if plain else chance.choice([0, 0, 0, 2])
    return Facts(
        customer="c",
        country=chance.choice(["DE", "KR", ""]),
        zone="UTC",
        tags=frozenset(chance.choice(TAGS)),
        documents=some(lambda n: a_document(chance, f"{currencies[0]}{n}", currencies, known), 5),
        promises=some(lambda n: a_promise(chance, currencies), shields),
        holds=some(lambda n: a_hold(chance, begun=known), shields),
        notices=some(lambda n: a_notice(chance), 7),
        as_of=FRESH,
    )


def a_document(chance: Random, name: str, currencies: tuple[str, ...], known: bool) -> Document:
    code = chance.choice(currencies)
    amount = Decimal(chance.choice([0, 4_999, 5_000, *[chance.randint(1, 200_000)] * 5])) / 100
    is_credit = chance.random() < 0.2
    share = Decimal(chance.choice(["0", "0", "0", "0.5", "1"]))
    is_missing = not known and chance.random() < 0.1
    return Document(
        source="",
        document_id=name,
        number=name,
        customer_ref="",
        kind=Kind.PAYMENT_UNAPPLIED if is_credit else Kind.INVOICE,
        status=chance.choice(STATUSES),
        issued=ON,
        due=a_day(chance, -90, 15),
        total=Money(amount, code),
        open=Money(-amount if is_credit else amount, code),
        disputed=Money((amount * share).quantize(Decimal("0.01")), code),
        category=chance.choice([Category.CLOUD] * 6 + [Category.FEE]),
        presence=Presence.MISSING if is_missing else Presence.PRESENT,
        payment_method=chance.choice(["", "direct_debit"]),
        counted_from=chance.choice([None, None, a_day(chance, -60, 0)]),
    )


def a_day(chance: Random, first: int, last: int) -> date:
    return ON + timedelta(days=chance.randint(first, last))


def a_promise(chance: Random, currencies: tuple[str, ...]) -> OpenPromise:
    amount = Money(Decimal(chance.randint(0, 90_000)) / 100, chance.choice(currencies))
    return OpenPromise(amount, a_day(chance, -20, 20))


def a_hold(chance: Random, *, begun: bool) -> HoldSpan:
    since = a_day(chance, -30, 0 if begun else 30)
    kind, until = chance.choice(HOLDS), a_day(chance, -20, 40)
    return HoldSpan(kind, since, until if kind == SAYS_PAID else chance.choice([None, until]))


def a_notice(chance: Random) -> Delivered:
    printed = chance.choice([None, a_day(chance, -30, 20)])
    return Delivered(chance.choice(NOTICES), a_day(chance, -60, 0), printed)


def credit_of(money: Money) -> Document:
    return Document(
        source="", document_id="credit", number="", customer_ref="",
        kind=Kind.PAYMENT_UNAPPLIED, status=Status.OPEN, issued=ON, due=None,
        total=-money, open=-money, disputed=zero(money.currency),
    )  # fmt: skip
