"""Looks up the names behind what Microsoft sees."""

from __future__ import annotations

from core.domain.customers import CustomerKey
from core.domain.events import (
    AlertAnswered,
    AlertAnswerSettled,
    AlertAnswerWaits,
    AlertConfirmed,
    AlertFound,
    AlertMoved,
    AlertWorse,
    Event,
    Recorded,
    SignalSeen,
)
from core.ports.store import Work

OF_AN_ALERT = (
    *(AlertAnswered, AlertAnswerSettled, AlertAnswerWaits, AlertConfirmed, AlertFound, AlertMoved),
    AlertWorse,
)


def alarmed(event: Event) -> str:
    """Whose subscription it is, or nothing if it is about none."""
    return str(getattr(event, "customer", "")) if isinstance(event, OF_AN_ALERT) else ""


def azure_names(work: Work, event: Event) -> dict[str, str]:
    """What the customer calls the Azure subscription."""
    if not (whose := alarmed(event)):
        return {}
    wanted = str(getattr(event, "subscription_id", ""))
    known = work.customers.subscriptions(CustomerKey.parse(whose))
    return {one.subscription_id: one.name for one in known if one.subscription_id == wanted}


def said_by_an_alert(work: Work, recorded: Recorded) -> bool:
    """The news of an alert says all that its sign of fraud would."""
    event = recorded.event
    if not isinstance(event, SignalSeen) or not event.case_id:
        return False
    alerts = {one.signal_id for one in work.alerts.of_case(event.case_id)}
    return event.signal_id in alerts
