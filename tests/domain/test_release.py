"""Only payment and credit release anything; every other way out has its own name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.domain.exposure import Category, Document, Kind, Presence, Status
from core.domain.money import Money
from core.domain.plans import Basis
from core.domain.release import Debt, Found, Sighting, judge_debt

ON = date(2026, 10, 12)
FLOORS = {"EUR": Money(Decimal(50), "EUR")}


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


INVOICE = Document(
    "erp", "1", "INV-1", "C1", Kind.INVOICE, Status.OPEN, date(2026, 8, 1), date(2026, 9, 1),
    total=eur("1000"), open=eur("1000"), disputed=eur("0"),
)  # fmt: skip
BASIS = Basis("erp", "1", "INV-1", date(2026, 9, 1), eur("1000"), eur("0"))


def debt_after(*documents: Document, found: Found | None = None) -> Debt:
    first = next((d for d in documents if d.document_id == "1"), None)
    where = found or (
        Found.MISSING if first and first.presence is Presence.MISSING else Found.PRESENT
    )
    sightings = {("erp", "1"): Sighting(where, first)}
    return judge_debt([BASIS], sightings, documents, FLOORS, ON)


CREDIT = replace(
    INVOICE, document_id="2", kind=Kind.CREDIT_NOTE, due=None, total=eur("-980"), open=eur("-980")
)


@pytest.mark.parametrize(
    ("documents", "found", "became"),
    [
        ([INVOICE], None, Debt.OWED),
        ([replace(INVOICE, open=eur("50"))], None, Debt.OWED),
        ([replace(INVOICE, open=eur("49.99"))], None, Debt.PAID),
        ([], Found.CLOSED, Debt.PAID),
        ([INVOICE, CREDIT], None, Debt.PAID),
        ([INVOICE, replace(CREDIT, kind=Kind.PAYMENT_UNAPPLIED)], None, Debt.PAID),
        ([replace(INVOICE, status=Status.WRITTEN_OFF)], None, Debt.WRITTEN_OFF),
        ([replace(INVOICE, status=Status.WRITTEN_OFF, open=eur("0"))], None, Debt.WRITTEN_OFF),
        ([replace(INVOICE, status=Status.DISPUTED, disputed=eur("1000"))], None, Debt.DISPUTED),
        ([replace(INVOICE, due=date(2026, 12, 1))], None, Debt.REDATED),
        ([replace(INVOICE, category=Category.FEE)], None, Debt.RECLASSIFIED),
        ([replace(INVOICE, status=Status.DRAFT)], None, Debt.RECLASSIFIED),
        ([], Found.VANISHED, Debt.VANISHED),
        ([replace(INVOICE, presence=Presence.MISSING)], None, Debt.UNKNOWN),
        ([replace(INVOICE, status=Status.ON_HOLD)], None, Debt.OWED),
    ],
)
def test_what_became_of_a_debt(
    documents: list[Document], found: Found | None, became: Debt
) -> None:
    assert debt_after(*documents, found=found) is became


def test_a_new_late_document_keeps_the_debt_alive() -> None:
    newer = replace(INVOICE, document_id="9")
    assert debt_after(newer, found=Found.CLOSED) is Debt.OWED


def test_a_payment_beside_a_dispute_is_no_release() -> None:
    paid_a_little = replace(INVOICE, open=eur("900"), disputed=eur("900"), status=Status.DISPUTED)
    assert debt_after(paid_a_little) is Debt.DISPUTED
