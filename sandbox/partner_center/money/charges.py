"""What Microsoft charges a partner for one month, worked out from what the customers have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sandbox.data.offers import OFFERS
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.money.months import Month
from sandbox.partner_center.money.spending import spent
from sandbox.partner_center.resources import Resource, is_azure_plan, is_new_commerce
from sandbox.partner_center.truth import Truth

_PRICES = {offer.id: Decimal(offer.price) for offer in OFFERS.values()}
_FIRST, _NEXT, _CANCEL = "New", "Cycle fee", "Cancel"


@dataclass(frozen=True, slots=True)
class Charge:
    """One line of an invoice; giving back is negative."""

    customer: Resource
    subscription: Resource
    kind: str
    start: date
    end: date
    unit_price: Decimal
    quantity: int

    @property
    def amount(self) -> Decimal:
        sign = -1 if self.kind == _CANCEL else 1
        return sign * self.unit_price * self.quantity


def charges(account: Account, truth: Truth, month: Month, *, legacy: bool) -> list[Charge]:
    """Legacy licences are on one invoice, new commerce and Azure on another."""
    return [
        charge
        for customer_id, subscription in account.all_subscriptions()
        if _is_legacy(subscription) == legacy
        for charge in _of_one(account, truth, month, customer_id, subscription)
    ]


def price_of(subscription: Resource) -> Decimal:
    """For a seat and one charge: a year, a month, or for good."""
    months = 12 if subscription["billingCycle"] == "annual" else 1
    return _PRICES.get(subscription["offerId"], Decimal(0)) * months


def _of_one(
    account: Account, truth: Truth, month: Month, customer_id: str, subscription: Resource
) -> Iterator[Charge]:
    customer = account.customers[customer_id]
    if is_azure_plan(subscription):
        cost = spent(truth, account, subscription, month.begins, month.ends)
        if cost:
            yield Charge(customer, subscription, _NEXT, month.first, month.last, cost, 1)
        return
    started = date.fromisoformat(subscription["effectiveStartDate"][:10])
    price = price_of(subscription)
    if not price or not _is_due(subscription, started, month):
        return
    start, is_first = max(started, month.first), Month.of(started) == month
    kind, quantity = _FIRST if is_first else _NEXT, subscription["quantity"]
    if _is_billed(account, subscription, month):
        yield Charge(customer, subscription, kind, start, month.last, price, quantity)
    elif is_first and _was_given_back(subscription):
        yield Charge(customer, subscription, kind, start, month.last, price, quantity)
        yield Charge(customer, subscription, _CANCEL, start, month.last, price, quantity)


def _is_due(subscription: Resource, started: date, month: Month) -> bool:
    """Whether a charge falls into this month: each, once a year, or once for all."""
    if started > month.last:
        return False
    if subscription["billingCycle"] == "one_time":
        return Month.of(started) == month
    return subscription["billingCycle"] != "annual" or started.month == month.number


def _is_billed(account: Account, subscription: Resource, month: Month) -> bool:
    """New commerce goes on while it is suspended; legacy licences stop with the suspension."""
    status = subscription["status"]
    if status == "active" or (status == "suspended" and is_new_commerce(subscription)):
        return True
    since = account.since.get(subscription["id"])
    return since is not None and datetime.fromisoformat(since) >= month.ends


def _was_given_back(subscription: Resource) -> bool:
    return subscription["status"] == "deleted" and is_new_commerce(subscription)


def _is_legacy(subscription: Resource) -> bool:
    return not is_new_commerce(subscription)
