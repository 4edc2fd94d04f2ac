"""Decisions on credit and the files they rest on, as they are remembered."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from core.domain.credit import Check, Credit, CreditState
from core.domain.customers import CustomerKey


class Credits(Protocol):
    def add(self, credit: Credit) -> None:
        """Raises LostRace when the customer has an undecided one in this currency, or this one is
        approved and another is in force."""

    def get(self, credit_id: str) -> Credit: ...
    def hold(self, credit_id: str) -> Credit:
        """The decision, locked until the transaction ends."""

    def update(self, credit: Credit, seen: CreditState) -> None:
        """Conditional on the state that was seen. Raises LostRace."""

    def link(self, credit_id: str, link: str) -> None:
        """Where its card is."""

    def undecided(self) -> list[Credit]:
        """Drafts and those that wait, oldest first."""

    def approved(self) -> list[Credit]:
        """By customer and currency; whether the day of one has passed is not looked at."""

    def of_customer(self, key: CustomerKey) -> list[Credit]:
        """Newest first, also those that are over."""

    def due(self, at: datetime) -> list[Credit]:
        """Those that are to be looked at by then."""

    def over_limit(self) -> set[CustomerKey]:
        """Whoever uses more than a limit in force allows, as was last seen."""

    def put_down(self, check: Check) -> None: ...
    def check(self, check_id: str) -> Check: ...
    def checks(self, key: CustomerKey) -> list[Check]:
        """The application file, newest first."""
