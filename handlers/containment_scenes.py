"""Looks up who is called because of a containment, and why somebody keeps it on."""

from __future__ import annotations

from core.domain.events import (
    ContainmentAsked,
    ContainmentKept,
    Event,
    GlassBroken,
    RatificationDue,
    RolledBack,
    StaysUnratified,
)
from core.ports.store import Work
from handlers.clock_scenes import mention

CALLING = (ContainmentAsked, GlassBroken, RatificationDue, RolledBack, StaysUnratified)


def called_to_contain(work: Work, event: Event) -> dict[str, str]:
    """Each by a mention, so that Slack tells them."""
    if not isinstance(event, CALLING):
        return {}
    return {one: mention(work, one) for one in event.called}


def alert_behind(work: Work, event: Event) -> dict[str, str]:
    """The kind of the alert on which somebody acted alone."""
    if not isinstance(event, GlassBroken):
        return {}
    customer = work.plans.get(event.plan_id).content.customer
    known = work.alerts.of_customer(customer) if customer else []
    return {one.alert_id: one.kind for one in known if one.alert_id == event.alert}


def kept_because(work: Work, event: Event) -> str:
    """The reason whose digest is in the trail."""
    if not isinstance(event, ContainmentKept):
        return ""
    notes = work.cases.notes(event.case_id) if event.case_id else []
    texts = (one.text for one in notes)
    return next((text for text in texts if work.text_keys.says(event.reason_digest, text)), "")
