"""Microsoft's invoices to us, read from Partner Center."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from clients.partner_accounts import Line, Lines
from clients.partner_fields import instant, money, named, number, text
from core.domain.billing import ONE_TIME, RECURRING, Balance, Charge, Invoice
from core.domain.clouds import Capability
from core.domain.customers import is_guid
from core.domain.money import Money
from core.ports.outside import Missing, Unreachable

NUMBER = re.compile(r"[0-9A-Za-z-]{1,40}")
LARGEST_PAGE = 2000
PROVIDERS = {RECURRING: "office", ONE_TIME: "onetime"}
CYCLES = {"onetime": "one_time"}
# A legacy line calls a subscription by a short word of its own; its real id stands elsewhere.
IDS = ("syndicationPartnerSubscriptionNumber", "subscriptionId")


class BillingReader:
    """The port `core.ports.partner_billing.PartnerBilling` over HTTP."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def balances(self, account: str) -> list[Balance]:
        pages = self._line(account).calls.pages("/invoices/summaries")
        return [_balance(said) for page in pages for said in page]

    def invoices(self, account: str) -> Iterator[Invoice]:
        for page in self._line(account).calls.pages("/invoices", "size=200"):
            for said in page:
                yield _invoice(said)

    def charges(self, account: str, invoice: Invoice) -> Iterator[Charge]:
        line = self._line(account)
        if not NUMBER.fullmatch(invoice.number):
            raise Missing("not the number of an invoice")
        if (provider := PROVIDERS.get(invoice.kind)) is None:
            return
        path = f"/invoices/{invoice.number}/lineitems"
        query = f"provider={provider}&invoicelineitemtype=billinglineitems&size={LARGEST_PAGE}"
        for page in line.calls.pages(path, query):
            for said in page:
                yield _charge(said)

    def _line(self, account: str) -> Line:
        return self._lines.line(account).having(Capability.INVOICES)


def _balance(said: Mapping[str, object]) -> Balance:
    currency = text(said, "currencyCode").upper()
    return Balance(
        owed=_needed(said, "balanceAmount", currency),
        as_of=_day(said, "accountingDate"),
        last_paid=money(said, "lastPaymentAmount", currency),
        last_paid_on=_day(said, "lastPaymentDate"),
        newest_invoice_on=_day(said, "latestInvoiceDate"),
    )


def _invoice(said: Mapping[str, object]) -> Invoice:
    currency, issued = text(said, "currencyCode").upper(), _day(said, "invoiceDate")
    if issued is None:
        raise Unreachable("an invoice without a date")
    return Invoice(
        number=text(said, "id"),
        issued=issued,
        total=_needed(said, "totalCharges", currency),
        paid=_needed(said, "paidAmount", currency),
        kind=named(said.get("invoiceType"), {}).replace("_", ""),
        document=named(said.get("documentType"), {}) or "invoice",
        period_from=_day(said, "billingPeriodStartDate"),
        period_until=_day(said, "billingPeriodEndDate"),
    )


def _charge(said: Mapping[str, object]) -> Charge:
    currency = text(said, "currency").upper()
    cycle = named(said.get("billingCycleType"), {}) or named(said.get("billingFrequency"), {})
    amount = "amount" if "amount" in said else "subtotal"
    return Charge(
        tenant_id=text(said, "customerId").lower(),
        subscription_id=next(filter(is_guid, (text(said, name).lower() for name in IDS)), ""),
        what=text(said, "chargeType"),
        unit=_needed(said, "unitPrice", currency),
        quantity=number(said, "quantity") or Decimal(0),
        amount=_needed(said, amount, currency),
        cycle=CYCLES.get(cycle, cycle),
        starts=_day(said, "chargeStartDate"),
        ends=_day(said, "chargeEndDate"),
    )


def _needed(said: Mapping[str, object], name: str, currency: str) -> Money:
    found = money(said, name, currency)
    if found is None:
        raise Unreachable(f"{name} is no amount of a currency that we know")
    return found


def _day(said: Mapping[str, object], name: str) -> date | None:
    moment = instant(said.get(name))
    return moment.date() if moment else None
