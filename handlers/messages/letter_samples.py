"""A customer who does not exist, so that a letter can be read before anybody gets it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

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


def _euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


OCCASIONS: Mapping[str, Occasion] = {
    Letter.PROMISE_RECORDED: PromiseRecorded(
        *(_euro("4000.00"), date(2026, 10, 21)),
        ((date(2026, 10, 14), _euro("1500.00")), (date(2026, 10, 21), _euro("2500.00"))),
    ),
    Letter.DISPUTE_ANSWERED: DisputeAnswered("INV-20455", _euro("300.00"), accepted=False),
    Letter.PAYMENT_RETURNED: PaymentReturned("INV-20418", _euro("1240.00"), date(2026, 10, 9)),
}
RESIDUALS = (
    Residual(
        *("INV-20418", date(2026, 8, 24), date(2026, 9, 7)),
        *(_euro("5000.00"), _euro("3760.00"), _euro("0")),
    ),
    Residual(
        *("INV-20455", date(2026, 9, 7), date(2026, 9, 21)),
        *(_euro("4652.60"), _euro("4652.60"), _euro("300.00")),
    ),
    Residual(
        *("INV-20502", date(2026, 10, 5), date(2026, 10, 19)),
        *(_euro("980.00"), _euro("980.00"), _euro("0")),
    ),
)
SERVICES = (
    Service("Microsoft 365 Business Premium", 45, date(2027, 3, 31)),
    Service("Exchange Online (Plan 1)", 10),
)
CONCERN_ACCESS = {Letter.FORMAL.value, Letter.FINAL.value}


def sample(name: str, texts: Mapping[str, Texts], *, below: bool = False) -> LetterFacts:
    """Everything that a letter of this name may ever speak of. A name that is not ours gets the day
    on which access is impacted, too. `below`: to somebody who owes too little to be suspended."""
    is_notice = name in CONCERN_ACCESS or name not in {one.value for one in Letter}
    return LetterFacts(
        name=name,
        reference="GS-1042",
        on=date(2026, 10, 12),
        customer="Nordwind Logistik GmbH",
        residuals=RESIDUALS,
        credits=(_euro("50.00"),),
        access_from=date(2026, 10, 19) if is_notice else None,
        access_above=(_euro("10000.00"),) if is_notice and below else (),
        services=SERVICES,
        stays=("Teams Phone",),
        occasion=OCCASIONS.get(name),
        texts=texts,
    )
