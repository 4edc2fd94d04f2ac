"""python -m bot behaviour: how a customer pays, and by what that is counted."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli.terminal import give_up, ledger_at_hand, shown
from core.domain.errors import Refusal
from core.domain.payment_behaviour import Behaviour, Pace, Paying
from core.usecases.paying import Seen, look_up
from handlers.messages.behaviour_lines import behaviour_lines, formula
from handlers.messages.refusals import refused
from handlers.messages.text import Words

CUSTOMER = Annotated[str, typer.Argument(help="By name, domain, tenant id or invoice number")]
AS_JSON = Annotated[bool, typer.Option("--json", help="As JSON, days and shares as text")]


def behaviour(customer: CUSTOMER, as_json: AS_JSON = False) -> None:
    """Days to pay, share on time, promises and payments that came back, in twelve months. Nothing
    is decided by it. Exit 1 where there is no such customer."""
    with ledger_at_hand() as ledger:
        try:
            seen = look_up(customer, office=ledger.office)
        except Refusal as refusal:
            raise give_up(shown(refused(refusal, Words()))) from None
    print(json.dumps(_values(seen), indent=2) if as_json else "\n".join(_lines(seen)))


def _lines(seen: Seen) -> list[str]:
    """As in Slack, without its stars."""
    words = Words()
    said = [*behaviour_lines(seen.behaviour, words), formula(seen.behaviour, words)]
    return [f"{seen.customer.name}:", *(f"  {shown(one.replace('*', ''))}" for one in said if one)]


def _values(seen: Seen) -> dict[str, object]:
    found: Behaviour = seen.behaviour
    promised = found.promised
    return {
        "customer": seen.customer.name,
        "tenant_id": seen.customer.key.tenant_id,
        "on": found.on.isoformat(),
        "currencies": {one.currency: _paying(one) for one in found.currencies},
        "promises": {
            "kept": promised.kept, "partly": promised.partly, "broken": promised.broken
        },
        "returned": found.returned,
    }  # fmt: skip


def _paying(one: Paying) -> dict[str, object]:
    """A pace is null where it would rest on too few invoices."""
    return {
        "documents": one.documents,
        "on_time": one.on_time,
        "at_latest": one.at_latest,
        "paid": one.total.plain(),
        "paid_on_time": one.total_on_time.plain(),
        "year": _pace(one.pace),
        "lately": _pace(one.lately),
        "before": _pace(one.before),
        "trend": one.trend,
    }


def _pace(pace: Pace | None) -> dict[str, object] | None:
    if pace is None:
        return None
    return {
        "documents": pace.documents,
        "days_to_pay": f"{pace.to_pay}",
        "days_beyond_terms": f"{pace.beyond_terms}",
    }
