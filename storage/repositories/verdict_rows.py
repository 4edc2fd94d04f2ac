"""Verdicts as rows, and back; with the facts that they were found from, or without."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from core.domain.collecting import Does, Doing, Found, Judged
from core.domain.customers import CustomerKey
from core.domain.facts import Facts
from core.domain.money import Money
from core.domain.verdicts import State
from storage.codec import from_text, to_text


def judged_row(one: Judged) -> dict[str, object]:
    return {
        "account": one.customer.account,
        "tenant_id": one.customer.tenant_id,
        "judged_on": one.on,
        "state": one.state.value,
        "stage": one.stage,
        "segment": one.segment,
        "currency": one.currency,
        "days": one.days,
        "policy": one.policy,
        "judged_at": one.judged_at,
        "stops_selling": one.stops_selling,
        "overdue": to_text(list(one.overdue.values())),
        "doing": json.dumps([[doing.does.value, doing.name] for doing in one.doing]),
        "facts": to_text(one.facts),
    }


def judged_of(row: Row[Any]) -> Judged:
    return Judged(**_told(row), facts=from_text(Facts, row.facts))


def found_of(row: Row[Any]) -> Found:
    return Found(**_told(row))


def _told(row: Row[Any]) -> dict[str, Any]:
    values = dict(row._mapping)
    values.pop("facts", None)
    sums = [Money(Decimal(one["amount"]), one["currency"]) for one in json.loads(row.overdue)]
    told = {
        "customer": CustomerKey(values.pop("account"), values.pop("tenant_id")),
        "on": values.pop("judged_on"),
        "state": State(row.state),
        "overdue": {money.currency: money for money in sums},
        "doing": tuple(Doing(Does(does), name) for does, name in json.loads(row.doing)),
    }
    return values | told
