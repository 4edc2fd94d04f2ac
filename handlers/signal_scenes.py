"""The facts behind a sign of fraud, which the audit trail holds only as a digest."""

from __future__ import annotations

from core.domain.events import Event, SignalSeen
from core.domain.signals import Facts
from core.ports.store import Work


def facts_behind(work: Work, event: Event) -> Facts:
    return work.signals.get(event.signal_id).facts if isinstance(event, SignalSeen) else ()
