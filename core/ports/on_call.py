"""Who is on call, and who was called about what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.on_call import Schedule
from core.domain.paging import Call, Page


@dataclass(frozen=True, slots=True)
class Imported:
    """A schedule as it was taken in."""

    version: str
    text: str
    person_id: str
    at: datetime


class OnCall(Protocol):
    """Schedules; the last one that was taken in is in force."""

    def current(self) -> Schedule | None:
        """Raises OnCallRefused where this program cannot read it."""

    def in_force(self) -> Imported | None: ...
    def put_in_force(self, imported: Imported) -> None: ...


class Pages(Protocol):
    def add(self, page: Page) -> bool:
        """False where the case has one of this occasion already."""

    def get(self, page_id: str) -> Page: ...
    def hold(self, page_id: str) -> Page:
        """The page, locked until the transaction ends."""

    def open(self) -> list[Page]:
        """Oldest first, as the others."""

    def open_of(self, case_id: str) -> list[Page]: ...
    def of_case(self, case_id: str) -> list[Page]: ...
    def between(self, begins: datetime, ends: datetime) -> list[Page]:
        """Those that were opened in between."""

    def update(self, page: Page) -> None:
        """Save one that was held, or is open. Raises LostRace where it ended meanwhile."""

    def add_calls(self, calls: list[Call]) -> None: ...
    def calls(self, page_id: str) -> list[Call]:
        """In the order of the steps."""

    def sent(self, call: Call, at: datetime) -> None: ...
