"""Control API: the demo certificate of an account, and the end of tokens and consents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from sandbox.calls import WrongCall, answer_wrong_calls, sent_object
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.sign_in.grants import SignIn
from sandbox.partner_center.sign_in.tokens import USER
from sandbox.partner_center.truth import Truth


def sign_in_blueprint(truth: Truth, sign_in: SignIn) -> Blueprint:
    routes = answer_wrong_calls(
        Blueprint("partner_center_sign_in", __name__, url_prefix="/sandbox/partner-center")
    )

    @routes.get("/certificates/<account>")
    def certificate(account: str) -> ResponseReturnValue:
        pair = sign_in.certificates.pair(truth.account(account))
        return jsonify(private_key=pair.key_pem, certificate=pair.certificate_pem)

    @routes.post("/certificates")
    def register() -> ResponseReturnValue:
        match sent_object():
            case {"account": str(name), "certificate": str(pem), **rest} if not rest:
                thumbprint = sign_in.certificates.register(truth.account(name), pem)
                return jsonify(account=name, thumbprint=thumbprint)
        raise WrongCall('say {"account": "main", "certificate": "-----BEGIN CERTIFICATE-----…"}')

    @routes.post("/tokens")
    def tokens() -> ResponseReturnValue:
        return jsonify(met=_act(truth, sign_in, sent_object()))

    return routes


def _act(truth: Truth, sign_in: SignIn, asked: Mapping[str, Any]) -> int:
    acts: Mapping[str, Callable[[Account], int]] = {
        "expire": sign_in.tokens.expire,
        "revoke": lambda account: _revoke(sign_in, account),
        "forget_mfa": sign_in.consents.forget_mfa,
    }
    match asked:
        case {"account": str(name), "do": str(what), **rest} if what in acts and not rest:
            return acts[what](truth.account(name))
    raise WrongCall(f'say {{"account": "main", "do": one of {", ".join(acts)}}}')


def _revoke(sign_in: SignIn, account: Account) -> int:
    """An administrator ends the sessions: the access tokens of the person go with it."""
    sign_in.tokens.expire(account, USER)
    return sign_in.consents.revoke(account)
