"""The Partner Center stand-in: its REST API, its sign-in and its control API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request

from sandbox.calls import answer_wrong_calls
from sandbox.clock import Clock
from sandbox.data.partner import every_account
from sandbox.faults import Faults
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Answer, too_many_requests
from sandbox.partner_center.call import Call
from sandbox.partner_center.clouds import check_cloud_has_it
from sandbox.partner_center.control import control_blueprint
from sandbox.partner_center.exchange import Exchange
from sandbox.partner_center.fraud.abuse import GRAPH, AbuseBook
from sandbox.partner_center.fraud.control import fraud_blueprint
from sandbox.partner_center.fraud.graph import check_token, graph_call
from sandbox.partner_center.lapses import let_time_pass
from sandbox.partner_center.money.control import money_blueprint
from sandbox.partner_center.requests import RequestLog
from sandbox.partner_center.routing import Site
from sandbox.partner_center.sign_in.control import sign_in_blueprint
from sandbox.partner_center.sign_in.flows import check_flow, mfa_headers
from sandbox.partner_center.sign_in.grants import Asked, SignIn
from sandbox.partner_center.sign_in.page import sign_in_page, signed_in
from sandbox.partner_center.sign_in.tokens import PARTNER_CENTER
from sandbox.partner_center.throttle import Throttle
from sandbox.partner_center.tickets.control import ticket_blueprint
from sandbox.partner_center.tickets.tickets import Tickets
from sandbox.partner_center.truth import Truth
from sandbox.partner_center.webhooks.answers import Webhooks
from sandbox.partner_center.webhooks.control import webhook_blueprint
from sandbox.partner_center.webhooks.postman import Postman
from sandbox.partner_center.webhooks.watching import Watch


class PartnerCenter:
    """Several partner accounts that behave like Microsoft's API."""

    def __init__(
        self, clock: Clock, faults: Faults, accounts: Iterable[Account] | None = None
    ) -> None:
        self.truth = Truth(every_account() if accounts is None else accounts, clock)
        self.sign_in = SignIn(clock)
        self._clock = clock
        self.tickets = Tickets(clock)
        self.postman = Postman(clock, faults)
        self._watch = Watch(self.truth, clock, self.postman, self._let_time_pass)
        webhooks = Webhooks(self.postman, self._watch, Throttle())
        self.abuse = AbuseBook(self.truth, clock)
        self._site = Site(self.truth, clock, self.tickets, webhooks, self.abuse)
        self._throttle = Throttle()
        log = RequestLog()
        self._exchange = Exchange(clock, faults, log, self.sign_in.tokens)
        self.blueprint = _blueprint(self)
        control = control_blueprint(self.truth, log)
        control.before_request(self._let_time_pass)
        self.controls = (
            control,
            sign_in_blueprint(self.truth, self.sign_in),
            money_blueprint(self.truth, clock),
            ticket_blueprint(self.truth, self.tickets),
            webhook_blueprint(self.truth, self.postman),
            fraud_blueprint(self.truth, self.abuse, self.postman),
        )

    def start(self, url: str) -> None:
        """From now on the stand-in is served at this address."""
        self.postman.served_at = url

    def close(self) -> None:
        """Send no more webhooks; the clock is closed before."""
        self._watch.close()
        self.postman.close()

    def serve_api(self, account: str, rest: str) -> Response:
        found = self.truth.account(account)
        return self._exchange.serve(found, rest, "partner-center", self._answer)

    def serve_graph(self, account: str, rest: str) -> Response:
        found = self.truth.account(account)
        return self._exchange.serve(found, rest, "partner-center", self._answer_graph)

    def serve_token(self, account: str, tenant_id: str) -> Response:
        found = self.truth.account(account)
        audiences = {f"{request.host_url}{api}/{account}": api for api in (PARTNER_CENTER, GRAPH)}
        asked = Asked(found, tenant_id, request.form, audiences, request.base_url)
        return self._exchange.serve(found, "", "token", lambda call: self.sign_in.issue(asked))

    def serve_page(self, account: str, tenant_id: str) -> Response:
        """The page with the button, and what pressing it does."""
        found = self.truth.account(account)
        if request.method == "GET":
            return sign_in_page(found, tenant_id, request.args.to_dict())
        return signed_in(found, tenant_id, request.form.to_dict(), self.sign_in.consents)

    def to_json(self) -> dict[str, Any]:
        return self.truth.to_json() | {
            "consents": self.sign_in.consents.to_json(),
            "tickets": self.tickets.to_json(),
            "abuse": self.abuse.to_json(),
            "webhooks": self.postman.registrations.to_json(),
        }

    def load_json(self, state: Mapping[str, Any]) -> None:
        self.truth.load_json(state)
        self.sign_in.consents.load_json(state.get("consents", {}))
        self.tickets.load_json(state.get("tickets", {}))
        self.abuse.load_json(state.get("abuse", {}))
        self.postman.registrations.load_json(state.get("webhooks", {}))
        if self.postman.registrations.accounts():
            self._watch.start()

    def _answer(self, call: Call) -> Answer:
        token = self.sign_in.tokens.check(call.account, call.headers.get("Authorization", ""))
        limit = call.account.options.throttle_per_minute
        if wait := self._throttle.seconds_to_wait(call.account.tenant_id, limit=limit):
            return too_many_requests(wait)
        check_cloud_has_it(call)
        check_flow(call, token)
        with self.truth.lock:
            self._let_time_pass()
            answer = self._site.answer(call)
        return replace(answer, headers={**answer.headers, **mfa_headers(call, token)})

    def _answer_graph(self, call: Call) -> Answer:
        token = self.sign_in.tokens.find(call.headers.get("Authorization", ""))
        check_token(call, token, self._clock.now())
        base = f"{request.host_url}{GRAPH}/{call.account.name}"
        with self.truth.lock:
            self._let_time_pass()
            return graph_call(call, self.abuse, base)

    def _let_time_pass(self) -> None:
        let_time_pass(self.truth, self._clock.now())


def _blueprint(partner_center: PartnerCenter) -> Blueprint:
    routes = answer_wrong_calls(Blueprint("partner_center", __name__))
    verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"]

    @routes.route("/partner-center/<account>/<path:rest>", methods=verbs)
    def api(account: str, rest: str) -> Response:
        return partner_center.serve_api(account, rest)

    @routes.route("/graph/<account>/<path:rest>", methods=verbs)
    def graph(account: str, rest: str) -> Response:
        return partner_center.serve_graph(account, rest)

    @routes.post("/login/<account>/<tenant_id>/oauth2/token")
    def token(account: str, tenant_id: str) -> Response:
        return partner_center.serve_token(account, tenant_id)

    @routes.route("/login/<account>/<tenant_id>/oauth2/authorize", methods=["GET", "POST"])
    def authorize(account: str, tenant_id: str) -> Response:
        return partner_center.serve_page(account, tenant_id)

    return routes
