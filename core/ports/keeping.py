"""Data that was kept long enough."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from core.domain.keeping import Kind


class Keeping(Protocol):
    """Nothing that an open case, plan, containment, service request, suspension, clock, episode, or
    a document that was open back then still needs is ever due."""

    def due(self, kind: Kind, before: datetime) -> int:
        """How many rows of this kind are to be emptied or removed."""

    def clear(self, kind: Kind, before: datetime, most: int) -> int:
        """Empty or remove as many of them at the most; how many it was. That something was done,
        when and by whom stays."""
