"""Azure subscriptions under an Azure plan: reading them, and the two verbs that change them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.partner_center.answers import Answer, Refused
from sandbox.partner_center.call import Call
from sandbox.partner_center.resources import Resource, collection
from sandbox.partner_center.subscriptions import one_subscription
from sandbox.partner_center.truth import Author, Truth

REACTIVATED_WITHIN = timedelta(days=90)
REASONS = ("compromise",)


@dataclass(frozen=True, slots=True)
class Plan:
    """The Azure plan of a call, with what hangs under it."""

    call: Call
    truth: Truth
    customer_id: str
    subscription: Resource

    @property
    def entitlements(self) -> dict[str, Resource]:
        return self.call.account.entitlements.get(self.subscription["id"], {})

    def one(self, id: str) -> Resource:
        if (found := self.entitlements.get(id.lower())) is None:
            raise Refused(404, "800111", f"The Azure entitlement {id} was not found.")
        return found

    def set_status(self, entitlement: Resource, status: str) -> Resource:
        """The change is true at once; reads show it after a while, as with Microsoft."""
        call = self.call
        changed = self.truth.change_entitlement(
            call.account,
            self.customer_id,
            entitlement | {"status": status},
            author=Author("api", call.request_id, call.correlation_id),
        )
        if reads := call.account.options.entitlement_reads:
            self.truth.show_late(entitlement, reads=reads)
        return changed


def entitlement_call(call: Call, customer_id: str, id: str, truth: Truth, now: datetime) -> Answer:
    """Whatever is asked of `subscriptions/{id}/azureEntitlements`."""
    subscription = one_subscription(call, customer_id, id)
    plan = Plan(call, truth, customer_id.lower(), subscription)
    match (call.method, *call.segments[6:]):
        case ("GET",):
            return _listed(plan)
        case ("GET", entitlement_id):
            return Answer(200, truth.seen_by_api(plan.one(entitlement_id)))
        case ("POST", entitlement_id, "cancel"):
            return _cancel(plan, entitlement_id)
        case ("POST", entitlement_id, "reactivate"):
            return _reactivate(plan, entitlement_id, now)
    raise Refused(405, "405", f"{call.method} is not allowed here.")


def _listed(plan: Plan) -> Answer:
    uri = f"/customers/{plan.customer_id}/subscriptions/{plan.subscription['id']}/azureEntitlements"
    seen = map(plan.truth.seen_by_api, list(plan.entitlements.values()))
    return Answer(200, collection(seen, uri), is_list=True)


def _cancel(plan: Plan, id: str) -> Answer:
    entitlement = plan.one(id)
    answer = Answer(plan.call.account.options.cancel_status, entitlement)
    if _was_answered(plan, entitlement, "cancel"):
        return answer
    if plan.call.sent_resource().get("cancellationReason") not in REASONS:
        raise Refused(400, "900307", "The cancellationReason is not valid.")
    if entitlement["status"] != "active":
        raise Refused(400, "900279", f"The entitlement is {entitlement['status']} already.")
    if not plan.call.meets("accepted_but_unchanged"):
        plan.set_status(entitlement, "inactive")
        _remember(plan, entitlement, "cancel")
    return answer


def _reactivate(plan: Plan, id: str, now: datetime) -> Answer:
    entitlement = plan.one(id)
    if _was_answered(plan, entitlement, "reactivate"):
        return Answer(202, "")
    if entitlement["status"] == "active":
        raise Refused(400, "900279", "The entitlement is active already.")
    if plan.subscription["status"] != "active":
        raise Refused(409, "27009", "An Azure subscription cannot be enabled before its plan.")
    since = plan.call.account.since.get(entitlement["id"])
    is_late = since is not None and now - datetime.fromisoformat(since) > REACTIVATED_WITHIN
    if entitlement["status"] != "inactive" or is_late:
        raise Refused(400, "900337", "The partner cannot reactivate this entitlement.")
    if not plan.call.meets("accepted_but_unchanged"):
        plan.set_status(entitlement, "active")
        _remember(plan, entitlement, "reactivate")
    return Answer(202, "")


def _key(plan: Plan, entitlement: Resource, verb: str) -> str:
    request_id = plan.call.required_request_id()
    return f"{plan.call.account.name}/{entitlement['id']}/{verb}/{request_id}"


def _was_answered(plan: Plan, entitlement: Resource, verb: str) -> bool:
    return plan.truth.answered_before(_key(plan, entitlement, verb)) is not None


def _remember(plan: Plan, entitlement: Resource, verb: str) -> None:
    plan.truth.remember_answer(_key(plan, entitlement, verb), entitlement)
