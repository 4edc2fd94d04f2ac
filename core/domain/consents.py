"""What a person agreed to once, so that a program may act as that person: kept, renewed, lost.

Source: Microsoft, "Enable the secure application model"; a refresh token that nobody uses for 90
days is worth nothing any more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

LAPSES_AFTER = timedelta(days=90)
WARNED_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Consent:
    """One account's consent. `sealed` is its refresh token, of use to nobody without the master
    key; `refused` is why Entra gave no token for it when it was last asked, in its words."""

    account: str
    sealed: str = field(repr=False)
    given_at: datetime
    used_at: datetime
    refused: str = ""

    @property
    def lapses_at(self) -> datetime:
        """When it is lost, unless it is used before."""
        return self.used_at + LAPSES_AFTER

    def is_lapsing(self, now: datetime) -> bool:
        return now >= self.lapses_at - WARNED_BEFORE
