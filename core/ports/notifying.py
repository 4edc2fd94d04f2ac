"""Who hears in private that a vote is wanted, what was written to them, and who looks at a Home
tab."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from core.domain.notifying import Preference, VoteAsk


class Notifying(Protocol):
    def of(self, person_id: str) -> Preference:
        """What somebody chose; who chose nothing is asked."""

    def all(self) -> Mapping[str, Preference]:
        """Of whoever chose anything, by person id."""

    def keep(self, preference: Preference) -> None: ...


class VoteAsks(Protocol):
    def get(self, plan_id: str, person_id: str) -> VoteAsk | None: ...
    def of_plan(self, plan_id: str) -> list[VoteAsk]: ...
    def at(self, channel: str, ts: str) -> VoteAsk | None:
        """The one that this message is."""

    def waiting(self, person_id: str) -> int:
        """How many messages wait for a vote of this person."""

    def put(self, ask: VoteAsk) -> None: ...


class Homes(Protocol):
    def opened(self, user_id: str, at: datetime) -> None:
        """What it showed before is not known to be there any more."""

    def shows(self, user_id: str) -> str:
        """A digest of what was drawn last; nothing where it is not known."""

    def drawn(self, user_id: str, digest: str) -> None: ...
    def since(self, at: datetime) -> list[str]:
        """The Slack users who opened their Home tab from that moment on."""
