"""Control API: how the partner stands with Microsoft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.calls import WrongCall, answer_wrong_calls, sent_object
from sandbox.clock import Clock
from sandbox.partner_center.accounts import Account
from sandbox.partner_center.money.invoices import Invoice, invoices, terms_of
from sandbox.partner_center.money.standing import Standing
from sandbox.partner_center.truth import Truth

MOST_DAYS, MOST_CREDIT = 365, 10**9


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
            account.standing = _turned(account, clock, asked)
            return jsonify(_shown(truth, clock, account))

    return routes


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
