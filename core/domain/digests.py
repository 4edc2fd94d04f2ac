"""A digest: a recurring post of who is at risk, and what became of each of its slots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.digest_choices import EVERYBODY, USUAL, Choices, Only
from core.domain.money import Money, by_currency, zero


class SlotState(StrEnum):
    """`perhaps`: it was sent and nobody knows whether it arrived, so it is not sent again by
    itself. `failed`: Slack took it in no way, which a person may mend. `skipped`: its schedule was
    removed, muted or moved after it was claimed."""

    QUEUED = "queued"
    POSTING = "posting"
    POSTED = "posted"
    PERHAPS = "perhaps"
    MISSED = "missed"
    MUTED = "muted"
    FAILED = "failed"
    SKIPPED = "skipped"


S = SlotState
SLOT_MOVES: dict[SlotState, frozenset[SlotState]] = {
    S.QUEUED: frozenset({S.POSTING, S.FAILED, S.SKIPPED}),
    S.POSTING: frozenset({S.POSTED, S.PERHAPS, S.QUEUED, S.FAILED}),
    # An answer may still come after somebody gave it up.
    S.PERHAPS: frozenset({S.QUEUED, S.POSTED}),
    S.FAILED: frozenset({S.QUEUED}),
} | {over: frozenset() for over in (S.POSTED, S.MISSED, S.MUTED, S.SKIPPED)}


@dataclass(frozen=True, slots=True)
class Schedule:
    """A cron line in an IANA zone, and the channel it posts to. `number` is what people call it;
    `next_slot` is a local date and time, `next_at` its instant (UTC)."""

    schedule_id: str
    number: int
    cron: str
    zone: str
    channel: str
    created_by: str
    created_at: datetime
    next_slot: str
    next_at: datetime
    muted_until: datetime | None = None
    removed_at: datetime | None = None
    choices: Choices = USUAL

    def muted(self, at: datetime) -> bool:
        return self.muted_until is not None and at < self.muted_until


@dataclass(frozen=True, slots=True)
class Owed:
    """What one customer of the books owed when a digest was posted."""

    key: str
    name: str
    overdue: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """What was overdue in all, of whom a channel chose: one sum for each currency."""

    totals: tuple[Money, ...] = ()
    only: Only = EVERYBODY


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a posted digest said about money, of whom its channel chose, for the next one to
    compare with."""

    owed: tuple[Owed, ...] = ()
    only: Only = EVERYBODY

    def sums(self) -> Sums:
        totals = by_currency(money for one in self.owed for money in one.overdue)
        return Sums(tuple(totals.values()), self.only)


@dataclass(frozen=True, slots=True)
class Level:
    """What a digest said was overdue in all when it was posted."""

    at: datetime
    totals: tuple[Money, ...]

    def of(self, currency: str) -> Money:
        return next((one for one in self.totals if one.currency == currency), zero(currency))


@dataclass(frozen=True, slots=True)
class Posting:
    """One slot of one schedule."""

    schedule_id: str
    slot: str
    at: datetime
    state: SlotState
    late: bool = False
    posted_at: datetime | None = None
    figures: Figures = Figures()
