"""Azure spend of this month and the budgets beside it; a budget never stops anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Answer, Refused
from sandbox.partner_center.call import Call
from sandbox.partner_center.customers import related_customer
from sandbox.partner_center.money.months import Month
from sandbox.partner_center.money.spending import CENT, spent
from sandbox.partner_center.resources import Resource, collection, is_azure_plan
from sandbox.partner_center.truth import Author, Truth

_USD = {"EUR": Decimal("1.08"), "USD": Decimal(1), "CNY": Decimal("0.14")}
_OVER, _TRENDING = Decimal(100), Decimal(80)


@dataclass(frozen=True, slots=True)
class Usage:
    """What was counted for one account up to the last midnight: estimates come once a day."""

    account: Account
    truth: Truth
    now: datetime

    @property
    def counted(self) -> datetime:
        return datetime.combine(self.now.date(), time(), self.now.tzinfo)

    @property
    def month(self) -> Month:
        return Month.of(self.now.date())

    def plans(self, customer_id: str) -> list[Resource]:
        owned = self.account.subscriptions.get(customer_id, {}).values()
        return [one for one in owned if is_azure_plan(one)]

    def cost(self, *plans: Resource) -> Decimal:
        since = self.month.begins
        costs = (spent(self.truth, self.account, plan, since, self.counted) for plan in plans)
        return sum(costs, Decimal(0))

    def common(self, id: str, name: str, cost: Decimal) -> Resource:
        currency = self.account.currency
        return {
            "resourceId": id,
            "resourceName": name,
            "totalCost": float(cost),
            "currencyCode": currency,
            "usdTotalCost": float((cost * _USD[currency]).quantize(CENT)),
            "lastModifiedDate": self.counted.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }


def usage_records(usage: Usage) -> Answer:
    """Every customer with Azure."""
    found = [_record(usage, customer) for customer in _with_azure(usage)]
    return Answer(200, collection(found, "/customers/usagerecords"), is_list=True)


def partner_summary(usage: Usage) -> Answer:
    used = [_percent(usage, customer) for customer in _with_azure(usage)]
    body = {
        "customersOverBudget": sum(1 for one in used if one is not None and one >= _OVER),
        "customersTrendingOver": sum(
            1 for one in used if one is not None and _TRENDING <= one < _OVER
        ),
        "customersWithUsageBasedSubscription": len(used),
        "emailsToNotify": [],
        "attributes": {"objectType": "PartnerUsageSummary"},
    }
    return Answer(200, body)


def customer_summary(usage: Usage, customer_id: str) -> Answer:
    customer = related_customer(usage.account, customer_id)
    cost, name = usage.cost(*usage.plans(customer["id"])), _name(customer)
    body = _summary(usage, usage.common(customer["id"], name, cost))
    budget = shown_budget(usage.account, customer["id"])
    return Answer(200, body | {"budget": budget})


def subscription_summary(usage: Usage, plan: Resource) -> Answer:
    cost = usage.cost(plan) if is_azure_plan(plan) else Decimal(0)
    return Answer(200, _summary(usage, usage.common(plan["id"], plan["friendlyName"], cost)))


def subscription_records(usage: Usage, customer_id: str) -> Answer:
    customer = related_customer(usage.account, customer_id)
    found = [
        usage.common(plan["id"], plan["friendlyName"], usage.cost(plan))
        | {"id": plan["id"], "attributes": {"objectType": "SubscriptionMonthlyUsageRecord"}}
        for plan in usage.plans(customer["id"])
    ]
    uri = f"/customers/{customer['id']}/subscriptions/usagerecords"
    return Answer(200, collection(found, uri), is_list=True)


def budget_call(call: Call, truth: Truth, customer_id: str) -> Answer:
    """Reading a customer's spending budget, or setting it; null means that there is none."""
    customer = related_customer(call.account, customer_id)
    if call.method == "GET":
        return Answer(200, shown_budget(call.account, customer["id"]))
    if call.method != "PATCH":
        raise Refused(405, "405", f"{call.method} is not allowed here.")
    amount = call.sent_resource().get("amount")
    is_number = isinstance(amount, int | float) and not isinstance(amount, bool) and amount >= 0
    if amount is not None and not is_number:
        raise Refused(400, "400", "The amount must be a number, or null.")
    author = Author("api", call.request_id, call.correlation_id)
    truth.change_budget(call.account, customer["id"], amount, author=author)
    return Answer(200, shown_budget(call.account, customer["id"]))


def over_budget(usage: Usage) -> list[str]:
    """The tenant ids of customers who spent more than was meant."""
    used = {customer["id"]: _percent(usage, customer) for customer in _with_azure(usage)}
    return [id for id, percent in used.items() if percent is not None and percent >= _OVER]


def shown_budget(account: Account, customer_id: str) -> dict[str, Any]:
    amount = account.budgets.get(customer_id)
    name = "ammount" if account.options.ammount else "amount"
    return {name: amount, "attributes": {"objectType": "SpendingBudget"}}


def _summary(usage: Usage, common: Resource) -> Resource:
    return common | {
        "billingStartDate": f"{usage.month.first.isoformat()}T00:00:00Z",
        "billingEndDate": f"{usage.month.last.isoformat()}T00:00:00Z",
        "attributes": {"objectType": "CustomerUsageSummary"},
    }


def _record(usage: Usage, customer: Resource) -> Resource:
    id, percent = customer["id"], _percent(usage, customer)
    common = usage.common(id, _name(customer), usage.cost(*usage.plans(id)))
    return common | {
        "id": id,
        "name": _name(customer),
        "isUpgraded": True,
        "budget": shown_budget(usage.account, id),
        "customerSpendingBudget": usage.account.budgets.get(id),
        "percentUsed": float(percent) if percent is not None else 0.0,
        "attributes": {"objectType": "CustomerMonthlyUsageRecord"},
    }


def _percent(usage: Usage, customer: Resource) -> Decimal | None:
    """How much of the budget is spent; nothing where there is no budget."""
    budget = usage.account.budgets.get(customer["id"])
    if not budget:
        return None
    cost = usage.cost(*usage.plans(customer["id"]))
    return (cost / Decimal(str(budget)) * 100).quantize(CENT)


def _with_azure(usage: Usage) -> list[Resource]:
    customers = usage.account.customers.values()
    related = [one for one in customers if one["relationshipToPartner"] == "reseller"]
    return [customer for customer in related if usage.plans(customer["id"])]


def _name(customer: Resource) -> str:
    return str(customer["companyProfile"]["companyName"])
