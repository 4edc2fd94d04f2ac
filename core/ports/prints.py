"""Cards as people saw them, as they are remembered."""

from __future__ import annotations

from typing import Protocol

from core.domain.prints import Card, Print


class Prints(Protocol):
    def find(self, card: Card, subject: str, drawn: str) -> Print | None:
        """The one that looked exactly like this."""

    def add(self, found: Print) -> None: ...
    def again(self, found: Print) -> None:
        """Save when it was shown last, and how often."""

    def of(self, card: Card, subject: str) -> list[Print]:
        """In the order in which they were shown first."""
