"""Schedules of digests, their slots, what was said of rows, and the languages of channels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from core.domain.digest_choices import Only
from core.domain.digests import Level, Posting, Schedule, SlotState
from core.domain.follow_ups import FollowUp
from core.domain.languages import Language


class Schedules(Protocol):
    def next_number(self) -> int: ...
    def add(self, schedule: Schedule) -> None: ...
    def get(self, schedule_id: str) -> Schedule: ...
    def all(self) -> list[Schedule]:
        """Those that were not removed, by their number."""

    def due(self, at: datetime) -> list[Schedule]:
        """Those whose next slot has come, locked until the transaction ends."""

    def update(self, schedule: Schedule) -> None: ...
    def take(self, posting: Posting) -> bool:
        """Write the row of a slot; false if it was there: somebody else has it."""

    def posting(self, schedule_id: str, slot: str) -> Posting: ...
    def queued(self) -> list[Posting]:
        """Claimed and not on their way yet."""

    def unsettled(self) -> list[Posting]:
        """Claimed and not posted, nor given up, oldest first."""

    def move(self, posting: Posting, to: SlotState) -> Posting:
        """Conditional on the state that `posting` shows; its other fields are saved with it.
        Raises LostRace."""

    def last_posted(self, schedule_id: str, apart_from: str = "") -> Posting | None:
        """The newest, leaving out the slot of this name."""

    def levels(self, schedule_id: str, only: Only, most: int) -> list[Level]:
        """What the newest of its digests said was overdue, oldest first; not what was said of
        others than `only`."""


class FollowUps(Protocol):
    def get(self, key: str) -> FollowUp:
        """Of which nobody said anything, where there is none."""

    def all(self) -> Mapping[str, FollowUp]: ...
    def put(self, follow_up: FollowUp) -> None: ...


class ChannelLanguages(Protocol):
    def of(self, channel: str) -> Language | None:
        """None where nobody chose one."""

    def all(self) -> Mapping[str, Language]: ...
    def put(self, channel: str, language: Language | None) -> None: ...
