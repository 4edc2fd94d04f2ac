"""What becomes of a subscription when its term is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sandbox.partner_center.money.months import Month
from sandbox.partner_center.resources import (
    Resource,
    is_azure_plan,
    is_new_commerce,
    is_software,
)

CANCEL_WINDOW = timedelta(days=7)
# After the end of a term that was not renewed: expired at first, then disabled, then gone.
DISABLED_AFTER, DELETED_AFTER = timedelta(days=30), timedelta(days=120)
_MONTHS = {"P1M": 1, "P1Y": 12, "P3Y": 36}
_LEGACY_MONTHS, _EXTENDED = 12, "P1M"


def after_term(subscription: Resource, now: datetime) -> Resource:
    """The subscription as it is now; the same one where no term ended."""
    if is_azure_plan(subscription) or is_software(subscription):
        return subscription
    if _end(subscription) > now:
        return subscription
    status = subscription["status"]
    if status in ("expired", "disabled") or (status, is_new_commerce(subscription)) == (
        "suspended",
        True,
    ):
        return _run_out(subscription, now)
    return _next_term(subscription, now) if status == "active" else subscription


def _next_term(subscription: Resource, now: datetime) -> Resource:
    """Another term, or several where the clock made a leap; or the end."""
    while subscription["status"] == "active" and (end := _end(subscription)) <= now:
        subscription = _what_follows(subscription)(subscription, end)
    return after_term(subscription, now) if subscription["status"] == "expired" else subscription


def _what_follows(subscription: Resource) -> Callable[[Resource, datetime], Resource]:
    if subscription.get("cancelAtTermEnd"):
        return _ended
    if subscription["autoRenewEnabled"]:
        return _renewed
    if not is_new_commerce(subscription):
        return _lapsed
    return _ended if subscription["isTrial"] else _extended


def _renewed(subscription: Resource, end: datetime) -> Resource:
    term = subscription.get("renewalTermDuration", "")
    months = _MONTHS.get(term, _LEGACY_MONTHS)
    planned = subscription.get("scheduledNextTermInstructions", {})
    kept = {k: v for k, v in subscription.items() if k != "scheduledNextTermInstructions"}
    again = kept | {
        "commitmentEndDate": _text(_later(end, months)),
        "quantity": planned.get("quantity", subscription["quantity"]),
    }
    if not is_new_commerce(subscription):
        return again
    return again | {"termDuration": term, "cancellationAllowedUntilDate": _window(end)}


def _extended(subscription: Resource, end: datetime) -> Resource:
    """Not renewed and not cancelled: the service goes on month by month, at a higher price."""
    return subscription | {
        "commitmentEndDate": _text(_later(end, _MONTHS[_EXTENDED])),
        "termDuration": _EXTENDED,
        "renewalTermDuration": _EXTENDED,
        "isInExtendedServiceTerm": True,
    }


def _lapsed(subscription: Resource, end: datetime) -> Resource:
    """A legacy licence that is not renewed is suspended by Microsoft."""
    return subscription | {"status": "suspended", "suspensionReasons": ["Expiration"]}


def _ended(subscription: Resource, end: datetime) -> Resource:
    return subscription | {"status": "expired", "autoRenewEnabled": False}


def _run_out(subscription: Resource, now: datetime) -> Resource:
    """There is no way back from here, and after a while no data."""
    over = now - _end(subscription)
    if over > DELETED_AFTER:
        return subscription | {"status": "deleted"}
    return subscription | {"status": "disabled" if over > DISABLED_AFTER else "expired"}


def _end(subscription: Resource) -> datetime:
    return datetime.fromisoformat(subscription["commitmentEndDate"])


def _later(end: datetime, months: int) -> datetime:
    month = Month.of(end.date()).moved(months)
    day = min(end.day, month.last.day)
    return end.replace(year=month.year, month=month.number, day=day)


def _window(renewal: datetime) -> str:
    return _text(renewal + CANCEL_WINDOW)


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"
