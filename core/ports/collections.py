"""What the policy run remembers: verdicts, episodes, and what waits to be released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from core.domain.collecting import (
    Episode,
    Filing,
    Found,
    Intended,
    Judged,
    Preview,
    Standstill,
    WouldHave,
)
from core.domain.customers import CustomerKey


class Verdicts(Protocol):
    def keep(self, *judged: Judged) -> None:
        """Each in the place of one of the same day."""

    def get(self, key: CustomerKey, on: date) -> Judged | None: ...
    def last(self, key: CustomerKey) -> Judged | None:
        """The newest that was kept."""

    def lasts(self, keys: Sequence[CustomerKey]) -> Mapping[CustomerKey, Found]:
        """The newest that was kept of each; nothing for whoever has none."""

    def newest(self) -> list[Found]:
        """The last of every customer who was judged on the day of it."""

    def to_do(self) -> list[Found]:
        """Those of the newest after which something was to be done."""

    def announced(self) -> list[Judged]:
        """Of the newest of everybody those that chase somebody whom a letter named a day."""

    def since(self, on: date) -> list[Judged]:
        """All from this day on, by day."""

    def histories(
        self, keys: Sequence[CustomerKey], since: date
    ) -> Mapping[CustomerKey, Sequence[Judged]]:
        """Those of each of these customers from a day on, oldest first; nothing for whoever has
        none."""

    def seen(self, *met: tuple[CustomerKey, date, date]) -> None:
        """Write down that customers were judged on a day, and since when we know each: the earliest
        that was ever said."""

    def seen_on(self) -> Mapping[CustomerKey, date]:
        """The last day on which each was judged."""

    def last_day(self) -> date | None:
        """The last one on which anybody was."""


class Episodes(Protocol):
    def begin(self, episode: Episode) -> None:
        """Raises LostRace where the customer has an open one."""

    def get(self, episode_id: str) -> Episode: ...
    def find(self, episode_id: str) -> Episode | None: ...
    def open(self, key: CustomerKey) -> Episode | None: ...
    def all_open(self) -> list[Episode]: ...
    def update(self, episode: Episode) -> None:
        """Save what may change, while it is open. Raises LostRace."""

    def moved_since(self, at: datetime) -> set[CustomerKey]:
        """Whose open ones came to another stage since then."""

    def first(self, filing: Filing) -> bool:
        """Write it down; false where this key is there already."""

    def filings(self, key: CustomerKey, prefix: str) -> list[Filing]:
        """Those of a customer whose key begins like this, oldest first."""


class Runs(Protocol):
    def halt(self, standstill: Standstill) -> None: ...
    def standing(self) -> list[Standstill]:
        """Those that nobody released yet, oldest first."""

    def history(self) -> list[Standstill]:
        """All of them, oldest first."""

    def update(self, standstill: Standstill) -> None: ...
    def show(self, plan_id: str, lines: Sequence[Intended]) -> None:
        """Keep the list that a plan is about."""

    def shown(self, plan_id: str) -> list[Intended]:
        """In the order in which it was kept."""

    def would_have(self, found: Sequence[WouldHave]) -> None:
        """Keep those that are new."""

    def undone(self, since: date) -> list[WouldHave]:
        """What would have been done from a day on, by day."""

    def supposed(self, key: CustomerKey) -> list[WouldHave]:
        """What would have been done about one customer, by day."""

    def ask(self, preview: Preview) -> bool:
        """Keep it; false where these words were shown already."""

    def preview(self, notice: str, language: str, version: str) -> Preview | None: ...
    def unread(self) -> list[Preview]:
        """Those that nobody released, oldest first."""

    def release(self, preview: Preview) -> None:
        """Raises LostRace where somebody did already."""
