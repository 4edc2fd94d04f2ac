"""What the Azure subscriptions under a plan use up as time goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from sandbox.partner_center.accounts import Account
from sandbox.partner_center.resources import Resource
from sandbox.partner_center.truth import Truth

_DAY = Decimal(24 * 60 * 60)
CENT = Decimal("0.01")


def spent(
    truth: Truth, account: Account, plan: Resource, start: datetime, end: datetime
) -> Decimal:
    """Everything under a plan between two instants; only what runs costs anything."""
    total = Decimal(0)
    for entitlement in account.entitlements.get(plan["id"], {}).values():
        ran = list(_running(truth, entitlement, start, end))
        for per_day, since in _costs(account, entitlement["id"], start):
            seconds = sum((b - max(a, since)).total_seconds() for a, b in ran if b > since)
            total += per_day * Decimal(seconds) / _DAY
    return total.quantize(CENT, ROUND_HALF_UP)


def _costs(account: Account, id: str, start: datetime) -> Iterator[tuple[Decimal, datetime]]:
    """What it costs a day, and each change of that from when it came on."""
    yield account.daily_costs.get(id, Decimal(0)), start
    before = Decimal(0)
    for since, extra in account.surges.get(id, []):
        yield Decimal(extra) - before, datetime.fromisoformat(since)
        before = Decimal(extra)


def _running(
    truth: Truth, entitlement: Resource, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of time in which this Azure subscription was active."""
    status, since = entitlement["status"], start
    turns = _turns(truth, entitlement["id"])
    if turns:
        status = turns[0][1]
    for at, _, after in turns:
        until = min(max(at, start), end)
        if status == "active" and since < until:
            yield since, until
        status, since = after, until
    if status == "active" and since < end:
        yield since, end


def _turns(truth: Truth, id: str) -> list[tuple[datetime, str, str]]:
    """Every change of the status: when, from what, to what."""
    return [
        (datetime.fromisoformat(change["at"]), *change["changed"]["status"])
        for change in truth.changes()
        if change["entitlement_id"] == id and "status" in change["changed"]
    ]
