"""Why a partner may not buy: Microsoft is owed too much, or for too long."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Refused
from sandbox.partner_center.money.invoices import invoices
from sandbox.partner_center.truth import Truth

# An invoice that is overdue for longer ends the partner's sales; what was sold goes on.
PATIENCE = timedelta(days=60)


def check_may_buy(account: Account, truth: Truth, now: datetime) -> None:
    standing = account.standing
    if standing.unpaid_from is None and standing.credit_limit is None:
        return
    unpaid = [invoice for invoice in invoices(account, truth, now) if not invoice.is_paid]
    if any(now.date() - invoice.due > PATIENCE for invoice in unpaid):
        raise Refused(403, "900149", "The status of your reseller programme is not active.")
    owed = sum((invoice.total for invoice in unpaid), Decimal(0))
    if standing.credit_limit is not None and owed > standing.credit_limit:
        raise Refused(403, "800023", "The credit line of the partner is exhausted.")
