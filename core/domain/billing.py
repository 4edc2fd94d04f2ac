"""What Microsoft bills us: invoices, what we owe, and what each subscription is charged with.

Nothing of it says what a customer owes. Sources: Microsoft, "Invoice resources", "Get invoice line
items"; terms of payment of 21Vianet: "Billing"; those of the other clouds stand in no page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.domain.clouds import Cloud
from core.domain.consequences import Price
from core.domain.money import Money

# Days from an invoice to the day on which it has to be paid, where that is written.
TERMS: Mapping[Cloud, int] = {Cloud.CHINA: 30}
# So long after its due date an unpaid invoice suspends our own sales, and nobody's service.
SALES_STOP_AFTER = timedelta(days=60)
RECURRING, ONE_TIME = "recurring", "onetime"


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice or credit note of Microsoft's. `kind` is recurring (legacy licences) or onetime
    (new commerce and Azure), or a word that we do not know."""

    number: str
    issued: date
    total: Money
    paid: Money
    kind: str = ""
    document: str = "invoice"
    period_from: date | None = None
    period_until: date | None = None

    @property
    def open(self) -> Money:
        return self.total - self.paid

    def due(self, cloud: Cloud) -> date | None:
        """When it has to be paid, where the terms are known."""
        days = TERMS.get(cloud)
        return None if days is None else self.issued + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Balance:
    """What we owe Microsoft in one currency, and when we paid last."""

    owed: Money
    as_of: date | None = None
    last_paid: Money | None = None
    last_paid_on: date | None = None
    newest_invoice_on: date | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """One line of an invoice. `subscription_id` is always the one that Partner Center knows it by
    elsewhere, and empty where a line has none; `what` and `cycle` are Microsoft's words."""

    tenant_id: str
    subscription_id: str
    what: str
    unit: Money
    quantity: Decimal
    amount: Money
    cycle: str
    starts: date | None = None
    ends: date | None = None


def prices(charges: Iterable[Charge], as_of: date) -> dict[tuple[str, str], Price]:
    """What each subscription costs a seat and cycle, by tenant and subscription: its newest charge
    that gives nothing back."""
    newest: dict[tuple[str, str], Charge] = {}
    for charge in charges:
        key = charge.tenant_id, charge.subscription_id
        if not charge.subscription_id or charge.amount.amount <= 0 or charge.quantity <= 0:
            continue
        known = newest.get(key)
        if known is None or _starts(known) <= _starts(charge):
            newest[key] = charge
    return {key: Price(one.unit, one.cycle, as_of) for key, one in newest.items()}


def _starts(charge: Charge) -> date:
    return charge.starts or date.min
