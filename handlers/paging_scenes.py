"""Looks up who was paged."""

from __future__ import annotations

from core.domain.events import Event, Paged
from core.ports.store import Work


def paged(work: Work, event: Event) -> dict[str, str]:
    """By their names: each was called already."""
    if not isinstance(event, Paged):
        return {}
    return {one: work.people.get(one).name for one in event.called}
