"""Microsoft's invoices to a partner, and whether they were paid."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sandbox.partner_center.accounts import Account
from sandbox.partner_center.money.charges import Charge, charges
from sandbox.partner_center.money.months import Month
from sandbox.partner_center.truth import Truth

RECURRING, ONE_TIME = "Recurring", "OneTime"
SHOWN_MONTHS = 3
ISSUED_ON = 6
# Days until an invoice must be paid. Partners pay the day it is due.
USUAL_TERMS, CHINESE_TERMS = 60, 30


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice: Recurring for legacy licences, OneTime for new commerce and Azure."""

    id: str
    kind: str
    month: Month
    issued: date
    due: date
    charges: tuple[Charge, ...]
    is_paid: bool

    @property
    def total(self) -> Decimal:
        return sum((charge.amount for charge in self.charges), Decimal(0))

    @property
    def paid(self) -> Decimal:
        return self.total if self.is_paid else Decimal(0)


def terms_of(account: Account) -> int:
    return CHINESE_TERMS if account.cloud == "china" else USUAL_TERMS


def invoices(account: Account, truth: Truth, now: datetime) -> list[Invoice]:
    """The newest first: the last months, and further back as far as something is unpaid."""
    today, unpaid = now.date(), account.standing.unpaid_from
    newest = Month.of(today).moved(-1 if today.day >= ISSUED_ON else -2)
    oldest = newest.moved(1 - SHOWN_MONTHS)
    late = Month.of(unpaid).moved(-1) if unpaid else None
    found = [
        _invoice(account, truth, month, kind, today, is_late=month == late)
        for month in newest.back_to(min(oldest, late) if late else oldest)
        for kind in (ONE_TIME, RECURRING)
    ]
    return [invoice for invoice in found if invoice.charges]


def _invoice(
    account: Account, truth: Truth, month: Month, kind: str, today: date, *, is_late: bool
) -> Invoice:
    issued = month.next().first.replace(day=ISSUED_ON)
    if is_late and account.standing.unpaid_from:
        issued = account.standing.unpaid_from
    due = issued + timedelta(days=terms_of(account))
    found = charges(account, truth, month, legacy=kind == RECURRING)
    is_paid = today >= due and not is_late
    return Invoice(_id(account, month, kind), kind, month, issued, due, tuple(found), is_paid)


def _id(account: Account, month: Month, kind: str) -> str:
    """D… and nine signs for the old kind, G… and nine digits for the new one."""
    said = f"{account.tenant_id}/{month.first.isoformat()}/{kind}"
    digest = hashlib.sha256(said.encode()).hexdigest()
    if kind == RECURRING:
        return f"D{digest[:9].upper()}"
    return f"G{int(digest[:12], 16) % 10**9:09}"
