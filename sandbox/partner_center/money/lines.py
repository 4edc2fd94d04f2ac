"""Lines of an invoice as Partner Center writes them: the old shape and the newer one."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from sandbox.partner_center.accounts import Account
from sandbox.partner_center.money.charges import Charge
from sandbox.partner_center.money.invoices import ONE_TIME, Invoice
from sandbox.partner_center.resources import Resource, is_azure_plan

_CYCLES = {"monthly": "Monthly", "annual": "Annual", "one_time": "OneTime"}
_TERMS = {"P1M": "1 month", "P1Y": "1 year"}


def line_items(account: Account, invoice: Invoice) -> list[Resource]:
    shape = _newer if invoice.kind == ONE_TIME else _legacy
    return [shape(account, invoice, charge) for charge in invoice.charges]


def short_id(subscription_id: str) -> str:
    """Legacy lines name a subscription by a short word of their own; no other call knows it."""
    return hashlib.sha256(subscription_id.encode()).hexdigest()[:14].upper()


def _legacy(account: Account, invoice: Invoice, charge: Charge) -> Resource:
    bought = charge.subscription
    return {
        **_customer(account, charge),
        "domainName": charge.customer["companyProfile"]["domain"],
        "tier2MpnId": 0,
        "orderId": bought["orderId"],
        "subscriptionId": short_id(bought["id"]),
        "syndicationPartnerSubscriptionNumber": bought["id"],
        "offerId": bought["offerId"],
        "durableOfferId": bought["offerId"],
        "offerName": bought["offerName"],
        "subscriptionStartDate": bought["effectiveStartDate"],
        "subscriptionEndDate": bought["commitmentEndDate"],
        **_money(charge, tax="tax"),
        "amount": float(charge.amount),
        "totalOtherDiscount": 0.0,
        "currency": account.currency,
        "subscriptionName": bought["friendlyName"],
        "subscriptionDescription": bought["offerName"],
        "billingCycleType": _CYCLES[bought["billingCycle"]],
        "invoiceNumber": invoice.id,
        "invoiceLineItemType": "billing_line_items",
        "billingProvider": "office",
        "attributes": {"objectType": "LicenseBasedLineItem"},
    }


def _newer(account: Account, invoice: Invoice, charge: Charge) -> Resource:
    bought = charge.subscription
    cycle = "Monthly" if is_azure_plan(bought) else _CYCLES[bought["billingCycle"]]
    return {
        **_customer(account, charge),
        "customerDomainName": charge.customer["companyProfile"]["domain"],
        "resellerMpnId": 0,
        "orderId": bought["orderId"],
        "orderDate": bought["creationDate"],
        "invoiceNumber": invoice.id,
        **_product(bought),
        "subscriptionId": bought["id"],
        "subscriptionDescription": bought["friendlyName"],
        **_money(charge, tax="taxTotal"),
        "effectiveUnitPrice": float(charge.unit_price),
        "termAndBillingCycle": _term(bought, cycle),
        "billingFrequency": cycle,
        "billingCycleType": cycle,
        "unitType": "",
        "currency": account.currency,
        "pricingCurrency": account.currency,
        "pcToBCExchangeRate": 1.0,
        "invoiceLineItemType": "billing_line_items",
        "billingProvider": "one_time",
        "attributes": {"objectType": "OneTimeInvoiceLineItem"},
    }


def _product(bought: Resource) -> Resource:
    product_id, sku_id, availability_id = bought["offerId"].split(":")
    return {
        "productId": product_id,
        "skuId": sku_id,
        "availabilityId": availability_id,
        "productName": bought["offerName"],
        "skuName": bought["offerName"],
        "publisherName": bought["publisherName"],
        "publisherId": "",
    }


def _customer(account: Account, charge: Charge) -> Resource:
    company = charge.customer["companyProfile"]
    return {
        "partnerId": account.tenant_id,
        "customerId": charge.customer["id"],
        "customerName": company["companyName"],
        "customerCountry": company["address"]["country"],
        "mpnId": int(charge.subscription["partnerId"]),
    }


def _money(charge: Charge, *, tax: str) -> dict[str, Any]:
    amount = float(charge.amount)
    return {
        "chargeType": charge.kind,
        "chargeStartDate": _midnight(charge.start),
        "chargeEndDate": _midnight(charge.end),
        "unitPrice": float(charge.unit_price),
        "quantity": charge.quantity,
        "subtotal": amount,
        tax: 0.0,
        "totalForCustomer": amount,
    }


def _term(bought: Resource, cycle: str) -> str:
    term = _TERMS.get(bought.get("termDuration", ""))
    return f"{term} commitment, billed {cycle.lower()}" if term else cycle


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
