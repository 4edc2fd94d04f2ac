"""What happened to the record itself."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class RecordDoubted(Event):
    """Everything is frozen for it. `why`: older (it ends before what was seen here), other (what
    was seen here is not in it), copied (it lay elsewhere), unmarked (nobody knows what was seen),
    broken (an event does not hold), differs (the database holds something else than event `known`
    tells, or than any does where that is 0). `known` and `found` are numbers of events: what was
    seen or should hold, and what there is or holds."""

    why: str = ""
    known: int = 0
    found: int = 0
