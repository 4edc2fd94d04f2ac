"""Credit: what may be asked for, who decides, what is used, and what is heard of it when."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.domain.clouds import Cloud
from core.domain.consequences import Consequence, Price, consequence
from core.domain.credit import (
    CREDIT_MOVES,
    UNDECIDED,
    CreditState,
    Fault,
    Mark,
    TermKind,
    Terms,
    check_proposal,
    marks_between,
    needs_second,
    next_mark,
)
from core.domain.credit_errors import CreditUnfit
from core.domain.credit_use import Facts, Gap, currencies, use_of
from core.domain.customers import Generation, Subscription
from core.domain.errors import ReasonMissing
from core.domain.exposure import Kind, Presence, Status
from core.domain.money import Money
from core.domain.spending import Spending
from tests.a_credit import TODAY, a_credit, a_proposal
from tests.builders import CONTOSO, NOW, a_document, a_subscription, eur

FLOORS = {"EUR": eur("50"), "KRW": Money(Decimal(70000), "KRW")}
S = CreditState


def test_every_state_has_its_moves_and_what_is_decided_stays() -> None:
    assert set(CREDIT_MOVES) == set(CreditState)
    over = {state for state in CreditState if not CREDIT_MOVES[state]}
    assert over == {S.REJECTED, S.EXPIRED, S.SUPERSEDED, S.WITHDRAWN}
    assert all(S.DRAFT not in moves for state, moves in CREDIT_MOVES.items() if state != S.DRAFT)
    assert not UNDECIDED & over


@pytest.mark.parametrize(
    ("limit", "needed"),
    [
        (eur("0"), False),
        (eur("5000"), False),
        (eur("5000.01"), True),
        (Money(Decimal(7000000), "KRW"), False),
        (Money(Decimal(7000001), "KRW"), True),
        (Money(Decimal(1), "SEK"), True),
    ],
    ids=["nothing", "at", "above", "won-at", "won-above", "no-floor"],
)
def test_above_a_hundred_floors_somebody_else_decides(limit: Money, needed: bool) -> None:
    assert needs_second(limit, FLOORS) is needed


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"limit": eur("-1")}, Fault.NEGATIVE),
        ({"terms": Terms(TermKind.NET)}, Fault.NET_DAYS),
        ({"terms": Terms(TermKind.NET, 91)}, Fault.NET_DAYS),
        ({"valid_until": TODAY}, Fault.OVER),
        ({"valid_until": TODAY + timedelta(days=367)}, Fault.TOO_LONG),
        ({"review_on": TODAY}, Fault.REVIEW),
        ({"review_on": date(2027, 10, 1)}, Fault.REVIEW),
    ],
    ids=["negative", "no-days", "too-many-days", "over", "too-long", "review-now", "review-late"],
)
def test_what_cannot_be_decided_on_is_refused(changes: dict[str, Any], fault: Fault) -> None:
    with pytest.raises(CreditUnfit) as refusal:
        check_proposal(a_proposal(**changes), TODAY)
    assert refusal.value.facts["why"] is fault


def test_a_limit_of_nothing_is_a_decision_and_a_reason_is_needed() -> None:
    check_proposal(a_proposal(limit=eur("0"), terms=Terms(TermKind.PREPAYMENT)), TODAY)
    with pytest.raises(ReasonMissing):
        check_proposal(a_proposal(reason="  "), TODAY)


@pytest.mark.parametrize(
    ("state", "day", "holds"),
    [
        (S.APPROVED, date(2027, 9, 30), True),
        (S.APPROVED, date(2027, 10, 1), False),
        (S.PENDING, TODAY, False),
        (S.EXPIRED, TODAY, False),
    ],
    ids=["last-day", "day-after", "waits", "expired"],
)
def test_a_limit_holds_until_its_last_day(state: CreditState, day: date, holds: bool) -> None:
    assert a_credit(state=state).holds(day) is holds


@pytest.mark.parametrize(
    ("state", "first", "today", "heard"),
    [
        (S.APPROVED, TODAY, date(2027, 3, 30), []),
        (S.APPROVED, date(2027, 3, 31), date(2027, 3, 31), [Mark.REVIEW]),
        (S.APPROVED, date(2027, 9, 16), date(2027, 9, 20), [Mark.LAPSING]),
        (S.APPROVED, date(2027, 3, 31), date(2027, 9, 20), [Mark.REVIEW, Mark.LAPSING]),
        (S.APPROVED, date(2027, 3, 31), date(2028, 1, 1), [Mark.LAPSED]),
        (S.PENDING, TODAY, date(2027, 3, 31), []),
        (S.PENDING, TODAY, date(2027, 10, 1), [Mark.LAPSED]),
        (S.WITHDRAWN, TODAY, date(2028, 1, 1), []),
    ],
    ids=["nothing", "review", "lapsing", "both-late", "over", "waits", "never-decided", "ended"],
)
def test_its_owner_hears_of_it_in_time(
    state: CreditState, first: date, today: date, heard: list[Mark]
) -> None:
    assert marks_between(a_credit(state=state), first, today) == heard


def test_after_each_mark_comes_the_next() -> None:
    credit = a_credit(state=S.APPROVED)
    assert next_mark(credit, TODAY) == date(2027, 3, 31)
    assert next_mark(credit, date(2027, 3, 31)) == date(2027, 9, 16)
    assert next_mark(credit, date(2027, 9, 16)) == date(2027, 10, 1)
    assert next_mark(credit, date(2027, 10, 1)) is None


# What is used of it


def billed(subscription: Subscription, price: str | None = "10") -> Consequence:
    known = Price(eur(price), "monthly", TODAY) if price else None
    return consequence(subscription, known, Cloud.GLOBAL, NOW, TODAY)


def facts(**changes: Any) -> Facts:
    known: dict[str, Any] = {
        "documents": (a_document(),),
        "unreadable": False,
        "subscriptions": (a_subscription(),),
        "consequences": (billed(a_subscription()),),
        "spending": None,
    }
    return Facts(**known | changes)


def test_open_unbilled_and_committed_less_credits() -> None:
    credit = a_document(document_id="2", kind=Kind.PAYMENT_UNAPPLIED, due=None, open=eur("-412.60"))
    azure = a_subscription(generation=Generation.AZURE_PLAN)
    used = use_of(
        "EUR",
        facts(
            documents=(a_document(disputed=eur("300")), credit),
            subscriptions=(a_subscription(), azure),
            consequences=(billed(a_subscription()), billed(azure)),
            spending=Spending(CONTOSO, "Contoso", eur("55.50")),
        ),
    )
    # Ten seats at 10 a month, five months still to be billed.
    assert (used.open, used.unbilled) == (eur("8412.60"), eur("55.50"))
    assert (used.committed, used.credits) == (eur("500"), eur("412.60"))
    assert used.known == eur("8555.50")
    assert used.gaps == frozenset()


def test_currencies_never_mix() -> None:
    dollars = Money(Decimal("99"), "USD")
    found = facts(
        documents=(a_document(), a_document(document_id="2", open=dollars, total=dollars)),
        spending=Spending(CONTOSO, "Contoso", dollars),
        consequences=(),
    )
    assert use_of("EUR", found).known == eur("8412.60")
    assert use_of("USD", found).known == Money(Decimal("198"), "USD")
    assert currencies(found) == {"EUR", "USD"}


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        ({"documents": None}, Gap.BOOKS),
        ({"unreadable": True}, Gap.ROWS),
        ({"documents": (a_document(presence=Presence.MISSING),)}, Gap.DOCUMENTS),
        ({"consequences": (billed(a_subscription(), None),)}, Gap.PRICES),
        ({"subscriptions": (a_subscription(generation=Generation.AZURE),)}, Gap.SPENDING),
        (
            {
                "subscriptions": (a_subscription(generation=Generation.AZURE),),
                "spending": Spending(CONTOSO, "Contoso", None),
            },
            Gap.SPENDING,
        ),
    ],
    ids=["books", "rows", "document", "prices", "spending", "currency-of-spending"],
)
def test_what_is_not_known_is_said_and_never_nothing(changes: dict[str, Any], gap: Gap) -> None:
    assert use_of("EUR", facts(**changes)).gaps == {gap}


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.WRITTEN_OFF},
        {"status": Status.DRAFT},
        {"kind": Kind.FINANCE_CHARGE},
        {"presence": Presence.MISSING},
    ],
    ids=["written-off", "draft", "charge", "missing"],
)
def test_what_counts_for_nothing_elsewhere_counts_for_nothing_here(changes: dict[str, Any]) -> None:
    used = use_of("EUR", facts(documents=(a_document(**changes),), consequences=()))
    assert used.known == eur("0")


@pytest.mark.parametrize(
    ("limit", "over", "share"),
    [("8912.60", False, 100), ("8912.59", True, 100), ("17825.20", False, 50), ("0", True, None)],
    ids=["at", "above", "half", "no-credit"],
)
def test_a_limit_is_crossed_by_a_cent(limit: str, over: bool, share: int | None) -> None:
    used = use_of("EUR", facts())
    assert used.known == eur("8912.60")
    assert used.over(eur(limit)) is over
    found = used.share(eur(limit))
    assert (None if found is None else round(found)) == share


def test_credits_beyond_what_is_owed_make_nothing_negative() -> None:
    credit = a_document(kind=Kind.CREDIT_NOTE, due=None, open=eur("-9"))
    used = use_of("EUR", facts(documents=(credit,), consequences=()))
    assert used.known == eur("0") and not used.over(eur("0"))
