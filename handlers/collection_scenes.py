"""Looks up whose course an event of the policy run is about, and who is called because of it."""

from __future__ import annotations

from core.domain.collection_events import RunEvent
from core.domain.customers import CustomerKey
from core.domain.event import Event
from core.ports.store import Work
from handlers.clock_scenes import mention


def chased(event: Event) -> CustomerKey | None:
    return CustomerKey.parse(event.customer) if isinstance(event, RunEvent) else None


def called_by_run(work: Work, event: Event) -> dict[str, str]:
    """Somebody is to do something: called by a mention."""
    owner = str(getattr(event, "owner", "")) if isinstance(event, RunEvent) else ""
    return {owner: mention(work, owner)} if owner else {}
