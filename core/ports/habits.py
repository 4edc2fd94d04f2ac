"""What the note on habits is made of; nothing is kept where the policy does not ask for it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from core.domain.habits import Decided, Opening


class Habits(Protocol):
    def opened(self, plan_id: str, person_id: str, at: datetime) -> None:
        """The form of an approval; the last time counts."""

    def openings(self, since: datetime) -> list[Opening]:
        """With the approval that followed, if one did."""

    def decided(self, since: datetime) -> list[Decided]:
        """Plans filed since then that were approved."""

    def forget(self, before: datetime | None = None) -> None:
        """What was opened before that; without a moment all of it."""
