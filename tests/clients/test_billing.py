"""Microsoft's invoices to us: in the documented shapes, with their quirks, and at the stand-in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from clients.billing import BillingReader
from clients.partner_center import PartnerCenterClient
from core.domain.billing import ONE_TIME, RECURRING, Balance, Charge, Invoice, prices
from core.domain.clouds import Cloud
from core.domain.customers import Generation
from core.domain.money import Money
from core.ports.outside import Missing, Unreachable
from tests.clients.scripted import (
    BASE,
    SUBSCRIPTION,
    TENANT,
    PartnerScript,
    listed,
    refusal,
    said,
)

INVOICE = {
    "id": "D0300017K2",
    "invoiceDate": "2026-09-06T00:00:00Z",
    "billingPeriodStartDate": "2026-08-01T00:00:00Z",
    "billingPeriodEndDate": "2026-08-31T00:00:00Z",
    "totalCharges": 1299.07,
    "paidAmount": 0.0,
    "currencyCode": "EUR",
    "currencySymbol": "€",
    "documentType": "invoice",
    "invoiceType": "Recurring",
    "amendments": [],
    "invoiceDetails": [],
    "attributes": {"objectType": "Invoice"},
}
# A licence line as it is documented: its subscriptionId is no id that any other call knows.
LEGACY_LINE = {
    "partnerId": "0d2f0c9e-4d3e-4c87-8b1a-2f0d9b2c7a11",
    "customerId": TENANT.upper(),
    "customerName": "Contoso",
    "mpnId": 4390934,
    "tier2MpnId": 0,
    "subscriptionId": "A1B2C3D4E5F6A7",
    "syndicationPartnerSubscriptionNumber": SUBSCRIPTION.upper(),
    "offerName": "Office 365 E3",
    "chargeStartDate": "2026-08-01T00:00:00Z",
    "chargeEndDate": "2026-08-31T00:00:00Z",
    "chargeType": "Cycle instance prorate",
    "unitPrice": 18.3,
    "quantity": 45,
    "amount": 823.5,
    "subtotal": 823.5,
    "tax": 156.47,
    "totalForCustomer": 979.97,
    "currency": "EUR",
    "billingCycleType": "Monthly",
    "attributes": {"objectType": "LicenseBasedLineItem"},
}
NEWER_LINE = {
    "CustomerId": TENANT,
    "SubscriptionId": SUBSCRIPTION,
    "ChargeType": "cycleFee",
    "UnitPrice": "0.0412345678",
    "Quantity": 12.5,
    "Subtotal": 0.52,
    "Currency": "eur",
    "BillingFrequency": "OneTime",
    "ChargeStartDate": "9999-12-31T00:00:00Z",
}


def reader(script: PartnerScript) -> BillingReader:
    return BillingReader(script.client().lines)


def an_invoice(kind: str = RECURRING, number: str = "D0300017K2") -> Invoice:
    zero = Money(Decimal(0), "EUR")
    return Invoice(number, date(2026, 9, 6), zero, zero, kind)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def test_invoices_are_read_in_cents_and_days() -> None:
    odd = INVOICE | {"documentType": "Credit Note", "invoiceType": "One_Time", "paidAmount": -5}
    script = PartnerScript(said(listed([INVOICE, odd]), bom="\ufeff"))

    first, second = reader(script).invoices("main")

    assert (first.number, first.issued, first.kind) == ("D0300017K2", date(2026, 9, 6), RECURRING)
    assert (first.total, first.paid, first.open) == (eur("1299.07"), eur("0.0"), eur("1299.07"))
    assert (first.period_from, first.period_until) == (date(2026, 8, 1), date(2026, 8, 31))
    assert (second.kind, second.document, second.paid) == (ONE_TIME, "credit note", eur("-5"))
    assert first.due(Cloud.CHINA) == date(2026, 10, 6)
    assert first.due(Cloud.GLOBAL) is None


@pytest.mark.parametrize(
    "changed",
    [{"totalCharges": None}, {"totalCharges": "a lot"}, {"totalCharges": "NaN"},
     {"totalCharges": True}, {"currencyCode": "XXX"}, {"currencyCode": ""}, {"invoiceDate": "x"}],
    ids=["none", "words", "no number", "yes", "no currency", "empty", "no day"],
)  # fmt: skip
def test_an_invoice_that_cannot_be_read_is_no_invoice(changed: dict[str, Any]) -> None:
    with pytest.raises(Unreachable):
        list(reader(PartnerScript(said(listed([INVOICE | changed])))).invoices("main"))


def test_a_balance_without_a_payment_says_so() -> None:
    summary = {
        "balanceAmount": 2501.5,
        "currencyCode": "EUR",
        "accountingDate": "2026-10-12T00:00:00Z",
        "firstInvoiceCreationDate": "2026-07-06T00:00:00Z",
        "lastPaymentDate": "0001-01-01T00:00:00",
        "lastPaymentAmount": 0.0,
        "latestInvoiceDate": "2026-10-06T00:00:00Z",
        "details": [],
    }
    script = PartnerScript(said(listed([summary])))
    assert reader(script).balances("main") == [
        Balance(eur("2501.5"), date(2026, 10, 12), eur("0.0"), None, date(2026, 10, 6))
    ]
    assert script.requests[0].url.path.endswith("/v1/invoices/summaries")


def test_a_line_names_the_subscription_that_other_calls_know() -> None:
    script = PartnerScript(said(listed([LEGACY_LINE, NEWER_LINE])))

    legacy, newer = reader(script).charges("main", an_invoice())

    assert legacy == Charge(
        TENANT, SUBSCRIPTION, "Cycle instance prorate", eur("18.3"), Decimal(45), eur("823.5"),
        "monthly", date(2026, 8, 1), date(2026, 8, 31),
    )  # fmt: skip
    assert newer.subscription_id == SUBSCRIPTION
    assert (newer.unit, newer.quantity) == (eur("0.0412345678"), Decimal("12.5"))
    assert (newer.amount, newer.cycle, newer.starts) == (eur("0.52"), "one_time", None)


def test_a_line_with_only_a_word_of_its_own_names_none() -> None:
    line = LEGACY_LINE | {"syndicationPartnerSubscriptionNumber": None}
    [found] = reader(PartnerScript(said(listed([line])))).charges("main", an_invoice())
    assert found.subscription_id == ""
    assert prices([found], date(2026, 9, 6)) == {}


@pytest.mark.parametrize(
    "uri",
    [
        "/invoices/D0300017K2/lineitems?provider=onetime&nvoicelineitemtype=billinglineitems&size=2000"
        "?seekOperation=Next",
        "invoices/D0300017K2/lineitems/OneTime/BillingLineItems?seekOperation=Next",
        "/v1/invoices/d0300017k2/lineitems/onetime/billinglineitems",
    ],
    ids=["a letter is missing", "the kind is the path", "nothing else"],
)
def test_the_next_lines_are_found_however_the_link_is_written(uri: str) -> None:
    header = {"key": "MS-ContinuationToken", "value": "d2hlcmU="}
    link = {"uri": uri, "method": "GET", "headers": [header]}
    script = PartnerScript(said(listed([NEWER_LINE], next=link)), said(listed([NEWER_LINE])))

    assert len(list(reader(script).charges("main", an_invoice(ONE_TIME)))) == 2

    asked = script.requests[-1]
    assert str(asked.url).startswith(f"{BASE}/v1/invoices/D0300017K2/lineitems?")
    assert dict(httpx.QueryParams(asked.url.query)) == {
        "provider": "onetime",
        "invoicelineitemtype": "billinglineitems",
        "size": "2000",
        "seekOperation": "Next",
    }
    assert asked.headers["MS-ContinuationToken"] == "d2hlcmU="


def test_nothing_is_asked_for_what_is_no_number_or_of_no_known_kind() -> None:
    script = PartnerScript(said(listed([])))
    with pytest.raises(Missing):
        list(reader(script).charges("main", an_invoice(number="../customers")))
    assert list(reader(script).charges("main", an_invoice("consumption"))) == []
    assert script.requests == []


def test_a_price_is_that_of_the_newest_line_that_gives_nothing_back() -> None:
    def charge(unit: str, day: int, amount: str = "10") -> Charge:
        return Charge(
            TENANT, SUBSCRIPTION, "", eur(unit), Decimal(2), eur(amount), "monthly",
            date(2026, 9, day),
        )  # fmt: skip

    day = date(2026, 10, 6)
    found = prices([charge("5", 1), charge("6", 20), charge("7", 25, "-10"), charge("4", 3)], day)
    [price] = found.values()
    assert (price.unit, price.cycle, price.as_of) == (eur("6"), "monthly", day)
    assert price.of(45) == eur("270")


def test_a_refusal_of_the_credit_line_shows_as_ours() -> None:
    script = PartnerScript(refusal(403, "900121", "Credit."))
    client = script.client()
    with pytest.raises(Unreachable, match="our own credit line"):
        BillingReader(client.lines).balances("main")
    assert "900121" in client.refused()["main"]


# The stand-in


@pytest.mark.parametrize("account", ["main", "china"])
def test_the_stand_in_bills_what_its_customers_have(
    client: PartnerCenterClient, account: str
) -> None:
    billing = BillingReader(client.lines)
    found = list(billing.invoices(account))
    assert {invoice.kind for invoice in found} <= {RECURRING, ONE_TIME}
    [balance] = billing.balances(account)
    owed = sum((invoice.open.amount for invoice in found), Decimal(0))
    assert balance.owed.amount == owed > 0
    known = _subscriptions(client, account)
    for invoice in found:
        charges = list(billing.charges(account, invoice))
        assert sum((one.amount.amount for one in charges), Decimal(0)) == invoice.total.amount
        assert {(one.tenant_id, one.subscription_id) for one in charges} <= known.keys()
        for key, price in prices(charges, invoice.issued).items():
            if known[key] not in (Generation.AZURE_PLAN, Generation.SOFTWARE):
                assert price.unit.amount > 0 and price.cycle in ("monthly", "annual")


def _subscriptions(client: PartnerCenterClient, account: str) -> dict[tuple[str, str], Generation]:
    return {
        (customer.key.tenant_id, found.subscription_id): found.generation
        for customer in client.customers(account)
        for found in client.subscriptions(customer.key)
    }
