"""Cases as they are remembered: what is known of each, and who acts for whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from core.domain.cases import Case, CaseState, Delegation, Note, Tick, Wait
from core.domain.customers import CustomerKey
from core.domain.plans import Reason


class Cases(Protocol):
    def open_for(self, key: CustomerKey, kind: Reason | None = None) -> list[Case]: ...
    def add(self, case: Case) -> None: ...
    def get(self, case_id: str) -> Case: ...
    def by_number(self, number: int) -> Case | None: ...
    def by_thread(self, thread: str) -> Case | None: ...
    def open(self) -> list[Case]:
        """Newest first."""

    def update(self, case: Case, seen: CaseState) -> None:
        """Save all but the thread; conditional on the state that was seen. Raises LostRace."""

    def merged_into(self, case_id: str) -> list[Case]:
        """Those that go on in this one, by number."""

    def add_note(self, note: Note) -> None: ...
    def notes(self, case_id: str) -> list[Note]: ...
    def next_number(self) -> int: ...
    def place(self, case_id: str, thread: str) -> None: ...
    def link(self, case_id: str, link: str) -> None: ...
    def fraud_customers(self) -> set[CustomerKey]: ...
    def ticks(self, case_id: str) -> list[Tick]:
        """In the order in which they were done."""

    def put_tick(self, tick: Tick) -> None:
        """In place of an earlier one of the same item."""

    def waits(self, case_id: str) -> list[Wait]:
        """Oldest first, also those that are over."""

    def add_wait(self, wait: Wait) -> None: ...
    def end_wait(self, wait_id: str, at: datetime) -> None:
        """Raises LostRace where somebody ended it already."""

    def add_delegation(self, delegation: Delegation) -> None: ...
    def end_delegation(self, delegation_id: str, at: datetime) -> None:
        """Raises LostRace where somebody ended it already."""

    def delegations(self, on: date) -> list[Delegation]:
        """Those that hold on this day."""

    def delegations_of(self, person_id: str, since: date) -> list[Delegation]:
        """What this person gave away, and what ends on that day or later; oldest first."""
