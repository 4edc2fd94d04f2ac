"""Control API: how the partner stands with Microsoft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.calls import NotHere, WrongCall, answer_wrong_calls, sent_object
from sandbox.clock import Clock
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.money.invoices import Invoice, invoices, terms_of
from sandbox.partner_center.money.standing import Standing
from sandbox.partner_center.truth import Truth

MOST_DAYS, MOST_CREDIT, MOST_EXTRA = 365, 10**9, 10**6


def money_blueprint(truth: Truth, clock: Clock) -> Blueprint:
    routes = answer_wrong_calls(
        Blueprint("partner_center_money", __name__, url_prefix="/sandbox/partner-center")
    )

    @routes.get("/money")
    def show() -> ResponseReturnValue:
        with truth.lock:
            account = truth.account(request.args.get("account", "main"))
            return jsonify(_shown(truth, clock, account))

    @routes.post("/money")
    def turn() -> ResponseReturnValue:
        asked = sent_object()
        with truth.lock:
            account = truth.account(str(asked.pop("account", "")))
            if "entitlement_id" in asked:
                _surge(account, clock, asked)
            else:
                account.standing = _turned(account, clock, asked)
            return jsonify(_shown(truth, clock, account))

    return routes


def _surge(account: Account, clock: Clock, asked: Mapping[str, Any]) -> None:
    """From now on an Azure subscription costs so much more a day than it did at first."""
    match asked:
        case {"entitlement_id": str(id), "extra_per_day": int(extra), **rest} if (
            not rest and not isinstance(extra, bool) and 0 <= extra <= MOST_EXTRA
        ):
            under = account.entitlements.values()
            if not any(id in owned for owned in under):
                raise NotHere(f"there is no Azure subscription {id}")
            account.surges.setdefault(id, []).append((clock.now().isoformat(), str(extra)))
            return
    raise WrongCall('say {"account": "main", "entitlement_id": ..., "extra_per_day": 900}')


def _turned(account: Account, clock: Clock, asked: Mapping[str, Any]) -> Standing:
    standing = account.standing
    match asked:
        case {"overdue_days": int(days), **rest} if not rest and 0 <= days <= MOST_DAYS:
            ago = timedelta(days=terms_of(account) + days)
            return replace(standing, unpaid_from=clock.now().date() - ago if days else None)
        case {"credit_limit": int(limit), **rest} if not rest and 0 <= limit <= MOST_CREDIT:
            return replace(standing, credit_limit=limit)
        case {"credit_limit": None, **rest} if not rest:
            return replace(standing, credit_limit=None)
    raise WrongCall(
        'say {"account": "main"} with overdue_days (0 pays) or credit_limit (null: none)'
    )


def _shown(truth: Truth, clock: Clock, account: Account) -> dict[str, Any]:
    found = invoices(account, truth, clock.now())
    return {
        "account": account.name,
        **account.standing.to_json(),
        "invoices": [_shown_invoice(account, clock, invoice) for invoice in found],
    }


def _shown_invoice(account: Account, clock: Clock, invoice: Invoice) -> dict[str, Any]:
    late = (clock.now().date() - invoice.due).days
    return {
        "id": invoice.id,
        "kind": invoice.kind,
        "issued": invoice.issued.isoformat(),
        "due": invoice.due.isoformat(),
        "total": str(invoice.total),
        "currency": account.currency,
        "is_paid": invoice.is_paid,
        "overdue_days": 0 if invoice.is_paid else max(0, late),
    }
