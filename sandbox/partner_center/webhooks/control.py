"""Control API: webhooks that went out, those that shall, and whom to trust for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from sandbox.calls import WrongCall, answer_wrong_calls, query_number, sent_object
from sandbox.partner_center.truth import Truth
from sandbox.partner_center.webhooks.deliveries import Delivery
from sandbox.partner_center.webhooks.notices import EVENTS, FRAUD, Notice, fraud_detected
from sandbox.partner_center.webhooks.postman import CERTIFICATES, Postman


def webhook_blueprint(truth: Truth, postman: Postman) -> Blueprint:
    routes = answer_wrong_calls(Blueprint("partner_center_webhooks", __name__))
    place = "/sandbox/partner-center/webhooks"

    @routes.get(f"/{CERTIFICATES}/<name>.cer")
    def certificate(name: str) -> ResponseReturnValue:
        return Response(postman.seals.certificate(name), content_type="application/pkix-cert")

    @routes.get(f"{place}/root")
    def root() -> ResponseReturnValue:
        return Response(postman.seals.root_pem, content_type="application/x-pem-file")

    @routes.get(place)
    def show() -> ResponseReturnValue:
        registrations = postman.registrations
        found = {name: registrations.of(name) for name in registrations.accounts()}
        return jsonify(
            registrations={name: one.shown() for name, one in found.items() if one},
            deliveries=postman.deliveries.listed(int(query_number("after", 0))),
        )

    @routes.post(place)
    def send() -> ResponseReturnValue:
        return jsonify(_sent(truth, postman, sent_object()).listed())

    return routes


def _sent(truth: Truth, postman: Postman, asked: Mapping[str, Any]) -> Delivery:
    match asked:
        case {"again": int(n), **rest} if not rest:
            return postman.send_again(n)
        case {"account": str(account), "event": str(event), "resource": str(resource), **rest} if (
            event in EVENTS and not rest
        ):
            truth.account(account)
            made = postman.send(_notice(account, event, resource))
            if made is None:
                raise WrongCall(f"{account} is not registered for {event}")
            return made
    raise WrongCall(
        'say {"account": "main", "event": ..., "resource": the address, or the Azure subscription '
        'of a fraud event} or {"again": 17}'
    )


def _notice(account: str, event: str, resource: str) -> Notice:
    if event == FRAUD and "/" not in resource:
        return fraud_detected(account, resource)
    return Notice(account, event, resource)
