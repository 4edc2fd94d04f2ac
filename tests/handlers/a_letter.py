"""A customer with everything that a letter may have to speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from core.domain.ladder import Texts
from core.domain.letters import (
    DisputeAnswered,
    Letter,
    LetterFacts,
    Occasion,
    PaymentReturned,
    PromiseRecorded,
    Residual,
    Service,
)
from core.domain.money import Money

ON = date(2026, 10, 12)
ACCESS_FROM = date(2026, 10, 19)
TEXTS = {
    "en": Texts(
        "Alpen Cloud GmbH",
        pay="By direct debit, or at https://pay.alpen-cloud.example/.",
        help="Call +49 30 1234 5678 or write to billing@alpen-cloud.example.",
    ),
    "ko": Texts("알펜 클라우드 주식회사", help="전화 02-1234-5678로 문의해 주시기 바랍니다."),
}


def money(amount: str, currency: str = "EUR") -> Money:
    return Money(Decimal(amount), currency)


RESIDUALS = (
    Residual(
        *("INV-20455", date(2026, 9, 7), date(2026, 9, 21)),
        *(money("4652.60"), money("4652.60"), money("300.00")),
    ),
    Residual(
        *("INV-20418", date(2026, 8, 24), date(2026, 9, 7)),
        *(money("5000.00"), money("3760.00"), money("0")),
    ),
    Residual(
        *("INV-20502", date(2026, 10, 5), date(2026, 10, 19)),
        *(money("980.00"), money("980.00"), money("0")),
    ),
    Residual(
        *("K-77", date(2026, 9, 1), date(2026, 10, 11)),
        *(money("1234567", "KRW"), money("1234567", "KRW"), money("0", "KRW")),
    ),
)
SERVICES = (
    Service("Microsoft 365 Business Premium", 45, date(2027, 3, 31)),
    Service("Exchange Online (Plan 1)", 1),
    Service("Azure plan", holds_data=False),
)
OCCASIONS: Mapping[str, Occasion] = {
    Letter.PROMISE_RECORDED: PromiseRecorded(money("4000.00"), date(2026, 10, 21)),
    Letter.DISPUTE_ANSWERED: DisputeAnswered("INV-20455", money("300.00"), accepted=False),
    Letter.PAYMENT_RETURNED: PaymentReturned("INV-20418", money("3760.00"), date(2026, 10, 9)),
}
ABOUT_SERVICES = {
    *(Letter.FORMAL, Letter.FINAL, Letter.SUSPENDED, Letter.REINSTATED, Letter.DATA_DELETION)
}


def the_facts(name: str = Letter.FINAL, **changes: Any) -> LetterFacts:
    is_about = name in ABOUT_SERVICES
    facts = LetterFacts(
        name=name,
        reference="GS-1042",
        on=ON,
        customer="Nordwind Logistik GmbH",
        residuals=RESIDUALS,
        credits=(money("50.00"),),
        access_from=ACCESS_FROM if name in {Letter.FORMAL, Letter.FINAL} else None,
        services=SERVICES if is_about else (),
        stays=("Teams Phone",) if is_about else (),
        suspended=("Power BI Pro",) if name == Letter.REINSTATED else (),
        occasion=OCCASIONS.get(name),
        texts=TEXTS,
    )
    return replace(facts, **changes)
