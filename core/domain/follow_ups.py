"""What people said of a late customer in a digest: who looks after it, and until when it need not
be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.domain.exposure import Standing
from core.domain.money import Money

LONGEST_SNOOZE = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Snooze:
    """Out of the list until a day, on which it is back; and how things stood when that was said."""

    until: date
    by: str
    at: datetime
    standing: Standing
    overdue: tuple[Money, ...]

    def is_over(self, on: date) -> bool:
        return on >= self.until

    def got_worse(self, standing: Standing, overdue: Mapping[str, Money]) -> bool:
        """A severer standing, or more owed in any currency than when it was said."""
        then = {money.currency: money.amount for money in self.overdue}
        more = any(owed.amount > then.get(code, 0) for code, owed in overdue.items())
        return standing < self.standing or more


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`key` is that of the row. `owner` looks after it, nobody if empty."""

    key: str
    owner: str = ""
    owned_at: datetime | None = None
    snooze: Snooze | None = None

    def hides(self, on: date, standing: Standing, overdue: Mapping[str, Money]) -> bool:
        """Is it out of the list on this day, as things stand?"""
        snooze = self.snooze
        return (
            snooze is not None
            and not snooze.is_over(on)
            and not snooze.got_worse(standing, overdue)
        )
