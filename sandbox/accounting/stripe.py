"""The Stripe stand-in: the part of its API that tells what is owed, as strict as Stripe is."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime

from flask import Flask, Response, jsonify, request

from sandbox.accounting.stripe_account import StripeAccount, Thing
from sandbox.accounting.stripe_lists import Refused, answer_to
from sandbox.partner_center.answers import cut_short

VERSIONS = frozenset({"2025-07-30.basil", "2025-08-27.basil", "2025-09-30.clover"})
# What Stripe calls the permission to read each kind.
PERMISSIONS = {
    "invoices": "rak_invoice_read",
    "invoice_payments": "rak_invoice_read",
    "customers": "rak_customer_read",
    "events": "rak_event_read",
}
PAGE_OF_A_PROXY = "<html><body>We will be right back</body></html>"


@dataclass(frozen=True, slots=True)
class Key:
    """A restricted key, the kinds that it may read, and whether its time is over."""

    text: str
    reads: frozenset[str] = field(default_factory=lambda: frozenset(PERMISSIONS))
    is_expired: bool = False


class Stripe:
    """One account and the connected ones, by the header that names them. `trouble` befalls every
    call until it is taken away: broken, throttled, cut, nonsense, kept_out. `most` is how many
    calls a second are answered, 0 for any number; `asked` is what was asked for. By so much its
    answers are dated `ahead` of the account's time."""

    def __init__(self, account: StripeAccount, *keys: Key) -> None:
        self.accounts = {"": account}
        self.keys = {key.text: key for key in keys}
        self.trouble = ""
        self.ahead = timedelta()
        self.most = 0
        self.asked: list[str] = []
        self._lock = threading.Lock()
        self._recent: list[float] = []
        self.app = _app(self)

    def answer(self, kind: str, id: str) -> Response:
        self.asked.append(request.full_path.rstrip("?"))
        try:
            body = self._body(kind, id)
        except Refused as no:
            return no.response()
        return cut_short(jsonify(body)) if self.trouble == "cut" else jsonify(body)

    def dated(self, response: Response) -> Response:
        now = self.accounts[""].now() + self.ahead
        response.headers["Date"] = format_datetime(now, usegmt=True)
        return response

    def _body(self, kind: str, id: str) -> Thing:
        self._check_key(kind)
        self._check_trouble()
        if request.headers.get("Stripe-Version") not in VERSIONS:
            said = request.headers.get("Stripe-Version")
            raise Refused(400, f"Invalid Stripe API version: {said}")
        connected = request.headers.get("Stripe-Account", "")
        account = self.accounts.get(connected)
        if account is None:
            raise Refused(
                403,
                f"The provided key '{_stars()}' does not have access to account '{connected}' (or "
                "that account does not exist). Application access may have been revoked.",
                code="account_invalid",
            )
        with account.lock:
            return answer_to(account, kind, id, list(request.args.items(multi=True)))

    def _check_key(self, kind: str) -> None:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        key = self.keys.get(text) if scheme == "Bearer" else None
        if key is None or self.trouble == "kept_out":
            raise Refused(401, f"Invalid API Key provided: {_stars()}")
        if key.is_expired:
            raise Refused(401, "Expired API Key provided", code="api_key_expired")
        if kind not in key.reads:
            raise Refused(
                403,
                f"The provided key '{_stars()}' does not have the required "
                f"permissions for this endpoint. Having the '{PERMISSIONS[kind]}' permission "
                "would allow this request to continue.",
            )

    def _check_trouble(self) -> None:
        if self.trouble == "broken":
            raise Refused(500, "An unknown error occurred", sort="api_error")
        if self.trouble == "nonsense":
            raise Refused(200, PAGE_OF_A_PROXY, sort="page")
        if self.trouble == "throttled" or self._is_too_fast():
            headers = {"Stripe-Rate-Limited-Reason": "endpoint-rate"}
            raise Refused(429, "Request rate limit exceeded.", code="rate_limit", headers=headers)

    def _is_too_fast(self) -> bool:
        now = time.monotonic()
        with self._lock:
            self._recent = [*(at for at in self._recent if at > now - 1), now]
            return 0 < self.most < len(self._recent)


def _stars() -> str:
    """The beginning and the end of the key that was sent, as Stripe's messages show it."""
    key = request.headers.get("Authorization", "").rpartition(" ")[2]
    return f"{key[:8]}****{key[-4:]}"


def signature(body: bytes, secret: str, at: int) -> str:
    """The Stripe-Signature of a webhook that is sent at a moment."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256)
    return f"t={at},v1={signed.hexdigest()},v0={'0' * 64}"


def _app(stripe: Stripe) -> Flask:
    app = Flask("stripe")
    app.after_request(stripe.dated)

    @app.get("/v1/<kind>")
    def listing(kind: str) -> Response:
        return stripe.answer(kind, "") if kind in PERMISSIONS else _unknown()

    @app.get("/v1/<kind>/<id>")
    def one(kind: str, id: str) -> Response:
        return stripe.answer(kind, id) if kind in PERMISSIONS else _unknown()

    return app


def _unknown() -> Response:
    path = request.path
    return Refused(404, f"Unrecognized request URL (GET: {path}).").response()
