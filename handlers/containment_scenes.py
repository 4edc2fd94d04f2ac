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
from core.domain.plans import digest
from core.ports.store import Work
from handlers.clock_scenes import mention

CALLING = (ContainmentAsked, GlassBroken, RatificationDue, RolledBack, StaysUnratified)


def called_to_contain(work: Work, event: Event) -> dict[str, str]:
    """Each by a mention, so that Slack tells them."""
    if not isinstance(event, CALLING):
        return {}
    return {one: mention(work, one) for one in event.called}


def kept_because(work: Work, event: Event) -> str:
    """The reason whose digest is in the trail."""
    if not isinstance(event, ContainmentKept):
        return ""
    notes = work.cases.notes(event.case_id) if event.case_id else []
    return next((n.text for n in notes if digest(n.text) == event.reason_digest), "")
