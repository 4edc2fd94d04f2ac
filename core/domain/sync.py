"""Where the reading of a partner account stands: one round after the other, each customer in its
turn, at a pace that Partner Center takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

# Partner Center takes 500 requests a minute and tenant; some are left for what cannot wait.
# Source: Microsoft, "API throttling guidance".
A_MINUTE, MOST_IN_A_MINUTE = timedelta(minutes=1), 400
EVERY = timedelta(hours=1)
LONGEST = timedelta(days=1)
# Whoever reads says so with every customer; after so long another process goes on.
HELD = timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class Round:
    """A row for each account. `cursor` is the last tenant that was dealt with in this round,
    `listed` says that the list of customers was read; `read`, `subscriptions` and `unread` count
    since it began, `finished_at` is the end of the newest whole round. `spent` requests were sent
    in the minute that began at `minute`; `holder` reads until `held_until`; `trouble` is why the
    newest try got no list."""

    account: str
    began_at: datetime
    open: bool = True
    listed: bool = False
    cursor: str = ""
    read: int = 0
    subscriptions: int = 0
    unread: int = 0
    finished_at: datetime | None = None
    minute: datetime | None = None
    spent: int = 0
    holder: str = ""
    held_until: datetime | None = None
    trouble: str = ""

    def is_due(self, now: datetime) -> bool:
        """Is there something to read: the rest of this round, or a new one?"""
        return self.open or now - self.began_at >= EVERY

    def is_stale(self, now: datetime) -> bool:
        """Was nothing read whole for a day?"""
        return now - (self.finished_at or self.began_at) > LONGEST

    def begun_anew(self, now: datetime) -> Round:
        """The next round, where this one is over; the pace goes on."""
        if self.open:
            return self
        return Round(
            self.account, now, finished_at=self.finished_at, minute=self.minute, spent=self.spent
        )

    def is_held_by_another(self, holder: str, now: datetime) -> bool:
        return self.holder not in ("", holder) and (self.held_until or now) > now

    def held(self, holder: str, now: datetime) -> Round:
        return replace(self, holder=holder, held_until=now + HELD)

    def let_go(self) -> Round:
        return replace(self, holder="", held_until=None)

    def paid(self, requests: int, now: datetime) -> Round | None:
        """With so many requests more in this minute; None where it has no room for them."""
        running = self.minute is not None and self.minute <= now < self.minute + A_MINUTE
        spent = self.spent if running else 0
        if spent and spent + requests > MOST_IN_A_MINUTE:
            return None
        return replace(self, minute=self.minute if running else now, spent=spent + requests)

    def waits(self, now: datetime) -> float:
        """Seconds until this minute is over, and at least one."""
        ends = (self.minute or now) + A_MINUTE
        return min(max(1.0, (ends - now).total_seconds()), A_MINUTE.total_seconds())

    def over(self, now: datetime) -> Round:
        return replace(self, open=False, finished_at=now, holder="", held_until=None)
