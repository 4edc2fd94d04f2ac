"""Policies and customers in a few words, for what is simulated."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from core.domain.exposure import Document, Kind, Status
from core.domain.facts import Facts
from core.domain.ladder import Rules
from core.domain.money import Money, zero
from core.domain.policy_file import read_rules
from core.domain.simulation import Recorded, Subject

LADDER = """
name = "short"
floors = { EUR = "50", USD = "50" }

[[stage]]
name = "upcoming"
when = { days_overdue = -3 }
notice = "upcoming"

[[stage]]
name = "reminder"
when = { days_overdue = 3 }
notice = "reminder"

[[stage]]
name = "final"
when = { days_overdue = REMINDED }
after_notice = { name = "reminder", days = 4 }
notice = "final"

[[stage]]
name = "suspension"
when = { days_overdue = 15 }
after_notice = { name = "final", days = 5 }
propose = "suspend"
not_on = ["weekend", "holiday", "eve"]
"""
# A Tuesday in a month without holidays in Germany.
DUE = date(2026, 2, 3)


def rules(final: int = 8) -> Rules:
    """A ladder of four stages; `final` is the day of the last letter."""
    return read_rules(LADDER.replace("REMINDED", str(final)))


def invoice(number: str = "R-1", due: date = DUE, left: str = "900", code: str = "EUR") -> Document:
    amount = Money(Decimal(left), code)
    return Document(
        source="books",
        document_id=number,
        number=number,
        customer_ref="1",
        kind=Kind.INVOICE,
        status=Status.OPEN,
        issued=due - timedelta(days=14),
        due=due,
        total=amount,
        open=amount,
        disputed=zero(code),
    )


def facts(*documents: Document, on: date = DUE) -> Facts:
    """A German customer, with books of that morning."""
    as_of = datetime.combine(on, time(5), UTC)
    return Facts("tenant", "DE", "Europe/Berlin", documents=documents, as_of=as_of)


def subject(*documents: Document, key: str = "1") -> Subject:
    return Subject(key, f"Customer {key}", facts(*documents))


def history(*documents: Document, days: int, paid_on: date | None = None) -> list[Recorded]:
    """Each day from the due date on; from `paid_on` on the books show nothing open any more."""
    dates = (DUE + timedelta(days=n) for n in range(days))
    return [Recorded("1", "Customer 1", on, _then(documents, on, paid_on)) for on in dates]


def _then(documents: tuple[Document, ...], on: date, paid_on: date | None) -> Facts:
    is_paid = paid_on is not None and paid_on <= on
    return replace(facts(on=on), documents=() if is_paid else documents)
