"""Which part of Partner Center answers which address."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.partner_center import customers, subscriptions, usage
from sandbox.partner_center.agreements import agreements
from sandbox.partner_center.answers import Answer, Refused
from sandbox.partner_center.audit import audit_call
from sandbox.partner_center.call import Call
from sandbox.partner_center.entitlements import entitlement_call
from sandbox.partner_center.fraud.abuse import AbuseBook
from sandbox.partner_center.fraud.events import fraud_call
from sandbox.partner_center.money.answers import invoice_call
from sandbox.partner_center.tickets.answers import ticket_call
from sandbox.partner_center.tickets.tickets import Tickets
from sandbox.partner_center.truth import Truth
from sandbox.partner_center.webhooks.answers import Webhooks


@dataclass(frozen=True, slots=True)
class Site:
    """The parts that answer, over one truth and one clock."""

    truth: Truth
    clock: Clock
    tickets: Tickets
    webhooks: Webhooks
    abuse: AbuseBook

    def answer(self, call: Call) -> Answer:
        match call.segments:
            case ("webhooks", "v1", "registration", *_):
                return self.webhooks.answer(call)
            case ("v1", *_, "usagesummary" | "usagerecords" | "usagebudget"):
                return self._usage(call)
            case ("v1", "customers", customer_id, "subscriptions", *rest):
                return self._subscriptions(call, customer_id, rest)
            case ("v1", "servicerequests", *_) | ("v1", "customers", _, "servicerequests", *_):
                return ticket_call(call, self.tickets, self.truth)
            case ("v1", "customers", *rest):
                return self._customers(call, rest)
        return self._of_the_partner(call)

    def _of_the_partner(self, call: Call) -> Answer:
        """What belongs to no customer's address."""
        match call.segments:
            case ("v1", "fraudEvents", *_):
                return fraud_call(call, self.abuse)
            case ("v1", "auditrecords"):
                return audit_call(call, self.truth, self.clock.now())
            case ("v1", "invoices", *_):
                return invoice_call(call, self.truth, self.clock.now())
        raise nothing_here(call)

    def _customers(self, call: Call, rest: list[str]) -> Answer:
        match (call.method, *rest):
            case ("GET",):
                return customers.list_customers(call)
            case ("GET", id):
                return customers.get_customer(call, id)
            case ("GET", id, "agreements"):
                return agreements(call, id)
            case ("GET", id, "profiles", ("company" | "billing") as kind):
                return customers.get_profile(call, id, kind)
        raise nothing_here(call)

    def _usage(self, call: Call) -> Answer:
        found = usage.Usage(call.account, self.truth, self.clock.now())
        match (call.method, *call.segments[1:]):
            case ("GET", "usagesummary"):
                return usage.partner_summary(found)
            case ("GET", "customers", "usagerecords"):
                return usage.usage_records(found)
            case ("GET", "customers", id, "usagesummary"):
                return usage.customer_summary(found, id)
            case ("GET", "customers", id, "subscriptions", "usagerecords"):
                return usage.subscription_records(found, id)
            case ("GET", "customers", id, "subscriptions", plan, "usagesummary"):
                return usage.subscription_summary(
                    found, subscriptions.one_subscription(call, id, plan)
                )
            case (_, "customers", id, "usagebudget"):
                return usage.budget_call(call, self.truth, id)
        raise nothing_here(call)

    def _subscriptions(self, call: Call, customer_id: str, rest: list[str]) -> Answer:
        match (call.method, *rest):
            case ("GET",):
                return subscriptions.list_subscriptions(call, customer_id, self.truth)
            case ("GET", id):
                return subscriptions.get_subscription(call, customer_id, id, self.truth)
            case ("GET", id, "addons"):
                return subscriptions.list_add_ons(call, customer_id, id, self.truth)
            case ("PATCH", id):
                now = self.clock.now()
                return subscriptions.patch_subscription(call, customer_id, id, self.truth, now)
            case (_, id, "azureEntitlements", *_):
                now = self.clock.now()
                return entitlement_call(call, customer_id, id, self.truth, now)
        raise Refused(405, "405", f"{call.method} is not allowed here.")


def nothing_here(call: Call) -> Refused:
    return Refused(404, "404", f"There is no resource for {call.method} at this address.")
