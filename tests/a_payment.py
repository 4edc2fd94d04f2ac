"""An invoice that was paid as it usually is; a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from core.domain.credit_advice import Paid
from tests.builders import BOOKS, eur


def a_paid(paid_on: date, *, after: int = 20, terms: int = 30, **changes: Any) -> Paid:
    """Issued so many days before it was paid, due so many after it was issued."""
    issued = paid_on - timedelta(days=after)
    due = issued + timedelta(days=terms)
    paid = Paid(BOOKS, f"{paid_on}/{after}", "K1", eur("100.00"), issued, due, paid_on)
    return replace(paid, **changes)


def some_paid(*after: int, last: date, amount: str = "100.00", **changes: Any) -> list[Paid]:
    """One a month, the newest on the last day; paid so many days after they were issued."""
    days = (last - timedelta(days=30 * back) for back in reversed(range(len(after))))
    return [
        a_paid(day, after=took, document_id=str(number), total=eur(amount), **changes)
        for number, (day, took) in enumerate(zip(days, after, strict=True))
    ]
