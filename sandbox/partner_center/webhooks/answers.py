"""Registering for webhooks, and asking for a trial one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from sandbox.partner_center.accounts import Account
from sandbox.partner_center.answers import Answer, Refused, too_many_requests
from sandbox.partner_center.call import Call
from sandbox.partner_center.resources import Resource
from sandbox.partner_center.throttle import Throttle
from sandbox.partner_center.webhooks.deliveries import DELIVERED, WAITING, Delivery
from sandbox.partner_center.webhooks.notices import EVENTS, TEST, test_created
from sandbox.partner_center.webhooks.postman import Postman
from sandbox.partner_center.webhooks.registrations import Registration
from sandbox.partner_center.webhooks.watching import Watch

TRIALS_PER_MINUTE = 2
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Webhooks:
    """Registrations of all accounts, and what goes out to them."""

    postman: Postman
    watch: Watch
    trials: Throttle

    def answer(self, call: Call) -> Answer:
        """Whatever is asked of /webhooks/v1/registration."""
        match (call.method, *call.segments[3:]):
            case ("GET", "events"):
                return Answer(200, list(EVENTS), is_list=True)
            case ("GET",):
                return Answer(200, self._registered(call.account).shown())
            case ("POST",) if self.postman.registrations.of(call.account.name):
                raise Refused(409, "409", "There is a registration already; change it with PUT.")
            case ("POST",):
                return self._register(call, str(uuid4()))
            case ("PUT",):
                return self._register(call, self._registered(call.account).subscriber_id)
            case ("POST", "validationEvents"):
                return self._try_out(call)
            case ("GET", "validationEvents", id):
                return Answer(200, self._trial(call, id))
        raise Refused(405, "405", f"{call.method} is not allowed here.")

    def _registered(self, account: Account) -> Registration:
        if (found := self.postman.registrations.of(account.name)) is None:
            raise Refused(404, "404", "This partner has no webhook registration.")
        return found

    def _register(self, call: Call, subscriber_id: str) -> Answer:
        sent = call.sent_resource()
        made = Registration(
            subscriber_id,
            _url(sent),
            _events(sent),
            sent.get("signatureTokenToMsSignatureHeader") is True,
        )
        self.postman.registrations.put(call.account.name, made)
        self.watch.start()
        return Answer(200, made.shown())

    def _try_out(self, call: Call) -> Answer:
        registration = self._registered(call.account)
        if TEST not in registration.events:
            raise Refused(400, "400", f"The registration does not ask for {TEST}.")
        wait = self.trials.seconds_to_wait(call.account.tenant_id, limit=TRIALS_PER_MINUTE)
        if wait:
            return too_many_requests(wait)
        id = str(uuid4())
        self.postman.send(test_created(call.account.name, id), correlation_id=id)
        return Answer(200, {"correlationId": id})

    def _trial(self, call: Call, id: str) -> Resource:
        found = self.postman.deliveries.by_correlation(id.lower())
        if found is None or found.notice.account != call.account.name:
            raise Refused(404, "404", f"There is no validation event {id}.")
        return {
            "correlationId": id,
            "partnerId": call.account.tenant_id,
            "status": _status(found),
            "callbackUrl": found.url,
            "results": _results(found),
        }


def _status(delivery: Delivery) -> str:
    return {DELIVERED: "completed", WAITING: "pending"}.get(delivery.state, "failed")


def _results(delivery: Delivery) -> list[dict[str, Any]]:
    return [
        {
            "responseCode": str(one.status or ""),
            "responseMessage": "",
            "systemError": bool(one.error),
            "dateTimeUtc": one.at,
        }
        for one in delivery.attempts
    ]


def _url(sent: Resource) -> str:
    """Nothing leaves this machine, so no other address is taken."""
    url = str(sent.get("webhookUrl", ""))
    try:
        parts = urlsplit(url)
        is_here = parts.scheme in ("http", "https") and parts.hostname in _LOOPBACK
    except ValueError:
        is_here = False
    if not is_here:
        raise Refused(400, "400", "The WebhookUrl must be an address of this machine.")
    return url


def _events(sent: Resource) -> tuple[str, ...]:
    wanted = sent.get("webhookEvents")
    if not isinstance(wanted, list) or not wanted or not set(wanted) <= set(EVENTS):
        raise Refused(400, "400", "The WebhookEvents must be names from registration/events.")
    return tuple(dict.fromkeys(str(name) for name in wanted))
