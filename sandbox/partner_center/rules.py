"""What Partner Center lets a PATCH do to a subscription, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.partner_center.answers import Refused
from sandbox.partner_center.resources import Resource, is_new_commerce, is_software

# What a partner may set; everything else is Microsoft's and stays as it is.
WRITABLE = frozenset(
    {
        "status",
        "autoRenewEnabled",
        "quantity",
        "friendlyName",
        "billingCycle",
        "termDuration",
        "renewalTermDuration",
        "scheduledNextTermInstructions",
        "partnerId",
    }
)
REQUIRED = ("id", "status", "quantity")
MOVES = frozenset(
    {("active", "suspended"), ("suspended", "active"), ("active", "deleted")},
)


def after_patch(stored: Resource, sent: Resource, base: Resource | None, now: datetime) -> Resource:
    """The subscription as it is after this PATCH, or the refusal."""
    _check_is_whole(stored, sent)
    if stored["status"] == "deleted":
        raise Refused(400, "2011", "The subscription is deleted and cannot be updated.")
    _check_move(stored, sent, now)
    if sent["status"] == "active" != stored["status"] and base and base["status"] != "active":
        raise Refused(
            409, "27009", "A child subscription cannot be enabled while its parent is not active."
        )
    if stored["status"] == "suspended":
        return settled(stored, stored | {"status": "active"})
    wished = {name: value for name, value in sent.items() if _may_set(name, stored)}
    return settled(stored, {**stored, "autoRenewEnabled": False, **wished})


def settled(before: Mapping[str, Any], after: Resource) -> Resource:
    """A change with what Microsoft adds to it: suspending ends what was planned for term end."""
    if after["status"] == before["status"] or after["status"] == "active":
        return after
    if not is_new_commerce(after):
        return after
    kept = {k: v for k, v in after.items() if k != "scheduledNextTermInstructions"}
    return kept | {"autoRenewEnabled": False, "refundableQuantity": None}


def follows_base(base: Mapping[str, Any], add_on: Mapping[str, Any]) -> bool:
    """Whether an add-on has to take the status that its base just got."""
    if base["status"] == "suspended":
        return bool(add_on["status"] == "active")
    return bool(base["status"] == "deleted" != add_on["status"])


def _may_set(name: str, stored: Mapping[str, Any]) -> bool:
    return name in WRITABLE or name not in stored


def _check_is_whole(stored: Mapping[str, Any], sent: Mapping[str, Any]) -> None:
    missing = [name for name in REQUIRED if name not in sent]
    if missing:
        raise Refused(400, "400", "The subscription is not whole; fields are missing.", *missing)
    if sent["id"] != stored["id"]:
        raise Refused(400, "400", "The id in the body is not the id in the address.")
    if not isinstance(sent["status"], str) or not isinstance(sent["quantity"], int):
        raise Refused(400, "400", "The status must be text and the quantity a whole number.")


def _check_move(stored: Mapping[str, Any], sent: Mapping[str, Any], now: datetime) -> None:
    old, new = stored["status"], sent["status"]
    if old == "suspended" or new == "suspended":
        _check_quantity_stays(stored, sent)
    if old == new == "suspended":
        raise Refused(400, "800091", "A suspended subscription can only be reactivated.")
    if old not in ("active", "suspended"):
        raise Refused(400, "800012", f"The subscription is not active, it is {old}.")
    if old == new:
        return
    if (old, new) not in MOVES:
        raise Refused(400, "800040", f"The asset status cannot go from {old} to {new}.", new, old)
    if new == "suspended":
        _check_can_be_suspended(stored)
    elif new == "active":
        _check_can_be_reactivated(stored, now)
    else:
        _check_can_be_cancelled(stored, now)


def _check_quantity_stays(stored: Mapping[str, Any], sent: Mapping[str, Any]) -> None:
    if sent["quantity"] != stored["quantity"]:
        raise Refused(400, "2001", "The quantity cannot be changed while suspended.")


def _check_can_be_suspended(stored: Mapping[str, Any]) -> None:
    if stored["billingCycle"] == "one_time" or is_software(stored):
        raise Refused(400, "800096", "The status of this subscription cannot be changed.")


def _check_can_be_reactivated(stored: Mapping[str, Any], now: datetime) -> None:
    ended = is_new_commerce(stored) and _instant(stored["commitmentEndDate"]) <= now
    if stored["suspensionReasons"] or ended:
        raise Refused(400, "800096", "The status of this subscription cannot be changed.")


def _check_can_be_cancelled(stored: Mapping[str, Any], now: datetime) -> None:
    until = stored.get("cancellationAllowedUntilDate")
    if until is None:
        raise Refused(400, "800063", "The order cannot be cancelled; suspend the subscription.")
    if now > _instant(until):
        raise Refused(400, "900117", "The cancellation window is over.")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
