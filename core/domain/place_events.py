"""What was said of where a customer is; of the reason the chain holds a digest."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.event import Event


@dataclass(frozen=True, slots=True)
class PlaceChanged(Event):
    """`before` and `after` as `DE-BY, Europe/Berlin`; `how` is set or cleared."""

    customer: str = ""
    how: str = ""
    before: str = ""
    after: str = ""
    reason_digest: str = ""
