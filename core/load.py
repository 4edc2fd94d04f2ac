"""How much is sent already: intents over sliding windows, measured with the caps of a policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.plans import Plan
from core.domain.policy import Caps
from core.ports.records import Intent

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Load:
    """What the caps are measured with: intents of the last day, steps of plans under way."""

    intents: tuple[Intent, ...]
    steps_left: int
    reserved: int
    reserved_customers: int
    active_subscriptions: int


def fits_under(caps: Caps, load: Load, plan: Plan, now: datetime) -> bool:
    """Does all that is left of the plan fit, so that no customer is ever cut in half? Steps still
    to come of other plans under way are counted as if they had been sent."""
    last_day = [intent for intent in load.intents if now - intent.at < DAY]
    last_hour = [intent for intent in last_day if now - intent.at < HOUR]
    coming = load.steps_left + load.reserved
    share = max(caps.share_floor, int(load.active_subscriptions * caps.share_per_day))
    return (
        len(last_hour) + coming <= caps.per_hour
        and len(last_day) + coming <= min(caps.per_day, share)
        and _customers(last_hour, plan) + load.reserved_customers <= caps.customers_per_hour
        and _customers(last_day, plan) + load.reserved_customers <= caps.customers_per_day
    )


def _customers(intents: list[Intent], plan: Plan) -> int:
    """Distinct customers touched, the plan's own among them."""
    return len({intent.customer for intent in intents} | {plan.content.customer})
