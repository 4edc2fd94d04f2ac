"""The Partner Center stand-in: its REST API, its token endpoint and its control API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Response, request

from sandbox.calls import answer_wrong_calls
from sandbox.clock import Clock
from sandbox.data.partner import sample_accounts
from sandbox.faults import Faults
from sandbox.partner_center import customers, subscriptions
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Answer, Refused, too_many_requests
from sandbox.partner_center.call import Call
from sandbox.partner_center.clouds import check_cloud_has_it
from sandbox.partner_center.control import control_blueprint
from sandbox.partner_center.entitlements import entitlement_call
from sandbox.partner_center.exchange import Exchange
from sandbox.partner_center.lapses import let_time_pass
from sandbox.partner_center.requests import RequestLog
from sandbox.partner_center.throttle import Throttle
from sandbox.partner_center.tokens import Tokens
from sandbox.partner_center.truth import Truth


class PartnerCenter:
    """Several partner accounts that behave like Microsoft's API."""

    def __init__(
        self, clock: Clock, faults: Faults, accounts: Iterable[Account] | None = None
    ) -> None:
        self.truth = Truth(sample_accounts() if accounts is None else accounts, clock)
        self._clock = clock
        self._tokens = Tokens(clock)
        self._throttle = Throttle()
        log = RequestLog()
        self._exchange = Exchange(clock, faults, log)
        self.blueprint = _blueprint(self)
        self.control = control_blueprint(self.truth, log)

    def serve_api(self, account: str, rest: str) -> Response:
        found = self.truth.account(account)
        return self._exchange.serve(found, rest, "partner-center", self._answer)

    def serve_token(self, account: str, tenant_id: str) -> Response:
        found = self.truth.account(account)
        base = f"{request.host_url}partner-center/{account}"
        form = request.form

        def issue(call: Call) -> Answer:
            return self._tokens.issue(found, tenant_id, form, base)

        return self._exchange.serve(found, "", "token", issue)

    def to_json(self) -> dict[str, Any]:
        return self.truth.to_json()

    def load_json(self, state: Mapping[str, Any]) -> None:
        self.truth.load_json(state)

    def _answer(self, call: Call) -> Answer:
        self._tokens.check(call.account, call.headers.get("Authorization", ""))
        limit = call.account.options.throttle_per_minute
        if wait := self._throttle.seconds_to_wait(call.account.tenant_id, limit=limit):
            return too_many_requests(wait)
        check_cloud_has_it(call)
        with self.truth.lock:
            let_time_pass(self.truth, self._clock.now())
            return self._customer_call(call)

    def _customer_call(self, call: Call) -> Answer:
        match (call.method, *call.segments):
            case ("GET", "v1", "customers"):
                return customers.list_customers(call)
            case ("GET", "v1", "customers", id):
                return customers.get_customer(call, id)
            case ("GET", "v1", "customers", id, "profiles", ("company" | "billing") as kind):
                return customers.get_profile(call, id, kind)
            case (_, "v1", "customers", customer_id, "subscriptions", *rest):
                return self._subscription_call(call, customer_id, rest)
        raise Refused(404, "404", f"There is no resource for {call.method} at this address.")

    def _subscription_call(self, call: Call, customer_id: str, rest: list[str]) -> Answer:
        match (call.method, *rest):
            case ("GET",):
                return subscriptions.list_subscriptions(call, customer_id, self.truth)
            case ("GET", id):
                return subscriptions.get_subscription(call, customer_id, id, self.truth)
            case ("GET", id, "addons"):
                return subscriptions.list_add_ons(call, customer_id, id, self.truth)
            case ("PATCH", id):
                now = self._clock.now()
                return subscriptions.patch_subscription(call, customer_id, id, self.truth, now)
            case (_, id, "azureEntitlements", *_):
                now = self._clock.now()
                return entitlement_call(call, customer_id, id, self.truth, now)
        raise Refused(405, "405", f"{call.method} is not allowed here.")


def _blueprint(partner_center: PartnerCenter) -> Blueprint:
    routes = answer_wrong_calls(Blueprint("partner_center", __name__))
    verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"]

    @routes.route("/partner-center/<account>/<path:rest>", methods=verbs)
    def api(account: str, rest: str) -> Response:
        return partner_center.serve_api(account, rest)

    @routes.post("/login/<account>/<tenant_id>/oauth2/token")
    def token(account: str, tenant_id: str) -> Response:
        return partner_center.serve_token(account, tenant_id)

    return routes
